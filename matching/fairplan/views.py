"""A fair's plan: planned, pinned by hand, printed; and each person's or employer's part of it."""

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock
from core.access import COUNTY_READERS, EMPLOYERS, OFFICERS, VETERANS, Role, allow
from core.addresses import has_public_address
from core.db import found
from core.errors import NotFoundError
from core.forms import ButtonForm, Saved, again
from core.parameters.registry import amount_of
from fairs.fairs import queries as fairs
from fairs.fairs.display import hours, shown_name, where
from fairs.fairs.models import (
    BookingStatus,
    Fair,
    SignUp,
    SignUpStatus,
)
from fairs.fairs.views.codes import code_image
from jobs.applications.resume import resume_of
from jobs.employers.queries import employer_of
from matching.fairplan import operations, queries
from matching.fairplan.forms import PinForm
from matching.fairplan.models import PlanStop
from matching.fairplan.parameters import GRACE_MINUTES
from matching.fairplan.slots import clock_of, slots_of
from people.veterans.queries import has_profile, own_profile

bp = Blueprint("fairplan", __name__)


@bp.get("/fairs/<int:fair_id>/plan")
@allow(*COUNTY_READERS)
def index(fair_id: int) -> str:
    """Show the plan by booth and time."""
    return _plan_page(fair_id, PinForm())


def _plan_page(fair_id: int, form: PinForm) -> str:
    fair = fairs.get_fair(fair_id)
    stops, people = queries.stops_of(fair_id), fairs.sign_ups(fair_id)
    served = {stop.sign_up_id for stop in stops}
    _offer(form, fair)
    return render_template(
        "fairplan/index.html",
        form=form,
        fair=fair,
        stops=stops,
        without=[row for row in people if row.id not in served],
        clock_of=clock_of,
        name_of=shown_name,
        hours=hours(fair),
        grace=amount_of(GRACE_MINUTES, clock.today()),
        may_change=current_user.role is Role.OFFICER,
        may_pin=bool(form.person.choices and form.booth.choices),
    )


def _offer(form: PinForm, fair: Fair) -> None:
    bookings = fairs.bookings_of(fair.id, BookingStatus.BOOKED)
    form.offer(
        people=[(str(row.id), shown_name(row)) for row in fairs.sign_ups(fair.id)],
        booths=[
            (str(one.id), f"{one.booth_number} {one.employer.name}".strip()) for one in bookings
        ],
        slots=[(str(slot), clock_of(fair, slot)) for slot in range(slots_of(fair))],
    )


@bp.post("/fairs/<int:fair_id>/plan")
@allow(*OFFICERS)
def make_plan(fair_id: int) -> ResponseReturnValue:
    """Plan a fair, or what is left of it."""

    def save() -> Saved:
        done = operations.make_plan(fairs.get_fair(fair_id))
        message = f"排好了：{done.people} 人、{done.stops} 次见面，{done.without} 人没排上。"
        return Saved(message, url_for(".index", fair_id=fair_id))

    return ButtonForm().save(save) or again(index(fair_id))


@bp.post("/fairs/<int:fair_id>/plan/pin")
@allow(*OFFICERS)
def pin(fair_id: int) -> ResponseReturnValue:
    """Set a meeting by hand."""
    form = PinForm()
    _offer(form, fairs.get_fair(fair_id))

    def save() -> Saved:
        operations.pin(fair_id, form.facts(), by_id=current_user.id)
        url = url_for(".index", fair_id=fair_id)
        return Saved("已手工排好。再点“重新排”，别的会让开它。", url)

    return form.save(save) or again(_plan_page(fair_id, form))


@bp.post("/fairs/<int:fair_id>/plan/<int:stop_id>/unpin")
@allow(*OFFICERS)
def unpin(fair_id: int, stop_id: int) -> ResponseReturnValue:
    """Return a pinned meeting to the planning."""

    def save() -> Saved:
        operations.unpin(fair_id, stop_id)
        return Saved("不再固定。", url_for(".index", fair_id=fair_id))

    return ButtonForm().save(save) or again(index(fair_id))


@bp.get("/fairs/<int:fair_id>/plan/print")
@allow(*COUNTY_READERS)
def print_plan(fair_id: int) -> str:
    """Print every person's itinerary, one A4 each, with the code for the door."""
    fair = fairs.get_fair(fair_id)
    by_person: dict[int, list[PlanStop]] = {}
    for stop in queries.stops_of(fair_id):
        by_person.setdefault(stop.sign_up_id, []).append(stop)
    sheets = [_sheet(fair, row, by_person.get(row.id, [])) for row in fairs.sign_ups(fair_id)]
    return render_template(
        "fairplan/print.html",
        fair=fair,
        sheets=sheets,
        is_own=False,
        has_address=has_public_address(),
    )


def _sheet(fair: Fair, row: SignUp, stops: list[PlanStop]) -> dict[str, Any]:
    return {
        "name": shown_name(row),
        "code": row.code,
        "image": code_image(row),
        "when": hours(fair),
        "where": where(fair),
        "stops": [
            {
                "time": clock_of(fair, stop.slot),
                "booth": stop.booking.booth_number,
                "employer": stop.booking.employer.name,
                "vacancy": stop.vacancy.title if stop.vacancy else "",
                "why": stop.why,
            }
            for stop in stops
        ],
    }


@bp.get("/fairs/<int:fair_id>/itinerary")
@allow(*VETERANS)
def itinerary(fair_id: int) -> str:
    """Show the signed-in veteran their itinerary."""
    fair, sheet = _own_sheet(fair_id)
    return render_template("fairplan/itinerary.html", fair=fair, sheet=sheet)


@bp.get("/fairs/<int:fair_id>/itinerary/print")
@allow(*VETERANS)
def print_itinerary(fair_id: int) -> str:
    """Print the signed-in veteran's itinerary."""
    fair, sheet = _own_sheet(fair_id)
    return render_template("fairplan/print.html", fair=fair, sheets=[sheet], is_own=True)


def _own_sheet(fair_id: int) -> tuple[Fair, dict[str, Any]]:
    """Return the signed-in veteran's itinerary. Raises NotFoundError where they are not coming."""
    fair = fairs.fair_for(fair_id, None)
    if not has_profile(current_user):
        raise NotFoundError
    row = found(fairs.sign_up_of(fair_id, own_profile(current_user).id))
    if row.status is not SignUpStatus.SIGNED:
        raise NotFoundError
    stops = [stop for stop in queries.stops_of(fair_id) if stop.sign_up_id == row.id]
    return fair, _sheet(fair, row, stops)


@bp.get("/fairs/<int:fair_id>/booth-schedule")
@allow(*EMPLOYERS)
def booth_schedule(fair_id: int) -> str:
    """Show an employer the times and codes of the people who come to its booth, without names."""
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
        for stop in queries.stops_of(fair_id)
        if stop.booking_id == booking.id
    ]
    return render_template(
        "fairplan/booth_schedule.html", booking=booking, fair=booking.fair, rows=rows
    )
