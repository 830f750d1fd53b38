"""Veterans are notified when their itinerary at a fair is new or has changed."""

from collections.abc import Mapping

from sqlalchemy import select

from core import clock
from core.db import db
from fairs.fairs.models import Fair, SignUp
from matching.fairplan.models import PlanStop
from people.notices.operations import Message, notify
from people.veterans.queries import recipient_of

Itineraries = Mapping[int, set[tuple[int, int]]]  # slot and booking of each stop, by sign-up


def itineraries(fair_id: int) -> Itineraries:
    """Return the itineraries of a fair as they are now."""
    columns = (PlanStop.sign_up_id, PlanStop.slot, PlanStop.booking_id)
    query = select(*columns).where(PlanStop.fair_id == fair_id)
    found: dict[int, set[tuple[int, int]]] = {}
    for sign_up_id, slot, booking_id in db.session.execute(query):
        found.setdefault(sign_up_id, set()).add((slot, booking_id))
    return found


def notify_changed(fair: Fair, before: Itineraries) -> None:
    """Notify everyone whose itinerary differs from `before`; without an account it is on paper."""
    after = itineraries(fair.id)
    changed = {row for row in before.keys() | after.keys() if before.get(row) != after.get(row)}
    query = select(SignUp).where(SignUp.id.in_(changed)).order_by(SignUp.id)
    for sign_up in db.session.scalars(query):
        veteran = sign_up.veteran
        if veteran is not None and veteran.account_id is not None:
            is_new = sign_up.id not in before
            message = _message(fair, veteran.id, len(after.get(sign_up.id, ())), is_new=is_new)
            notify(recipient_of(veteran), message)


def _message(fair: Fair, veteran_id: int, stops: int, *, is_new: bool) -> Message:
    title = "招聘会的行程排好了" if is_new else "招聘会的行程有变动"
    body = f"“{fair.title}”：给您排了 {stops} 家单位，几点去哪个展位都在行程单上。"
    if not stops:
        body = f"“{fair.title}”：原来排的见面取消了，进场后可以自己看展位。"
    key = f"fair {fair.id} plan v{veteran_id} {clock.now():%Y%m%d%H%M%S%f}"
    return Message(key, "fair", title, body, "fairplan.itinerary", fair.id)
