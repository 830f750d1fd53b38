"""Writes staged lines of a roster, many in each statement, and takes them back."""

import secrets
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from core import audit, clock
from core.codes import new_code
from core.db import Base, db, pairs
from core.errors import DomainError
from fairs.fairs.facts import SIGN_UP_GROUPS, usual_stops
from fairs.fairs.models import (
    CheckInMethod,
    CheckInNote,
    Fair,
    Meeting,
    SignUp,
    SignUpStatus,
)
from fairs.rosters.applying import apply_where_intended
from fairs.rosters.parsed import ParsedLine
from people.divisions.queries import COUNTY
from people.ledgers.loading import insert_people, with_numbers
from people.ledgers.queries import touched_rows
from people.veterans.models import Veteran
from sheets.changes import Notes, take_back, written_by
from sheets.models import ImportBatch, SheetChange
from sheets.nouns import Loaded, OnProgress, Undoing
from sheets.plan import Plan
from sheets.queries import chunks
from sheets.staging import staged_lines

TABLES: dict[str, Any] = {one.__tablename__: one for one in (Veteran, SignUp, CheckInNote, Meeting)}
JUST_SIGNED_UP = "导入时表里有人报了名或签了到，一行也没有导入。请重新试读。"
Values = dict[str, Any]


class Loader:
    """Loads one roster; `on_progress` gets how many lines are done.

    Made before the transaction, it parses the lines and encrypts the numbers of newcomers ahead.
    """

    def __init__(self, staged: Path, _plan: Plan, on_progress: OnProgress) -> None:
        self.lines = [ParsedLine.loads(line) for line in staged_lines(staged)]
        fresh = (one for one in self.lines if one.veteran_id is None and one.first_row == one.row)
        self.newcomers = with_numbers(one.person for one in fresh)
        self.on_progress = on_progress

    def load(self, batch: ImportBatch) -> Loaded:
        """Write all lines in the caller's transaction.

        A line whose person registered, or whose row was changed, since the dry run is left.
        Raises DomainError where one of them signs up in the same moment: nothing is written.
        """
        self.batch, self.notes, self.now = batch, Notes(batch.id), clock.now()
        try:
            added = insert_people(self.newcomers, batch, lambda _done: None)
            for row, veteran_id in added.items():
                self.notes.created(row, Veteran.__tablename__, [veteran_id])
            people = self._people(added)
            sign_ups = self._sign_ups(people)
            came = self._check_ins(sign_ups)
            met = self._meetings(sign_ups)
        except IntegrityError as error:
            raise DomainError(JUST_SIGNED_UP) from error
        done = len({change["row"] for change in self.notes.changes})
        self.notes.store()
        self._record(people, added)
        self.on_progress(len(self.lines))
        left = len(self.lines) - done
        figures = {"created": len(added), "came": came, "met": met, "left": left}
        return Loaded(done, figures)

    def _people(self, added: dict[int, int]) -> dict[int, int]:
        """Return row -> veteran's id; a line whose person was not added has none."""
        found = {one.row: one.veteran_id or added.get(one.first_row) for one in self.lines}
        return {row: veteran_id for row, veteran_id in found.items() if veteran_id is not None}

    # ---- sign-ups ----------------------------------------------------------------------------

    def _sign_ups(self, people: dict[int, int]) -> dict[int, int]:
        """Insert the new sign-ups; return row -> sign-up's id of every line that has one."""
        fresh = [one for one in self.lines if one.signs_up and one.row in people]
        for part in chunks(fresh):
            values = [self._sign_up(one, people[one.row]) for one in part]
            db.session.execute(insert(_table(SignUp)), values)
        made = self._ids(
            {(one.fair_id, people[one.row]) for one in self.lines if one.row in people}
        )
        found = {
            one.row: made[one.fair_id, people[one.row]]
            for one in self.lines
            if one.row in people and (one.fair_id, people[one.row]) in made
        }
        for one in fresh:
            self.notes.created(one.row, SignUp.__tablename__, [found[one.row]])
        return found

    def _sign_up(self, one: ParsedLine, veteran_id: int) -> Values:
        fair = db.session.get_one(Fair, one.fair_id)
        stamp = self._checked_in() if one.checks_in else {}
        return {
            "fair_id": one.fair_id,
            "veteran_id": veteran_id,
            "bureau_code": COUNTY,
            "code": new_code(SIGN_UP_GROUPS),
            "wanted_stops": usual_stops(fair),
            "is_walk_in": one.checks_in,
            "by_id": self.batch.by_id,
            "created_at": self.now,
            "updated_at": self.now,
            "version": 1,
            "checked_in_at": None,
            "check_in_method": None,
            "checked_in_by": None,
            **stamp,
        }

    def _checked_in(self) -> Values:
        method = CheckInMethod.PAPER
        return {
            "checked_in_at": self.now,
            "check_in_method": method,
            "checked_in_by": self.batch.by_id,
        }

    def _ids(self, marks: set[tuple[int, int]]) -> dict[tuple[int, int], int]:
        """Return (fair, veteran) -> sign-up's id."""
        found: dict[tuple[int, int], int] = {}
        for part in chunks(sorted({veteran_id for _, veteran_id in marks})):
            query = select(SignUp.fair_id, SignUp.veteran_id, SignUp.id)
            for row in db.session.execute(query.where(SignUp.veteran_id.in_(part))):
                found[row.fair_id, row.veteran_id or 0] = row.id
        return found

    # ---- check-ins ---------------------------------------------------------------------------

    def _check_ins(self, sign_ups: dict[int, int]) -> int:
        """Check in who was signed up already, and store the note of every check-in."""
        coming = [one for one in self.lines if one.checks_in and one.row in sign_ups]
        known = [one for one in coming if not one.signs_up]
        for part in chunks(known):
            self._change_sign_ups(part, sign_ups)
        for part in chunks(coming):
            self._store_notes(part, sign_ups)
        return len(coming)

    def _store_notes(self, part: list[ParsedLine], sign_ups: dict[int, int]) -> None:
        keys = {one.row: secrets.token_hex(16) for one in part}
        notes = [
            {
                "fair_id": one.fair_id,
                "note_key": keys[one.row],
                "sign_up_id": sign_ups[one.row],
                "method": CheckInMethod.PAPER,
                "noted_at": self.now,
                "received_at": self.now,
                "by_id": self.batch.by_id,
            }
            for one in part
        ]
        db.session.execute(insert(_table(CheckInNote)), notes)
        query = select(CheckInNote.note_key, CheckInNote.id)
        query = query.where(CheckInNote.note_key.in_(keys.values()))
        ids: dict[str, int] = pairs(query)
        for one in part:
            self.notes.created(one.row, CheckInNote.__tablename__, [ids[keys[one.row]]])

    def _change_sign_ups(self, part: list[ParsedLine], sign_ups: dict[int, int]) -> None:
        wanted = {sign_ups[one.row]: one for one in part}
        query = select(SignUp).where(SignUp.id.in_(wanted)).order_by(SignUp.id)
        former: list[tuple[SignUp, Values]] = []
        for row in db.session.scalars(query.with_for_update()):
            if row.checked_in_at is None:
                values = {**self._checked_in(), "status": SignUpStatus.SIGNED}
                former.append((row, {key: getattr(row, key) for key in values}))
                for key, value in values.items():
                    setattr(row, key, value)
        db.session.flush()
        for row, before in former:
            self.notes.changed(wanted[row.id].row, row, before)

    # ---- meetings ----------------------------------------------------------------------------

    def _meetings(self, sign_ups: dict[int, int]) -> int:
        """Record the meetings, change those there are; return how many lines had one."""
        done = 0
        for one in self.lines:
            if one.result is not None and one.row in sign_ups:
                done += self._meeting(one, sign_ups[one.row])
        return done

    def _meeting(self, one: ParsedLine, sign_up_id: int) -> bool:
        result = one.result
        assert result is not None
        meeting = db.session.get(Meeting, result.meeting_id) if result.meeting_id else None
        if result.meeting_id and (meeting is None or meeting.version != result.version):
            return False
        is_new = meeting is None
        if meeting is None:
            meeting = Meeting(
                booking_id=result.booking_id, sign_up_id=sign_up_id, met_at=self.now,
                created_at=self.now, updated_at=self.now,
            )  # fmt: skip
            db.session.add(meeting)
        values = {
            "outcome": result.outcome,
            "is_signed": result.is_signed,
            "unfit_reason": result.reason.value if result.reason else "",
            "vacancy_id": result.vacancy_id or meeting.vacancy_id,
            "by_id": self.batch.by_id,
        }
        before = {key: getattr(meeting, key) for key in values}
        for key, value in values.items():
            setattr(meeting, key, value)
        meeting.application_id = apply_where_intended(meeting, sign_up_id)
        db.session.flush()
        if is_new:
            self.notes.created(one.row, Meeting.__tablename__, [meeting.id])
        else:
            self.notes.changed(one.row, meeting, before)
        return True

    def _record(self, people: dict[int, int], added: dict[int, int]) -> None:
        if added:
            ids = sorted(added.values())
            audit.record_about("veteran.take_from_ledger", ids, batch=self.batch.id)
        for fair_id in sorted({one.fair_id for one in self.lines}):
            rows = [one.row for one in self.lines if one.fair_id == fair_id]
            about = sorted({people[row] for row in rows if row in people})
            audit.record("fair.take_roster", "fair", fair_id, batch=self.batch.id, about=about)


def _table(model: Any) -> Any:
    return Base.metadata.tables[model.__tablename__]


# ---- undo --------------------------------------------------------------------------------


def undoing(batch_id: int) -> Undoing:
    """Return which lines an undo takes back, and who stays because they were touched since."""
    written = written_by(batch_id, TABLES, kept=partial(_met_since, batch_id))
    staying = written.of(sorted(written.touched))
    ids = {one.subject_id for one in staying if one.subject == SignUp.__tablename__}
    veterans = {one.subject_id for one in staying if one.subject == Veteran.__tablename__}
    met = [one.subject_id for one in staying if one.subject == Meeting.__tablename__]
    for part in chunks(met):
        ids |= set(db.session.scalars(select(Meeting.sign_up_id).where(Meeting.id.in_(part))))
    for part in chunks(sorted(ids)):
        query = select(SignUp.veteran_id).where(SignUp.id.in_(part))
        veterans |= set(filter(None, db.session.scalars(query)))
    return Undoing(written.free, list(touched_rows(sorted(veterans))))


def _met_since(batch_id: int, table: str, ids: list[int]) -> set[int]:
    """Return the sign-ups an employer has recorded a meeting with, beside those of the import."""
    if table != SignUp.__tablename__:
        return set()
    own = select(SheetChange.subject_id).where(
        SheetChange.import_batch_id == batch_id, SheetChange.subject == Meeting.__tablename__
    )
    query = select(Meeting.sign_up_id).where(Meeting.sign_up_id.in_(ids), Meeting.id.not_in(own))
    return set(db.session.scalars(query))


def remove(batch_id: int, rows: list[int]) -> dict[str, int]:
    """Take lines back: people, sign-ups, check-ins and meetings they brought, or as they were."""
    changes = written_by(batch_id, TABLES, kept=partial(_met_since, batch_id)).of(rows)
    figures = take_back(changes, TABLES)
    audit.record("fair.undo_roster", "fair", None, batch=batch_id, **figures)
    return figures
