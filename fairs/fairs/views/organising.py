"""Pages of the bureau before a fair: list, plan, papers, life cycle, sheets to print."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import Select
from werkzeug.wrappers import Response

from core import clock, paging
from core.access import COUNTY_READERS, OFFICERS, allow
from core.errors import NotFoundError
from core.files.storage import answer_with
from core.forms import ButtonForm, Saved, again, form_page
from core.list_filters import asked_number, asked_year
from fairs.fairs import lifecycle, operations, queries
from fairs.fairs.forms.organising import FairEventForm, FairForm, PaperForm
from fairs.fairs.models import BookingStatus, Fair, FairMode, FairStatus, PaperKind, SignUp
from fairs.fairs.views.blueprint import bp
from people.accounts.models import Account

SHEETS = ("exhibitors", "door", "cards")


@bp.get("/fairs/manage")
@allow(*COUNTY_READERS)
def index() -> str:
    """List all fairs with who came."""
    mode = FairMode.get(request.args.get("mode"))
    status = FairStatus.get(request.args.get("status"))
    year = asked_year()
    found = paging.paginate(asked_fairs(current_user), number=paging.asked_page())
    ids = [fair.id for fair in found.rows]
    return render_template(
        "fairs/index.html",
        page=found,
        people=queries.count_sign_ups(ids),
        employers=queries.count_bookings(ids),
        overdue=queries.count_overdue(clock.today()),
        years=queries.years(),
        modes=list(FairMode),
        year=year,
        mode=mode,
        status=status,
        may_plan=current_user.role in OFFICERS,
        is_bare=not request.args,
    )


def asked_fairs(_viewer: Account) -> Select[Fair]:
    """Return the query of the list with the filters of this address."""
    return queries.fairs(
        year=asked_year(),
        mode=FairMode.get(request.args.get("mode")),
        status=FairStatus.get(request.args.get("status")),
    )


def asked_sign_ups(_viewer: Account) -> Select[SignUp]:
    """Return the query of who counts at the fair this address names, for its export."""
    return queries.counted_sign_ups([queries.get_fair(asked_number("fair") or 0).id])


@bp.route("/fairs/new", methods=["GET", "POST"])
@allow(*OFFICERS)
def new() -> ResponseReturnValue:
    """Plan a fair."""
    form = FairForm()

    def save() -> Saved:
        fair = operations.plan_fair(form.facts(), by_id=current_user.id)
        message = "已建好。接着交三份材料、排展位、请单位。"
        return Saved(message, url_for(".manage", fair_id=fair.id))

    return form.save(save) or form_page("fairs/form.html", form, fair=None)


@bp.route("/fairs/<int:fair_id>/edit", methods=["GET", "POST"])
@allow(*OFFICERS)
def edit(fair_id: int) -> ResponseReturnValue:
    """Change a fair that has not begun."""
    form = FairForm(obj=queries.get_fair(fair_id))
    if request.method == "GET":
        form.show(queries.get_fair(fair_id))

    def save() -> Saved:
        fair = queries.get_fair(fair_id)
        form.require_seen(fair)
        operations.edit_fair(fair, form.facts())
        return Saved("招聘会已保存。", url_for(".manage", fair_id=fair_id))

    return form.save(save) or form_page("fairs/form.html", form, fair=queries.get_fair(fair_id))


@bp.post("/fairs/<int:fair_id>/copy")
@allow(*OFFICERS)
def copy(fair_id: int) -> ResponseReturnValue:
    """Plan a fair like an old one."""

    def save() -> Saved:
        fair = operations.copy_fair(queries.get_fair(fair_id), by_id=current_user.id)
        return Saved("已照原样建了一场，请改日期。", url_for(".edit", fair_id=fair.id))

    return ButtonForm().save(save) or again(manage_page(fair_id))


@bp.get("/fairs/<int:fair_id>/manage")
@allow(*COUNTY_READERS)
def manage(fair_id: int) -> str:
    """Show everything about one fair and what may be done."""
    return manage_page(fair_id)


def manage_page(fair_id: int, form: FairEventForm | None = None) -> str:
    """Return the page of a fair, with the refused form of an event if there is one."""
    fair = queries.get_fair(fair_id)
    return render_template(
        "fairs/manage.html",
        fair=fair,
        form=form or FairEventForm(formdata=None, version=fair.version),
        papers=queries.papers_of(fair_id),
        kinds=list(PaperKind),
        booths=queries.booths_of(fair_id),
        taken=queries.taken_booths(fair_id),
        bookings=queries.bookings_of(fair_id),
        vacancies=queries.fair_vacancies(fair_id),
        people=queries.count_sign_ups([fair_id]).get(fair_id, (0, 0)),
        **_open_actions(fair),
    )


def _open_actions(fair: Fair) -> dict[str, Any]:
    """Return what the viewer may do with a fair now, and what it waits for."""
    may_change = current_user.role in OFFICERS
    unreported = queries.without_results(fair.id)
    is_draft, has_ended = fair.status is FairStatus.DRAFT, fair.status is FairStatus.ENDED
    return {
        "may_change": may_change,
        "events": lifecycle.LIFE.events(fair, current_user.role) if may_change else [],
        "needs_reason": lifecycle.NEEDS_REASON,
        "careful": lifecycle.CAREFUL,
        "main": lifecycle.MAIN,
        "is_editable": fair.status in lifecycle.EDITABLE,
        "takes_papers": fair.status not in lifecycle.ENDED,
        "missing": operations.missing_for_publication(fair) if is_draft else [],
        "has_ended": has_ended,
        "unreported": unreported,
        "waiting": unreported if has_ended else [],
    }


@bp.post("/fairs/<int:fair_id>/do/<event>")
@allow(*OFFICERS)
def change(fair_id: int, event: str) -> ResponseReturnValue:
    """Cause one event of the life cycle."""
    form = FairEventForm()

    def save() -> Saved:
        fair = queries.get_fair(fair_id)
        form.require_seen(fair)
        operations.change_fair(fair, event, role=current_user.role, reason=form.reason.data or "")
        message = f"招聘会现在是“{fair.status.label}”。"
        return Saved(message, url_for(".manage", fair_id=fair_id))

    return form.save(save) or again(manage_page(fair_id, form))


@bp.route("/fairs/<int:fair_id>/papers", methods=["GET", "POST"])
@allow(*OFFICERS)
def papers(fair_id: int) -> ResponseReturnValue:
    """Hand in one of the three papers."""
    form = PaperForm()

    def save() -> Saved:
        fair, document = queries.get_fair(fair_id), form.document()
        operations.hand_in_paper(fair, form.kind.member, document, by_id=current_user.id)
        return Saved("材料已收到。", url_for(".manage", fair_id=fair_id))

    return form.save(save) or form_page("fairs/papers.html", form, fair=queries.get_fair(fair_id))


@bp.get("/fairs/<int:fair_id>/papers/<kind>")
@allow(*COUNTY_READERS)
def paper(fair_id: int, kind: str) -> Response:
    """Show one of the papers."""
    return answer_with(queries.paper_of(fair_id, PaperKind.get(kind)).file)


@bp.get("/fairs/<int:fair_id>/print/<what>")
@allow(*COUNTY_READERS)
def sheet(fair_id: int, what: str) -> str:
    """Print the exhibitors, the list for the check-in desk, or a card for each booth."""
    if what not in SHEETS:
        raise NotFoundError
    return render_template(
        f"fairs/print_{what}.html",
        fair=queries.get_fair(fair_id),
        bookings=queries.bookings_of(fair_id, BookingStatus.BOOKED),
        vacancies=queries.fair_vacancies(fair_id),
        people=queries.attending(fair_id) if what == "door" else [],
    )
