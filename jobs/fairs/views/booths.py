"""An employer at a fair: invitation, booth, posts; on the day, whom it met."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock
from core.access import Role, allow
from core.db import transaction
from core.errors import DomainError, NotFoundError
from jobs.applications.resume import resume_of
from jobs.employers.queries import employer_of
from jobs.fairs import lifecycle, operations, queries
from jobs.fairs.forms import MeetingForm, chosen_ids
from jobs.fairs.models import FairBooking, SignUp
from jobs.fairs.views.blueprint import bp, page
from jobs.refusal import show_refusal
from jobs.vacancies.models import Vacancy


@bp.get("/employer/fairs")
@allow(Role.EMPLOYER)
def employer_fairs() -> str:
    """List the fairs ahead and those one was at."""
    employer = employer_of(current_user.id)
    bookings = queries.invitations(employer.id)
    known = {booking.fair_id for booking in bookings}
    return render_template(
        "fairs/employer_fairs.html",
        bookings=bookings,
        coming=[fair for fair in queries.all_coming() if fair.id not in known],
    )


@bp.get("/employer/fairs/<int:fair_id>")
@allow(Role.EMPLOYER)
def employer_fair(fair_id: int) -> str:
    """Show a fair to an employer: the hall, its booth, its posts."""
    employer = employer_of(current_user.id)
    fair = queries.fair_for(fair_id, None)
    booking = queries.booking_of(fair_id, employer.id)
    booths, taken = queries.booths_of(fair_id), queries.taken_booths(fair_id)
    own = booking.booth_id if booking else None
    return render_template(
        "fairs/employer_fair.html",
        fair=fair,
        employer=employer,
        booking=booking,
        booths=booths,
        free=[booth for booth in booths if booth.id not in taken],
        taken=taken,
        mine=[own] if own else [],
        chosen={vacancy.vacancy_id for vacancy in queries.fair_vacancies(fair_id, employer.id)},
        vacancies=queries.vacancies_to_choose(employer.id, clock.today()),
        is_verified=employer.is_verified(clock.today()),
        may_book=fair.status in lifecycle.EDITABLE,
        may_meet=fair.status in lifecycle.HAS_DOORS,
    )


@bp.post("/employer/fairs/<int:fair_id>/book")
@allow(Role.EMPLOYER)
def book(fair_id: int) -> ResponseReturnValue:
    """Book a booth or move to it."""
    booth_id = request.form.get("booth", 0, type=int) or 0
    with transaction():
        fair = queries.fair_for(fair_id, None)
        booking = operations.book_booth(fair, employer_of(current_user.id), booth_id)
        number = queries.booth_of(fair_id, booking.booth_id or 0).number
    flash(f"已订 {number} 展位。接着选带去的岗位。", "success")
    return redirect(url_for(".employer_fair", fair_id=fair_id))


@bp.post("/employer/fairs/<int:fair_id>/stay-away")
@allow(Role.EMPLOYER)
def decline_invitation(fair_id: int) -> ResponseReturnValue:
    """Decline, or give the booth back."""
    with transaction():
        fair = queries.fair_for(fair_id, None)
        booking = queries.booking_of(fair_id, employer_of(current_user.id).id)
        if booking is None:
            raise NotFoundError
        operations.decline_invitation(fair, booking)
    flash("已告诉事务局您不参加。", "success")
    return redirect(url_for(".employer_fairs"))


@bp.post("/employer/fairs/<int:fair_id>/vacancies")
@allow(Role.EMPLOYER)
def choose_vacancies(fair_id: int) -> ResponseReturnValue:
    """Say which posts go to the fair."""
    with transaction():
        fair = queries.fair_for(fair_id, None)
        ids = chosen_ids(request.form.getlist("vacancy"))
        number = operations.choose_vacancies(fair, employer_of(current_user.id), ids)
    flash(f"带 {number} 个岗位去。", "success")
    return redirect(url_for(".employer_fair", fair_id=fair_id))


@bp.route("/fairs/<int:fair_id>/booth", methods=["GET", "POST"])
@allow(Role.EMPLOYER)
def booth_desk(fair_id: int) -> ResponseReturnValue:
    """Note whom one met: scan or type the number, tap what came of it."""
    booking = queries.booked(fair_id, employer_of(current_user.id).id)
    vacancies = [
        vacancy.vacancy for vacancy in queries.fair_vacancies(fair_id, booking.employer_id)
    ]
    form = MeetingForm(request.args) if request.method == "GET" else MeetingForm()
    form.offer([(str(vacancy.id), vacancy.title) for vacancy in vacancies])
    if form.validate_on_submit():
        try:
            with transaction():
                _record(fair_id, form)
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash("记下了。", "success")
            return redirect(url_for(".booth_desk", fair_id=fair_id))
    meetings = queries.meetings_of(booking.id)
    return page(
        "booth_desk",
        form=form,
        booking=booking,
        fair=booking.fair,
        meetings=meetings,
        facts={one.id: _facts(one.sign_up) for one in meetings},
        may_meet=booking.fair.status in lifecycle.HAS_DOORS,
    )


def _record(fair_id: int, form: MeetingForm) -> None:
    booking = queries.booked(fair_id, employer_of(current_user.id).id)
    sign_up = queries.sign_up_by_code(fair_id, form.code.data or "")
    if sign_up is None:
        raise DomainError("没有这个编号，请看本人手机或行程单上的编号。", field="code")
    operations.record_meeting(
        booking,
        sign_up,
        form.outcome.member,
        by_id=current_user.id,
        vacancy=_vacancy(booking, form.vacancy.data),
        reason=form.reason.member,
        is_signed=form.is_signed.data,
    )


def _vacancy(booking: FairBooking, chosen: str | None) -> Vacancy | None:
    own = queries.fair_vacancies(booking.fair_id, booking.employer_id)
    return next((vacancy.vacancy for vacancy in own if str(vacancy.vacancy_id) == chosen), None)


def _facts(sign_up: SignUp) -> str:
    """Return who was met in facts of the trade; the name is the veteran's to give."""
    if sign_up.veteran is None:
        return "合办局的报名人员"
    lines = resume_of(sign_up.veteran, clock.today()).facts
    return "；".join(lines[:2]) or "资料没填"


@bp.post("/fairs/<int:fair_id>/booth/<int:sign_up_id>/remove")
@allow(Role.EMPLOYER)
def remove_meeting(fair_id: int, sign_up_id: int) -> ResponseReturnValue:
    """Take a wrong note back."""
    with transaction():
        booking = queries.booked(fair_id, employer_of(current_user.id).id)
        meeting = queries.meeting_of(booking.id, sign_up_id)
        if meeting is None:
            raise NotFoundError
        operations.remove_meeting(meeting)
    flash("已删去这一条。", "success")
    return redirect(url_for(".booth_desk", fair_id=fair_id))


@bp.post("/fairs/<int:fair_id>/booth/results")
@allow(Role.EMPLOYER)
def report_results(fair_id: int) -> ResponseReturnValue:
    """Say that these were all results."""
    with transaction():
        operations.report_results(queries.booked(fair_id, employer_of(current_user.id).id))
    flash("结果已报，谢谢。", "success")
    return redirect(url_for(".booth_desk", fair_id=fair_id))
