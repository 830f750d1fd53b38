"""Pages of an employer before a fair: invitation, booth, vacancies."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock
from core.access import EMPLOYERS, allow
from core.db import found
from core.forms import BaseForm, ButtonForm, Saved, again
from fairs.fairs import lifecycle, operations, queries
from fairs.fairs.forms.booths import BookBoothForm, ChooseVacanciesForm
from fairs.fairs.models import BookingStatus, Fair, FairBooking
from fairs.fairs.views.blueprint import bp
from jobs.employers.queries import employer_of


@bp.get("/employer/fairs")
@allow(*EMPLOYERS)
def employer_fairs() -> str:
    """List the fairs ahead and those the employer was invited to."""
    employer = employer_of(current_user.id)
    bookings = queries.invitations(employer.id)
    known = {booking.fair_id for booking in bookings}
    return render_template(
        "fairs/employer_fairs.html",
        bookings=bookings,
        coming=[fair for fair in queries.all_coming() if fair.id not in known],
        to_report={booking.id for booking in queries.results_to_report(employer.id)},
    )


@bp.get("/employer/fairs/<int:fair_id>")
@allow(*EMPLOYERS)
def employer_fair(fair_id: int) -> str:
    """Show a fair to an employer: floor plan, own booth, own vacancies."""
    return _employer_fair(fair_id)


def _employer_fair(fair_id: int, sent: BaseForm | None = None) -> str:
    """Return the page, with the form that was refused in the place of the fresh one."""
    employer = employer_of(current_user.id)
    fair = queries.fair_for(fair_id, None)
    booking = queries.booking_of(fair_id, employer.id)
    offered = queries.fair_vacancies(fair_id, employer.id)
    booth_form = sent if isinstance(sent, BookBoothForm) else BookBoothForm(formdata=None)
    booth_form.offer(queries.free_booths(fair_id))
    vacancy_form = ChooseVacanciesForm(formdata=None, vacancy=[row.vacancy_id for row in offered])
    if isinstance(sent, ChooseVacanciesForm):
        vacancy_form = sent
    vacancies = queries.vacancies_to_choose(employer.id, clock.today())
    vacancy_form.offer(vacancies)
    return render_template(
        "fairs/employer_fair.html",
        form=sent or booth_form,
        fair=fair,
        booth_form=booth_form,
        vacancy_form=vacancy_form,
        booking=booking,
        booths=queries.booths_of(fair_id),
        taken=queries.taken_booths(fair_id),
        offered=offered,
        vacancies=vacancies,
        is_verified=employer.is_verified(clock.today()),
        **_open_actions(fair, booking),
    )


def _open_actions(fair: Fair, booking: FairBooking | None) -> dict[str, bool]:
    """Return what the employer may do at a fair now."""
    status = booking.status if booking else None
    is_editable = fair.status in lifecycle.EDITABLE
    return {
        "is_invited": status is BookingStatus.INVITED,
        "may_book": is_editable,
        "may_decline": is_editable and status in (BookingStatus.INVITED, BookingStatus.BOOKED),
        "may_meet": fair.status in lifecycle.HAS_DOORS,
    }


@bp.post("/employer/fairs/<int:fair_id>/book")
@allow(*EMPLOYERS)
def book(fair_id: int) -> ResponseReturnValue:
    """Book a booth or move to it."""
    form = BookBoothForm()

    def save() -> Saved:
        fair = queries.fair_for(fair_id, None)
        employer = employer_of(current_user.id)
        operations.book_booth(fair, employer, form.booth.data)
        number = queries.booth_of(fair_id, form.booth.data).number
        message = f"已订 {number} 展位。接着选带去的岗位。"
        return Saved(message, url_for(".employer_fair", fair_id=fair_id))

    return form.save(save) or again(_employer_fair(fair_id, form))


@bp.post("/employer/fairs/<int:fair_id>/stay-away")
@allow(*EMPLOYERS)
def decline_invitation(fair_id: int) -> ResponseReturnValue:
    """Decline the invitation, or cancel the booking."""

    def save() -> Saved:
        fair = queries.fair_for(fair_id, None)
        booking = found(queries.booking_of(fair_id, employer_of(current_user.id).id))
        operations.decline_invitation(fair, booking)
        return Saved("已告诉事务局您不参加。", url_for(".employer_fairs"))

    return ButtonForm().save(save) or again(_employer_fair(fair_id))


@bp.post("/employer/fairs/<int:fair_id>/vacancies")
@allow(*EMPLOYERS)
def choose_vacancies(fair_id: int) -> ResponseReturnValue:
    """Set which vacancies the employer brings to the fair."""
    form = ChooseVacanciesForm()

    def save() -> Saved:
        fair = queries.fair_for(fair_id, None)
        employer = employer_of(current_user.id)
        number = operations.choose_vacancies(fair, employer, form.vacancy.data)
        return Saved(f"带 {number} 个岗位去。", url_for(".employer_fair", fair_id=fair_id))

    return form.save(save) or again(_employer_fair(fair_id, form))
