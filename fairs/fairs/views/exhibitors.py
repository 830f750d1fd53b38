"""Pages of the bureau about the hall: booths, invitations, cancelled bookings."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock, paging
from core.access import OFFICERS, allow
from core.db import found
from core.forms import ButtonForm, Saved, again, form_page
from core.list_filters import searched_words
from fairs.fairs import operations, queries
from fairs.fairs.forms.organising import InviteForm, LayoutForm
from fairs.fairs.views.blueprint import bp
from fairs.fairs.views.organising import manage_page
from jobs.employers.queries import get_employer

EMPLOYERS_PER_PAGE = 40
BY_STAFF = "工作人员代为退订"


@bp.route("/fairs/<int:fair_id>/booths", methods=["GET", "POST"])
@allow(*OFFICERS)
def booths(fair_id: int) -> ResponseReturnValue:
    """Create booths in rows."""
    form = LayoutForm()

    def save() -> Saved:
        made = operations.create_booths(queries.get_fair(fair_id), form.facts())
        return Saved(f"排好了，新增 {made} 个展位。", url_for(".manage", fair_id=fair_id))

    return form.save(save) or form_page("fairs/booths.html", form, **_hall(fair_id))


def _hall(fair_id: int) -> dict[str, Any]:
    """Return what the page of booths shows beside the form."""
    return {
        "fair": queries.get_fair(fair_id),
        "booths": queries.booths_of(fair_id),
        "taken": queries.taken_booths(fair_id),
    }


@bp.post("/fairs/<int:fair_id>/booths/<int:booth_id>/remove")
@allow(*OFFICERS)
def remove_booth(fair_id: int, booth_id: int) -> ResponseReturnValue:
    """Remove one booth."""

    def save() -> Saved:
        fair = queries.get_fair(fair_id)
        operations.remove_booth(fair, queries.booth_of(fair_id, booth_id))
        return Saved("展位已去掉。", url_for(".booths", fair_id=fair_id))

    form = LayoutForm(formdata=None)
    return ButtonForm().save(save) or again(
        render_template("fairs/booths.html", form=form, **_hall(fair_id))
    )


@bp.route("/fairs/<int:fair_id>/invite", methods=["GET", "POST"])
@allow(*OFFICERS)
def invite(fair_id: int) -> ResponseReturnValue:
    """Invite employers."""
    form = InviteForm()

    def save() -> Saved:
        employers = [get_employer(one) for one in form.employer.data]
        fair = queries.get_fair(fair_id)
        number = operations.invite(fair, employers, by_id=current_user.id)
        return Saved(f"已邀请 {number} 家单位。", url_for(".manage", fair_id=fair_id))

    return form.save(save) or _invite(fair_id, form)


def _invite(fair_id: int, form: InviteForm) -> ResponseReturnValue:
    words = searched_words()
    query = queries.employers_to_invite(fair_id, words, clock.today())
    page = paging.paginate(query, number=paging.asked_page(), per_page=EMPLOYERS_PER_PAGE)
    form.offer(page.rows)
    fair = queries.get_fair(fair_id)
    return form_page("fairs/invite.html", form, fair=fair, page=page, words=words)


@bp.post("/fairs/<int:fair_id>/bookings/<int:employer_id>/cancel")
@allow(*OFFICERS)
def cancel_booking(fair_id: int, employer_id: int) -> ResponseReturnValue:
    """Cancel an employer's booking at its request."""

    def save() -> Saved:
        booking = found(queries.booking_of(fair_id, employer_id))
        operations.decline_invitation(queries.get_fair(fair_id), booking, reason=BY_STAFF)
        return Saved("已退订。", url_for(".manage", fair_id=fair_id))

    return ButtonForm().save(save) or again(manage_page(fair_id))
