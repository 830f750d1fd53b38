"""A fair's plan: made, replanned, pinned by hand, printed; and everybody's own part of it."""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock
from core.access import COUNTY_READERS, Role, allow
from core.db import transaction
from core.errors import NotFoundError
from jobs.applications.resume import resume_of
from jobs.employers.queries import employer_of
from jobs.fairs import queries as fairs
from jobs.fairs.display import hours, qr_image, where
from jobs.fairs.models import BookingStatus, Fair, FairVacancy, PlanStop
from matching import fair_plan
from matching.candidate_pool import demand_for
from matching.views.blueprint import bp
from people.veterans.queries import has_profile, own_profile


def clock_of(fair: Fair, slot: int) -> str:
    """Return when a slot begins, on the office's clock."""
    return f"{clock.local(fair.starts_at + timedelta(minutes=slot * fair.slot_minutes)):%H:%M}"


@bp.get("/fairs/<int:fair_id>/plan")
@allow(*COUNTY_READERS)
def plan(fair_id: int) -> str:
    """Show the plan by booth and time."""
    fair = fairs.get_fair(fair_id)
    stops = fair_plan.stops_of(fair_id)
    people = fairs.sign_ups(fair_id)
    served = {stop.sign_up_id for stop in stops}
    return render_template(
        "matching/plan.html",
        fair=fair,
        stops=stops,
        bookings=fairs.bookings_of(fair_id, BookingStatus.BOOKED),
        people=people,
        without=[row for row in people if row.id not in served],
        slots=[(slot, clock_of(fair, slot)) for slot in range(fair_plan.slots_of(fair))],
        clock_of=clock_of,
        name_of=fairs.name_of,
        hours=hours(fair),
        may_change=current_user.role is Role.OFFICER,
    )


@bp.post("/fairs/<int:fair_id>/plan")
@allow(Role.OFFICER)
def make_plan(fair_id: int) -> ResponseReturnValue:
    """Plan, or plan what is left."""
    with transaction():
        done = fair_plan.make_plan(fairs.get_fair(fair_id))
    flash(f"排好了：{done.people} 人、{done.stops} 次见面，{done.without} 人没排上。", "success")
    return redirect(url_for(".plan", fair_id=fair_id))


@bp.post("/fairs/<int:fair_id>/plan/pin")
@allow(Role.OFFICER)
def pin(fair_id: int) -> ResponseReturnValue:
    """Set a stop by hand."""
    values = {name: request.form.get(name, -1, type=int) for name in ("person", "booth", "slot")}
    with transaction():
        fair = fairs.get_fair(fair_id)
        sign_up = fairs.sign_up_for(fair_id, values["person"] or 0)
        booked = fairs.bookings_of(fair_id, BookingStatus.BOOKED)
        booking = next((one for one in booked if one.id == values["booth"]), None)
        if booking is None:
            raise NotFoundError
        slot = values["slot"]
        fair_plan.pin(fair, sign_up, booking, -1 if slot is None else slot, by_id=current_user.id)
    flash("已手工排好。再点“重新排”，别的会让开它。", "success")
    return redirect(url_for(".plan", fair_id=fair_id))


@bp.post("/fairs/<int:fair_id>/plan/<int:stop_id>/unpin")
@allow(Role.OFFICER)
def unpin(fair_id: int, stop_id: int) -> ResponseReturnValue:
    """Let a stop be planned again."""
    with transaction():
        fair_plan.unpin(fair_plan.stop_of(fair_id, stop_id))
    flash("不再固定。", "success")
    return redirect(url_for(".plan", fair_id=fair_id))


@bp.get("/fairs/<int:fair_id>/plan/print")
@allow(*COUNTY_READERS)
def print_plan(fair_id: int) -> str:
    """Print everybody's itinerary, one A4 each, with the code for the door."""
    fair = fairs.get_fair(fair_id)
    by_person: dict[int, list[PlanStop]] = {}
    for stop in fair_plan.stops_of(fair_id):
        by_person.setdefault(stop.sign_up_id, []).append(stop)
    sheets = [_sheet(fair, row, by_person.get(row.id, [])) for row in fairs.sign_ups(fair_id)]
    return render_template("matching/print_plan.html", fair=fair, sheets=sheets, is_own=False)


def _sheet(fair: Fair, row: Any, stops: list[PlanStop]) -> dict[str, Any]:
    return {
        "name": fairs.name_of(row),
        "code": row.code,
        "image": qr_image(row.code),
        "when": hours(fair),
        "where": where(fair),
        "stops": [
            {
                "time": clock_of(fair, stop.slot),
                "booth": stop.booking.booth.number if stop.booking.booth else "",
                "employer": stop.booking.employer.name,
                "why": stop.why,
            }
            for stop in stops
        ],
    }


@bp.get("/fairs/<int:fair_id>/relax/print")
@allow(*COUNTY_READERS)
def print_relax(fair_id: int) -> str:
    """Print for every employer of a fair what relaxing one condition would bring (放宽一条)."""
    fair = fairs.get_fair(fair_id)
    return _relax_sheets(fair, fairs.fair_vacancies(fair_id), is_own=False)


@bp.get("/fairs/<int:fair_id>/booth/relax/print")
@allow(Role.EMPLOYER)
def print_own_relax(fair_id: int) -> str:
    """Print an employer's own sheet."""
    employer_id = employer_of(current_user.id).id
    fair = fairs.booked(fair_id, employer_id).fair
    return _relax_sheets(fair, fairs.fair_vacancies(fair_id, employer_id), is_own=True)


def _relax_sheets(fair: Fair, vacancies: list[FairVacancy], *, is_own: bool) -> str:
    """Put each employer's posts on a sheet of their own, by the number of the booth."""
    demand = demand_for(vacancy.vacancy_id for vacancy in vacancies)
    booths = {
        one.employer_id: one.booth.number if one.booth else ""
        for one in fairs.bookings_of(fair.id, BookingStatus.BOOKED)
    }
    by_employer: dict[int, list[FairVacancy]] = {}
    for vacancy in vacancies:
        by_employer.setdefault(vacancy.vacancy.employer_id, []).append(vacancy)
    sheets = [
        {
            "employer": rows[0].vacancy.employer.name,
            "booth": booths.get(employer_id, ""),
            "vacancies": [(row.vacancy, demand.get(row.vacancy_id)) for row in rows],
        }
        for employer_id, rows in by_employer.items()
    ]
    sheets.sort(key=lambda sheet: (not sheet["booth"], str(sheet["booth"])))
    return render_template(
        "matching/print_relax.html", fair=fair, sheets=sheets, is_own=is_own, today=clock.today()
    )


@bp.get("/fairs/<int:fair_id>/itinerary")
@allow(Role.VETERAN)
def itinerary(fair_id: int) -> str:
    """Show one's own itinerary."""
    fair, row = _own_place(fair_id)
    stops = [stop for stop in fair_plan.stops_of(fair_id) if stop.sign_up_id == row.id]
    return render_template(
        "matching/itinerary.html", fair=fair, sheet=_sheet(fair, row, stops), row=row
    )


@bp.get("/fairs/<int:fair_id>/itinerary/print")
@allow(Role.VETERAN)
def print_itinerary(fair_id: int) -> str:
    """Print one's own itinerary."""
    fair, row = _own_place(fair_id)
    stops = [stop for stop in fair_plan.stops_of(fair_id) if stop.sign_up_id == row.id]
    sheets = [_sheet(fair, row, stops)]
    return render_template("matching/print_plan.html", fair=fair, sheets=sheets, is_own=True)


def _own_place(fair_id: int) -> tuple[Fair, Any]:
    fair = fairs.fair_for(fair_id, None)
    row = None
    if has_profile(current_user):
        row = fairs.sign_up_of(fair_id, own_profile(current_user).id)
    if row is None or row.status.value != "SIGNED":
        raise NotFoundError
    return fair, row


@bp.get("/fairs/<int:fair_id>/booth-schedule")
@allow(Role.EMPLOYER)
def booth_schedule(fair_id: int) -> str:
    """Show an employer who comes to its booth when, without names."""
    booking = fairs.booked(fair_id, employer_of(current_user.id).id)
    today = clock.today()
    rows = [
        {
            "time": clock_of(booking.fair, stop.slot),
            "code": stop.sign_up.code,
            "facts": "；".join(resume_of(stop.sign_up.veteran, today).facts[:2])
            if stop.sign_up.veteran
            else "合办局的报名人员",
            "is_in": stop.sign_up.checked_in_at is not None,
        }
        for stop in fair_plan.stops_of(fair_id)
        if stop.booking_id == booking.id
    ]
    return render_template(
        "matching/booth_schedule.html", booking=booking, fair=booking.fair, rows=rows
    )
