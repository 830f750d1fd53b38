"""Pages of an employer at its booth: meetings recorded, results reported."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock
from core.access import EMPLOYERS, allow
from core.forms import ButtonForm, Saved, again, form_page
from fairs.fairs import lifecycle, operations, queries
from fairs.fairs.forms.booths import MeetingForm
from fairs.fairs.models import FairBooking, Outcome, SignUp
from fairs.fairs.views.blueprint import bp
from jobs.applications.resume import resume_of
from jobs.employers.queries import employer_of


@bp.route("/fairs/<int:fair_id>/booth", methods=["GET", "POST"])
@allow(*EMPLOYERS)
def booth_desk(fair_id: int) -> ResponseReturnValue:
    """Record a meeting: scan or type the code, press the outcome."""
    form = _meeting_form(fair_id)

    def save() -> Saved:
        operations.record_meeting_by_code(
            _own_booking(fair_id), form.code.data, form.facts(), by_id=current_user.id
        )
        return Saved("记下了。", url_for(".booth_desk", fair_id=fair_id))

    return form.save(save) or form_page("fairs/booth_desk.html", form, **_shown(fair_id))


def _own_booking(fair_id: int) -> FairBooking:
    return queries.booked(fair_id, employer_of(current_user.id).id)


def _meeting_form(fair_id: int) -> MeetingForm:
    """Return the form that was sent, else one with the code out of the address."""
    booking = _own_booking(fair_id)
    form = MeetingForm(request.args) if request.method == "GET" else MeetingForm()
    offered = queries.fair_vacancies(fair_id, booking.employer_id)
    form.offer([row.vacancy for row in offered])
    return form


def _booth_desk(fair_id: int) -> str:
    return render_template("fairs/booth_desk.html", form=_meeting_form(fair_id), **_shown(fair_id))


def _shown(fair_id: int) -> dict[str, Any]:
    """Return what the page shows beside the form."""
    booking = _own_booking(fair_id)
    meetings = queries.meetings_of(booking.id)
    return {
        "booking": booking,
        "fair": booking.fair,
        "meetings": meetings,
        "facts": {one.id: _facts(one.sign_up) for one in meetings},
        "may_meet": booking.fair.status in lifecycle.HAS_DOORS,
        "outcomes": Outcome,
    }


def _facts(sign_up: SignUp) -> str:
    """Return who was met in facts of the trade, without the name, which the veteran may give."""
    if sign_up.veteran is None:
        return "合办局的报名人员"
    lines = resume_of(sign_up.veteran, clock.today()).facts
    return "；".join(lines[:2]) or "资料没填"


@bp.post("/fairs/<int:fair_id>/booth/<int:sign_up_id>/remove")
@allow(*EMPLOYERS)
def remove_meeting(fair_id: int, sign_up_id: int) -> ResponseReturnValue:
    """Delete a wrong record of a meeting."""

    def save() -> Saved:
        booking = _own_booking(fair_id)
        operations.remove_meeting(queries.get_meeting(booking.id, sign_up_id))
        return Saved("已删去这一条。", url_for(".booth_desk", fair_id=fair_id))

    return ButtonForm().save(save) or again(_booth_desk(fair_id))


@bp.post("/fairs/<int:fair_id>/booth/results")
@allow(*EMPLOYERS)
def report_results(fair_id: int) -> ResponseReturnValue:
    """Report that these were all results."""

    def save() -> Saved:
        operations.report_results(_own_booking(fair_id))
        return Saved("结果已报，谢谢。", url_for(".booth_desk", fair_id=fair_id))

    return ButtonForm().save(save) or again(_booth_desk(fair_id))
