"""Newly retired people of the demo county: this year's in every stage, last year's done."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from core.db import db
from people.accounts.models import Account
from people.arrivals.checklist import ItemTemplate, checklist_of, templates_by_key
from people.arrivals.dues import due_from, first_due
from people.arrivals.models import Arrival, ArrivalItem, ItemStatus, group_of
from people.arrivals.parameters import REPORT_DAYS
from people.veterans.models import Veteran

STRIDES = {0: 1, 1: 3}  # all of this year's people, every third one of last year's
# The share of a person's items that is done, by the days since the approval.
PROGRESS = ((30, 0.35), (60, 0.7), (120, 0.9), (10_000, 1.0))
LAGGARDS = 8  # one of so many is far behind
NOT_NEEDED = {"party": "非党员", "insurance": "在部队期间没有中断，不用接续。"}
IN_TURN = ("file", "score", "choice", "letter", "post")
PAPERS = {"letter": "怀安介〔{}〕{}号", "choice": "选岗{}-{}"}
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
        resettlement_mode=veteran.resettlement_mode,
        approved_on=approved,
        report_due_on=approved + timedelta(days=REPORT_DAYS.default or 30),
    )
    items = [
        _item(template, position, approved)
        for position, template in enumerate(checklist_of(group_of(veteran.resettlement_mode)))
    ]
    arrival.items = items
    has_reported = rng.random() < share
    for item in items if has_reported else ():
        if item is items[0] or rng.random() < share:
            _tick(item, approved, rng, today)
            item.done_by = clerk_id
    if items[0].status is ItemStatus.DONE:
        arrival.reported_on = items[0].done_on
    _follow(items, rng)
    return arrival


def _follow(items: Sequence[ArrivalItem], rng: Random) -> None:
    """Give papers their numbers, and items that follow another their last day."""
    by_key = {item.key: item for item in items}
    _in_turn([by_key[key] for key in IN_TURN if key in by_key])
    for item in items:
        start = by_key.get(templates_by_key()[item.key].after)
        if start is not None and start.done_on is not None:
            item.due_on = due_from(item.key, start.done_on)
        if item.key in PAPERS and item.status is ItemStatus.DONE and item.done_on is not None:
            item.paper_no = PAPERS[item.key].format(item.done_on.year, rng.randint(10, 400))


def _in_turn(items: Sequence[ArrivalItem]) -> None:
    """Make the earlier items the first that are done: an assignment has one order."""
    days = sorted(item.done_on for item in items if item.done_on is not None)
    clerk_id = next((item.done_by for item in items if item.done_by is not None), None)
    for position, item in enumerate(items):
        is_done = position < len(days)
        item.status = ItemStatus.DONE if is_done else ItemStatus.OPEN
        item.done_on, item.done_by = (days[position], clerk_id) if is_done else (None, None)


def _item(template: ItemTemplate, position: int, approved: date) -> ArrivalItem:
    return ArrivalItem(
        key=template.key,
        name=template.name,
        owner=template.owner,
        is_required=template.is_required,
        position=position,
        due_on=first_due(template, approved),
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
