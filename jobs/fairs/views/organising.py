"""The bureau plans fairs: list, write, papers, booths, employers, publish."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.wrappers import Response

from core import clock, paging
from core.access import COUNTY_READERS, Role, allow
from core.db import transaction
from core.errors import DomainError, NotFoundError
from core.files.storage import accept_document, answer_with
from jobs.employers.queries import get_employer
from jobs.fairs import lifecycle, operations, queries
from jobs.fairs.forms import FairEventForm, FairForm, LayoutForm, PaperForm, chosen_ids
from jobs.fairs.models import BookingStatus, Fair, FairMode, FairStatus, PaperKind
from jobs.fairs.views.blueprint import bp, page
from jobs.refusal import show_refusal


@bp.get("/fairs/manage")
@allow(*COUNTY_READERS)
def index() -> str:
    """List all fairs with who came."""
    mode = next((one for one in FairMode if one.value == request.args.get("mode")), None)
    status = next((one for one in FairStatus if one.value == request.args.get("status")), None)
    year = request.args.get("year", type=int)
    query = queries.fairs(year=year, mode=mode, status=status)
    found = paging.paginate(query, number=paging.asked_page())
    ids = [fair.id for fair in found.rows]
    return render_template(
        "fairs/index.html",
        page=found,
        people=queries.count_sign_ups(ids),
        employers=queries.count_bookings(ids),
        years=queries.years(),
        modes=list(FairMode),
        year=year,
        mode=mode,
        status=status,
    )


@bp.route("/fairs/new", methods=["GET", "POST"])
@allow(Role.OFFICER)
def new() -> ResponseReturnValue:
    """Plan a fair."""
    form = FairForm()
    if form.validate_on_submit():
        try:
            with transaction():
                fair_id = operations.plan_fair(form.facts(), by_id=current_user.id).id
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash("已建好。接着交三份材料、排展位、请单位。", "success")
            return redirect(url_for(".manage", fair_id=fair_id))
    return page("form", form=form, fair=None)


@bp.route("/fairs/<int:fair_id>/edit", methods=["GET", "POST"])
@allow(Role.OFFICER)
def edit(fair_id: int) -> ResponseReturnValue:
    """Change a fair that has not begun."""
    fair = queries.get_fair(fair_id)
    form = FairForm(obj=fair)
    if request.method == "GET":
        form.show(fair)
    if form.validate_on_submit():
        try:
            with transaction():
                fair = queries.get_fair(fair_id)
                form.require_seen(fair)
                operations.edit_fair(fair, form.facts())
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash("招聘会已保存。", "success")
            return redirect(url_for(".manage", fair_id=fair_id))
    return page("form", form=form, fair=fair)


@bp.post("/fairs/<int:fair_id>/copy")
@allow(Role.OFFICER)
def copy(fair_id: int) -> ResponseReturnValue:
    """Plan a fair like an old one."""
    with transaction():
        fair = operations.copy_fair(queries.get_fair(fair_id), by_id=current_user.id)
        copied_id = fair.id
    flash("已照原样建了一场，请改日期。", "success")
    return redirect(url_for(".edit", fair_id=copied_id))


@bp.get("/fairs/<int:fair_id>/manage")
@allow(*COUNTY_READERS)
def manage(fair_id: int) -> str:
    """Show everything about one fair and what may be done."""
    return _manage(queries.get_fair(fair_id))


def _manage(fair: Fair, form: FairEventForm | None = None) -> str:
    may_change = current_user.role is Role.OFFICER
    return render_template(
        "fairs/manage.html",
        fair=fair,
        form=form or FairEventForm(formdata=None),
        papers=queries.papers_of(fair.id),
        kinds=list(PaperKind),
        paper_form=PaperForm(formdata=None),
        layout_form=LayoutForm(formdata=None),
        booths=queries.booths_of(fair.id),
        taken=queries.taken_booths(fair.id),
        bookings=queries.bookings_of(fair.id),
        vacancies=queries.fair_vacancies(fair.id),
        people=queries.count_sign_ups([fair.id]).get(fair.id, (0, 0)),
        events=lifecycle.LIFE.events(fair, current_user.role) if may_change else [],
        missing=operations.missing_for_publication(fair) if fair.status.value == "DRAFT" else [],
        needs_reason=lifecycle.NEEDS_REASON,
        careful=lifecycle.CAREFUL,
        may_change=may_change,
        is_editable=fair.status in lifecycle.EDITABLE,
        waiting=queries.without_results(fair.id) if fair.status is FairStatus.ENDED else [],
        booked_status=BookingStatus.BOOKED,
    )


@bp.post("/fairs/<int:fair_id>/do/<event>")
@allow(Role.OFFICER)
def change(fair_id: int, event: str) -> ResponseReturnValue:
    """Do one event of the lifecycle."""
    form = FairEventForm()
    if form.validate_on_submit():
        try:
            with transaction():
                fair = queries.get_fair(fair_id)
                form.require_seen(fair)
                operations.change_fair(
                    fair, event, role=current_user.role, reason=form.reason.data or ""
                )
                word = fair.status.label
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash(f"招聘会现在是“{word}”。", "success")
            return redirect(url_for(".manage", fair_id=fair_id))
    return _manage(queries.get_fair(fair_id), form), 422


@bp.route("/fairs/<int:fair_id>/papers", methods=["GET", "POST"])
@allow(Role.OFFICER)
def papers(fair_id: int) -> ResponseReturnValue:
    """Hand in one of the three papers."""
    form = PaperForm()
    if form.validate_on_submit():
        try:
            file = form.file.data
            document = accept_document(file.stream, file.filename or "")
            with transaction():
                fair = queries.get_fair(fair_id)
                operations.hand_in_paper(fair, form.kind.member, document, by_id=current_user.id)
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash("材料已收到。", "success")
            return redirect(url_for(".manage", fair_id=fair_id))
    return page("papers", form=form, fair=queries.get_fair(fair_id))


@bp.get("/fairs/<int:fair_id>/papers/<kind>")
@allow(*COUNTY_READERS)
def paper(fair_id: int, kind: str) -> Response:
    """Show one of the papers."""
    found = {one.value: paper for one, paper in queries.papers_of(fair_id).items()}.get(kind)
    if found is None:
        raise NotFoundError
    return answer_with(found.file)


@bp.route("/fairs/<int:fair_id>/booths", methods=["GET", "POST"])
@allow(Role.OFFICER)
def booths(fair_id: int) -> ResponseReturnValue:
    """Lay out booths."""
    form = LayoutForm()
    if form.validate_on_submit():
        try:
            with transaction():
                made = operations.create_booths(
                    queries.get_fair(fair_id),
                    rows=form.rows.data,
                    columns=form.columns.data,
                    seats=form.seats.data,
                )
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash(f"排好了，新增 {made} 个展位。", "success")
            return redirect(url_for(".manage", fair_id=fair_id))
    fair = queries.get_fair(fair_id)
    rows, taken = queries.booths_of(fair_id), queries.taken_booths(fair_id)
    return page("booths", form=form, fair=fair, booths=rows, taken=taken)


@bp.post("/fairs/<int:fair_id>/booths/<int:booth_id>/remove")
@allow(Role.OFFICER)
def remove_booth(fair_id: int, booth_id: int) -> ResponseReturnValue:
    """Take one booth away."""
    with transaction():
        fair = queries.get_fair(fair_id)
        operations.remove_booth(fair, queries.booth_of(fair_id, booth_id))
    flash("展位已去掉。", "success")
    return redirect(url_for(".booths", fair_id=fair_id))


@bp.route("/fairs/<int:fair_id>/invite", methods=["GET", "POST"])
@allow(Role.OFFICER)
def invite(fair_id: int) -> ResponseReturnValue:
    """Ask employers to come."""
    if request.method == "POST":
        with transaction():
            asked = operations.invite(
                queries.get_fair(fair_id),
                [get_employer(one) for one in chosen_ids(request.form.getlist("employer"))],
                by_id=current_user.id,
            )
        flash(f"已邀请 {asked} 家单位。", "success")
        return redirect(url_for(".manage", fair_id=fair_id))
    words = request.args.get("q", "").strip()[:60]
    query = queries.employers_to_invite(fair_id, words, clock.today())
    found = paging.paginate(query, number=paging.asked_page(), per_page=40)
    return render_template(
        "fairs/invite.html", fair=queries.get_fair(fair_id), page=found, words=words
    )


@bp.post("/fairs/<int:fair_id>/bookings/<int:employer_id>/cancel")
@allow(Role.OFFICER)
def cancel_booking(fair_id: int, employer_id: int) -> ResponseReturnValue:
    """Give an employer's booth back at its word."""
    with transaction():
        booking = queries.booking_of(fair_id, employer_id)
        if booking is None:
            raise NotFoundError
        operations.decline_invitation(queries.get_fair(fair_id), booking, reason="工作人员代为退订")
    flash("已退订。", "success")
    return redirect(url_for(".manage", fair_id=fair_id))


@bp.get("/fairs/<int:fair_id>/print/<what>")
@allow(*COUNTY_READERS)
def sheet(fair_id: int, what: str) -> str:
    """Print: who exhibits, the list for the door, a card for each booth."""
    if what not in ("exhibitors", "door", "cards"):
        raise NotFoundError
    return render_template(
        f"fairs/print_{what}.html",
        fair=queries.get_fair(fair_id),
        bookings=queries.bookings_of(fair_id, BookingStatus.BOOKED),
        vacancies=queries.fair_vacancies(fair_id),
        people=queries.sign_ups(fair_id) if what == "door" else [],
    )
