"""Inserts and changes employers as staged, and takes them back."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from core import audit, clock
from core.db import Base, db
from core.errors import DomainError
from jobs.employers.known import employer_book
from jobs.employers.models import Employer, EmployerStatus
from jobs.employers.names import name_key
from jobs.employers.parsed import COLUMNS, ParsedFirm
from sheets.changes import Notes, take_back, written_by
from sheets.models import ImportBatch
from sheets.nouns import Loaded, OnProgress, Touched, Undoing
from sheets.plan import Plan
from sheets.queries import chunks, newest_ids
from sheets.staging import staged_lines

TABLES: dict[str, Any] = {Employer.__tablename__: Employer}
_EMPLOYERS = Base.metadata.tables[Employer.__tablename__]
JUST_TAKEN = "导入时有人登记了表里的一个信用代码，一行也没有导入。请重新试读。"
TOUCHED = "导入后有人改过或用过"


class Loader:
    """Loads one import; `on_progress` gets how many rows are done.

    Made before the transaction, it parses the rows and encrypts their numbers ahead.
    """

    def __init__(self, staged: Path, _plan: Plan, on_progress: OnProgress) -> None:
        firms = [ParsedFirm.loads(line) for line in staged_lines(staged)]
        self.new = [(one, _values(one)) for one in firms if one.known_id is None]
        self.changed = [one for one in firms if one.known_id is not None]
        self.on_progress = on_progress

    def load(self, batch: ImportBatch) -> Loaded:
        """Insert the new employers and change the known ones, in the caller's transaction.

        Who registered or was changed since the dry run is left as they are.
        """
        notes = Notes(batch.id)
        try:
            created = self._insert(batch, notes)
            changed = self._change(notes)
            notes.store()
        except IntegrityError as error:
            raise DomainError(JUST_TAKEN) from error
        done = created + changed
        left = len(self.new) + len(self.changed) - done
        return Loaded(done, {"created": created, "changed": changed, "left": left})

    def _insert(self, batch: ImportBatch, notes: Notes) -> int:
        """Insert employers slice by slice, each waiting for verification; return how many."""
        book, stamps, done = employer_book(), stamps_of(batch), 0
        fresh = [
            (one, values)
            for one, values in self.new
            if book.find(name_key(one.name), one.credit_code) is None
        ]
        for part in chunks(fresh):
            db.session.execute(insert(_EMPLOYERS), [{**values, **stamps} for _, values in part])
            ids = newest_ids(_EMPLOYERS, batch.id, len(part))
            for (one, _), made in zip(part, ids, strict=True):
                notes.created(one.row, Employer.__tablename__, [made])
            done += len(part)
            self.on_progress(done)
        return done

    def _change(self, notes: Notes) -> int:
        """Change known employers slice by slice; return how many."""
        done: list[int] = []
        for part in chunks(self.changed):
            wanted = [one.known_id for one in part]
            query = select(Employer).where(Employer.id.in_(wanted)).order_by(Employer.id)
            found = {row.id: row for row in db.session.scalars(query.with_for_update())}
            changed = [
                (one, row)
                for one in part
                if (row := found.get(one.known_id or 0)) is not None and row.version == one.version
            ]
            former = [{key: getattr(row, key) for key in one.changed} for one, row in changed]
            for one, row in changed:
                for key in one.changed:
                    setattr(row, key, getattr(one, key))
            db.session.flush()
            for (one, row), before in zip(changed, former, strict=True):
                notes.changed(one.row, row, before)
                done.append(row.id)
            self.on_progress(len(self.new) + len(done))
        if done:
            audit.record("employer.change_by_sheet", "employer", None, count=len(done))
        return len(done)


def _values(one: ParsedFirm) -> dict[str, Any]:
    """Return a new employer's columns."""
    sealed = Employer(seal_row=uuid.uuid4().hex)
    if one.contact_phone:
        sealed.contact_phone = one.contact_phone
    stated = {key: getattr(one, key) for key in COLUMNS if key != "contact_phone"}
    return {
        **stated,
        "name": one.name,
        "name_key": name_key(one.name),
        "is_veteran_run": bool(one.is_veteran_run),
        "contact_phone_sealed": sealed.contact_phone_sealed,
        "seal_row": sealed.seal_row,
    }


def stamps_of(batch: ImportBatch) -> dict[str, Any]:
    """Return what all new employers share: each waits for verification, a sheet verifies none."""
    now = clock.now()
    return {
        "created_at": now,
        "updated_at": now,
        "version": 1,
        "status": EmployerStatus.PENDING,
        "submitted_at": now,
        "source": batch.source or batch.file_name,
        "import_batch_id": batch.id,
    }


# ---- undo --------------------------------------------------------------------------------


def undoing(batch_id: int) -> Undoing:
    """Return which rows an undo takes back, and which employers stay because they were used."""
    written = written_by(batch_id, TABLES)
    stay = {one.subject_id for one in written.of(sorted(written.touched))}
    return Undoing(written.free, list(_shown(sorted(stay))))


def _shown(ids: list[int]) -> Iterator[Touched]:
    for part in chunks(ids):
        query = select(Employer.id, Employer.name).where(Employer.id.in_(part))
        for employer_id, name in db.session.execute(query.order_by(Employer.id)):
            yield Touched(employer_id, name, TOUCHED)


def remove(batch_id: int, rows: list[int]) -> dict[str, int]:
    """Take rows of a sheet back: employers are deleted, or restored as they were."""
    figures = take_back(written_by(batch_id, TABLES).of(rows), TABLES)
    audit.record("employer.undo_sheet", "employer", None, batch=batch_id, **figures)
    return figures
