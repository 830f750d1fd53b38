"""How an office read its sheets: remembered with the headings, used again at the next upload."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import select

from core import clock
from core.db import db, one_at_a_time
from core.filters import day as shown_day
from sheets.columns import FieldSet
from sheets.models import SheetMemory
from sheets.plan import Fix, Plan


def hash_of(headings: Sequence[str]) -> str:
    """Return what is equal for sheets with the same headings in the same order."""
    return hashlib.sha256("\n".join(headings).encode()).hexdigest()


def recall(noun: str, plan: Plan, fields: FieldSet) -> None:
    """Set the columns and corrections that the office of a plan used for these headings."""
    known = _known(noun, plan) if plan.owner and plan.last_header_row else None
    if known is None:
        return
    columns = {
        index: known.columns[heading]
        for index, heading in enumerate(plan.headings)
        if known.columns.get(heading) in fields.by_key
    }
    plan.columns = columns
    plan.fixes = [Fix(**one) for one in known.fixes]
    plan.recalled = shown_day(clock.day_of(known.updated_at))


def remember(noun: str, plan: Plan) -> None:
    """Keep how a sheet is read, for the next one of the office with these headings."""
    if not plan.owner or not plan.last_header_row:
        return
    one_at_a_time(f"sheet memory {noun} {plan.owner} {hash_of(plan.headings)}")
    known = _known(noun, plan)
    if known is None:
        known = SheetMemory(noun=noun, owner=plan.owner, headings_hash=hash_of(plan.headings))
        db.session.add(known)
    known.columns = {plan.headings[index]: key for index, key in plan.columns.items()}
    known.fixes = [vars(fix) for fix in plan.fixes]
    known.updated_at = clock.now()
    db.session.flush()


def _known(noun: str, plan: Plan) -> SheetMemory | None:
    query = select(SheetMemory).where(
        SheetMemory.noun == noun,
        SheetMemory.owner == plan.owner,
        SheetMemory.headings_hash == hash_of(plan.headings),
    )
    return db.session.scalar(query)
