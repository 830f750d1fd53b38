"""Operations of check-ins that name no one for sure: kept, settled by staff, deleted."""

from datetime import UTC, datetime

from sqlalchemy import select, update

from core import audit, clock
from core.db import db, lock_row
from core.errors import DomainError
from fairs.fairs.facts import CheckInRecord
from fairs.fairs.models import Doubt, DoubtfulNote, Fair, SignUp

SETTLED = "这一条已经处理过了。"


def keep_note(fair: Fair, record: CheckInRecord, doubt: Doubt, why: str, *, by_id: int) -> None:
    """Keep a record of a device for staff; one that is kept already stays as it is."""
    if _kept(fair.id, record.key) is not None:
        return
    note = DoubtfulNote(
        fair_id=fair.id,
        note_key=record.key,
        doubt=doubt,
        why=why,
        noted_at=_storable(record.at),
        received_at=clock.now(),
        by_id=by_id,
    )
    note.words = record.words
    db.session.add(note)
    db.session.flush()
    audit.record("fair.keep_note", "fair", fair.id, note=note.id, doubt=doubt.value)


def _storable(moment: datetime | None) -> datetime | None:
    """Return a moment the database can hold: a clock may be at the first day of the first year."""
    try:
        return moment.astimezone(UTC) if moment else None
    except OverflowError:
        return None


def _kept(fair_id: int, key: str) -> DoubtfulNote | None:
    query = select(DoubtfulNote).where(
        DoubtfulNote.fair_id == fair_id, DoubtfulNote.note_key == key
    )
    return db.session.scalar(query)


def settle_kept(fair_id: int, key: str, row: SignUp, *, by_id: int) -> None:
    """Settle the record with this key, if it waits: its person is in by now."""
    note = _kept(fair_id, key)
    if note is not None and note.settled_at is None:
        _settle(note, by_id=by_id, row=row)


def settle_note(note: DoubtfulNote, *, by_id: int, row: SignUp | None = None) -> None:
    """Settle a record as this person's check-in, or as nobody's; what was typed is deleted.

    Raises DomainError where another desk has settled it.
    """
    note = lock_row(note)
    if note.settled_at is not None:
        raise DomainError(SETTLED)
    _settle(note, by_id=by_id, row=row)


def _settle(note: DoubtfulNote, *, by_id: int, row: SignUp | None) -> None:
    note.settled_at, note.settled_by = clock.now(), by_id
    note.sign_up_id = row.id if row else None
    note.words = None
    db.session.flush()
    audit.record(
        "fair.settle_note",
        "fair",
        note.fair_id,
        note=note.id,
        sign_up=note.sign_up_id,
        about=row.people if row else [],
    )


def drop_words(fair: Fair) -> None:
    """Settle what still waits when a fair is closed: nobody will look at it again."""
    query = (
        update(DoubtfulNote)
        .where(DoubtfulNote.fair_id == fair.id, DoubtfulNote.settled_at.is_(None))
        .values(settled_at=clock.now(), words_sealed=None)
    )
    db.session.execute(query)
