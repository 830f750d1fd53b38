"""Newly retired people of the demo county: this year's in every stage, last year's done."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from core.db import db
from people.accounts.models import Account
from people.arrivals.checklist import ItemTemplate, item_templates
from people.arrivals.models import Arrival, ArrivalItem, ItemStatus
from people.arrivals.parameters import REPORT_DAYS
from people.veterans.models import Veteran

STRIDES = {0: 1, 1: 3}  # all of this year's people, every third one of last year's
# The share of a person's items that is done, by the days since the approval.
PROGRESS = ((30, 0.35), (60, 0.7), (120, 0.9), (10_000, 1.0))
LAGGARDS = 8  # one of so many is far behind
NOT_NEEDED = {"party": "不是党员。", "insurance": "在部队期间没有中断，不用接续。"}
EXEMPT = 0.4


def make_arrivals(
    people: Sequence[Veteran], clerks: dict[str, Account], rng: Random, today: date
) -> None:
    """Add the arrivals of this year and the last: the newer the approval, the less is done."""
    for ago, stride in STRIDES.items():
        back = [one for one in people if one.retired_on and one.retired_on.year == today.year - ago]
        for veteran in sorted(back, key=lambda one: (one.retired_on, one.id))[::stride]:
            clerk = clerks.get(veteran.township_code or "")
            approved = veteran.retired_on or today
            db.session.add(_arrival(veteran, approved, clerk.id if clerk else None, rng, today))


def _arrival(
    veteran: Veteran, approved: date, clerk_id: int | None, rng: Random, today: date
) -> Arrival:
    days = (today - approved).days
    share = next(part for until, part in PROGRESS if days < until)
    if veteran.id % LAGGARDS == 0 and days < 200:
        share = 0.2
    arrival = Arrival(
        veteran_id=veteran.id,
        year=approved.year,
        approved_on=approved,
        report_due_on=approved + timedelta(days=REPORT_DAYS.default or 30),
    )
    items = [
        _item(template, position, approved) for position, template in enumerate(item_templates())
    ]
    arrival.items = items
    has_reported = rng.random() < share
    for item in items if has_reported else ():
        if item is items[0] or rng.random() < share:
            _tick(item, approved, rng, today)
            item.done_by = clerk_id
    if items[0].status is ItemStatus.DONE:
        arrival.reported_on = items[0].done_on
    return arrival


def _item(template: ItemTemplate, position: int, approved: date) -> ArrivalItem:
    return ArrivalItem(
        key=template.key,
        name=template.name,
        owner=template.owner,
        is_required=template.is_required,
        position=position,
        due_on=approved + timedelta(days=template.due_days),
        status=ItemStatus.OPEN,
    )


def _tick(item: ArrivalItem, approved: date, rng: Random, today: date) -> None:
    """Record an item's result on a day between the approval and yesterday."""
    reason = NOT_NEEDED.get(item.key)
    is_exempt = reason is not None and rng.random() < EXEMPT
    item.status = ItemStatus.NOT_NEEDED if is_exempt else ItemStatus.DONE
    item.note = reason or "" if is_exempt else ""
    latest = (today - timedelta(days=1) - approved).days
    item.done_on = approved + timedelta(days=rng.randint(1, max(1, min(28, latest))))
