"""Inserts and changes people as staged, and deletes or restores them again."""

import json
import uuid
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from core import audit, clock
from core.db import Base, db
from core.errors import DomainError
from people.ledgers import queries
from people.ledgers.models import LedgerChange
from people.ledgers.parsed import COLUMNS, SEALED, ParsedPerson, restored
from people.secrecy.names import name_key
from people.veterans.models import (
    CredentialRecord,
    EmploymentStatus,
    ServiceRecord,
    Veteran,
)
from people.veterans.operations.profile import touch
from people.veterans.ranks import rank_system_of
from sheets.models import ImportBatch
from sheets.nouns import Loaded, OnProgress
from sheets.plan import Plan
from sheets.queries import chunks, newest_ids
from sheets.staging import staged_lines
from sheets.stated import plain

_VETERANS = Base.metadata.tables[Veteran.__tablename__]
_NUMBERS = ("phone_sealed", "phone_index", "id_number_sealed", "id_number_index", "seal_row")
JUST_TAKEN = "导入时有人登记了表里的一个身份证号，一行也没有导入。请重新试读。"
Values = dict[str, Any]
NewPerson = tuple[ParsedPerson, Values]


class Loader:
    """Loads one import; `on_progress` gets how many staged people are done."""

    def __init__(self, staged: Path, _plan: Plan, on_progress: OnProgress) -> None:
        people = [ParsedPerson.loads(line) for line in staged_lines(staged)]
        self.writer = PeopleWriter(people, on_progress)

    def load(self, batch: ImportBatch) -> Loaded:
        """Insert the new people and change the known ones, in the caller's transaction."""
        return self.writer.write(batch)


class PeopleWriter:
    """Writes people as staged.

    Made before the transaction, it encrypts their numbers ahead, so that the one writer is held
    only for the inserts. `created` are the ids of new people by the row of the sheet.
    """

    def __init__(self, people: Iterable[ParsedPerson], on_progress: OnProgress) -> None:
        people = list(people)
        self.new = with_numbers(one for one in people if one.known_id is None)
        self.changed = [one for one in people if one.known_id is not None]
        self.created: dict[int, int] = {}
        self.on_progress = on_progress

    def write(self, batch: ImportBatch) -> Loaded:
        """Insert the new people and change the known ones, in the caller's transaction.

        Who registered or was changed since the dry run is left as they are. Raises DomainError
        where someone registers with a number of the sheet in the same moment.
        """
        try:
            self.created = insert_people(self.new, batch, self.on_progress)
            changed = self._change(batch)
            db.session.flush()
        except IntegrityError as error:
            raise DomainError(JUST_TAKEN) from error
        created = list(self.created.values())
        for action, ids in (
            ("veteran.take_from_ledger", created),
            ("veteran.change_by_ledger", changed),
        ):
            if ids:
                audit.record_about(action, ids, batch=batch.id)
        done = len(created) + len(changed)
        left = len(self.new) + len(self.changed) - done
        return Loaded(done, {"created": len(created), "changed": len(changed), "left": left})

    def _change(self, batch: ImportBatch) -> list[int]:
        """Change known people slice by slice and return their ids."""
        ids: list[int] = []
        for part in chunks(self.changed):
            wanted = [one.known_id for one in part]
            query = select(Veteran).where(Veteran.id.in_(wanted)).order_by(Veteran.id)
            found = {row.id: row for row in db.session.scalars(query.with_for_update())}
            for one in part:
                veteran = found.get(one.known_id or 0)
                if veteran is not None and veteran.version == one.version:
                    _apply(veteran, one, batch)
                    ids.append(veteran.id)
            self.on_progress(len(self.new) + len(ids))
        return ids


def with_numbers(people: Iterable[ParsedPerson]) -> list[NewPerson]:
    """Return new people with their numbers encrypted, which is slow: before the transaction."""
    return [(one, _sealed(one)) for one in people]


def insert_people(
    new: list[NewPerson], batch: ImportBatch, on_progress: OnProgress
) -> dict[int, int]:
    """Insert people nobody registered meanwhile, slice by slice; return row of the sheet -> id."""
    stamps, ids = _stamps(batch), dict[int, int]()
    for part in chunks(new):
        fresh = _fresh(part)
        if fresh:
            rows = [{**_profile(one), **sealed, **stamps} for one, sealed in fresh]
            db.session.execute(insert(_VETERANS), rows)
            made = newest_ids(_VETERANS, batch.id, len(fresh))
            _insert_records(zip(made, (one for one, _ in fresh), strict=True))
            ids |= {one.row: made_id for (one, _), made_id in zip(fresh, made, strict=True)}
        on_progress(len(ids))
    return ids


def _sealed(one: ParsedPerson) -> Values:
    """Return the encrypted numbers of a new person with their look-up hashes."""
    row = Veteran(seal_row=uuid.uuid4().hex, phone=one.phone, id_number=one.id_number)
    return {name: getattr(row, name) for name in _NUMBERS}


def _stamps(batch: ImportBatch) -> Values:
    now = clock.now()  # one moment: a later difference means the row was changed
    return {"created_at": now, "updated_at": now, "version": 1, "import_batch_id": batch.id}


def _profile(one: ParsedPerson) -> Values:
    """Return a new person's columns; of whom nothing is stated, nobody was asked."""
    stated = {key: getattr(one, key) for key in COLUMNS if key not in SEALED}
    is_asked = one.employment_status is not None
    return {
        **stated,
        "name": one.name,
        "name_key": name_key(one.name),
        "employment_status": one.employment_status or EmploymentStatus.UNKNOWN,
        "status_stated_on": clock.today() if is_asked else None,
    }


def _fresh(part: list[tuple[ParsedPerson, Values]]) -> list[tuple[ParsedPerson, Values]]:
    """Return those of a slice who were not registered by others since the dry run."""
    phones = [sealed["phone_index"] for _, sealed in part]
    called = select(Veteran.name_key, Veteran.phone_index).where(Veteran.phone_index.in_(phones))
    known = {(key, phone) for key, phone in db.session.execute(called)}
    numbers = [sealed["id_number_index"] for _, sealed in part if sealed["id_number_index"]]
    held = select(Veteran.id_number_index).where(Veteran.id_number_index.in_(numbers))
    taken = set(db.session.scalars(held))
    return [
        (one, sealed)
        for one, sealed in part
        if (name_key(one.name), sealed["phone_index"]) not in known
        and sealed["id_number_index"] not in taken
    ]


def _insert_records(people: Iterable[tuple[int, ParsedPerson]]) -> None:
    """Insert service and certificates of new people, each kind in one statement."""
    services: list[Values] = []
    credentials: list[Values] = []
    for veteran_id, one in people:
        if one.service is not None:
            services.append(_service(veteran_id, one))
        credentials += [{"veteran_id": veteran_id, **vars(held)} for held in one.credentials]
    for table, rows in ((ServiceRecord, services), (CredentialRecord, credentials)):
        if rows:
            db.session.execute(insert(Base.metadata.tables[table.__tablename__]), rows)


def _service(veteran_id: int, one: ParsedPerson) -> Values:
    assert one.service is not None
    system = rank_system_of(one.service.rank, one.service.ended_on)
    return {"veteran_id": veteran_id, "rank_system": system, **vars(one.service)}


def _apply(veteran: Veteran, one: ParsedPerson, batch: ImportBatch) -> None:
    """Change one person, and keep what they held before."""
    columns = [key for key in one.changed if key in COLUMNS]
    before: Values = {key: getattr(veteran, key) for key in columns}
    if "employment_status" in columns:
        before["status_stated_on"] = veteran.status_stated_on
        veteran.status_stated_on = clock.today()
    for key in columns:
        setattr(veteran, key, getattr(one, key))
    records: list[ServiceRecord | CredentialRecord] = []
    if "service" in one.changed:
        records.append(ServiceRecord(**_service(veteran.id, one)))
    if "credentials" in one.changed:
        held = ({"veteran_id": veteran.id, **vars(each)} for each in one.credentials)
        records += [CredentialRecord(**values) for values in held]
    db.session.add_all(records)
    touch(veteran)
    db.session.flush()
    added = [[record.__tablename__, record.id] for record in records]
    kept = json.dumps({"columns": before, "records": added}, ensure_ascii=False, default=plain)
    change = LedgerChange(
        import_batch_id=batch.id, veteran_id=veteran.id, version=veteran.version, before=kept
    )
    db.session.add(change)


# ---- undo --------------------------------------------------------------------------------


def remove(batch_id: int, ids: list[int]) -> dict[str, int]:
    """Restore the people an import changed, and delete those it created, with their records."""
    changes = list(queries.changes_of(batch_id, ids))
    for change in changes:
        _restore(change)
    changed = {change.veteran_id for change in changes}
    for part in chunks([one for one in ids if one not in changed]):
        for table in (ServiceRecord, CredentialRecord, LedgerChange):
            db.session.execute(delete(table).where(table.veteran_id.in_(part)))
        db.session.execute(delete(Veteran).where(Veteran.id.in_(part)))
    audit.record_about("veteran.undo_ledger", ids, batch=batch_id)
    return {"restored": len(changes)}


def _restore(change: LedgerChange) -> None:
    """Give a profile the values it had before an import, and delete the records it added."""
    veteran = db.session.get_one(Veteran, change.veteran_id)
    before = json.loads(change.before or "{}")
    stated = before["columns"].pop("status_stated_on", "")
    if stated != "":
        veteran.status_stated_on = date.fromisoformat(stated) if stated else None
    for key, raw in before["columns"].items():
        setattr(veteran, key, restored(key, raw))
    tables = {one.__tablename__: one for one in (ServiceRecord, CredentialRecord)}
    for name, record_id in before["records"]:
        db.session.execute(delete(tables[name]).where(tables[name].id == record_id))
    touch(veteran)
    db.session.delete(change)
    db.session.flush()
