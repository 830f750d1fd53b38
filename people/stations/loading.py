"""Writes staged stations and their staff by the operations of the pages, and takes them back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core import audit, clock
from core.db import db
from people.accounts.models import Account
from people.accounts.operations import set_active
from people.divisions.queries import covers
from people.secrecy.names import name_key
from people.stations import operations, queries
from people.stations.facts import StaffFacts, StationFacts
from people.stations.known import station_book, station_key
from people.stations.models import Employment, Station, StationStaff
from people.stations.parsed import ParsedStaff, ParsedStation
from sheets.changes import Notes, take_back, written_by
from sheets.models import ImportBatch
from sheets.nouns import Loaded, OnProgress, Touched, Undoing
from sheets.plan import Plan
from sheets.staging import staged_lines

TABLES: dict[str, Any] = {one.__tablename__: one for one in (Station, StationStaff)}
SIGNED_IN = "有人的账号已经登录过"
TOUCHED = "导入后有人改过或用过"


class Loader:
    """Loads one import; `on_progress` gets how many rows are done."""

    def __init__(self, staged: Path, _plan: Plan, on_progress: OnProgress) -> None:
        self.rows = [ParsedStation.loads(line) for line in staged_lines(staged)]
        self.on_progress = on_progress
        self.ids: dict[str, int] = {}
        self.figures = {"created": 0, "staff": 0, "changed": 0, "left": 0}

    def load(self, batch: ImportBatch) -> Loaded:
        """Create and change what the rows state; what changed since the dry run stays as it is.

        Raises DomainError where a rule of the pages refuses: then nothing is written.
        """
        self.notes = Notes(batch.id)
        self.ids = {key: one.id for key, one in station_book().by_name.items()}
        done = 0
        for parsed in self.rows:
            done += self._row(parsed)
            self.on_progress(done)
        self.notes.store()
        return Loaded(done, self.figures)

    def _row(self, parsed: ParsedStation) -> bool:
        """Write one row; return whether anything of it was written."""
        before = len(self.notes.changes)
        station = self._station(parsed)
        for one in parsed.staff:
            self._person(parsed.row, station, one)
        is_written = len(self.notes.changes) > before
        self.figures["left"] += not is_written
        return is_written

    def _station(self, parsed: ParsedStation) -> Station:
        station_id = self.ids.get(station_key(parsed.name))
        if station_id is None:
            station = operations.save_station(None, _facts(parsed))
            self.ids[station_key(parsed.name)] = station.id
            self.notes.created(parsed.row, Station.__tablename__, [station.id])
            self.figures["created"] += 1
            return station
        station = db.session.get_one(Station, station_id)
        if parsed.changed and station.version == parsed.version:
            before = {key: getattr(station, key) for key in parsed.changed}
            operations.save_station(station, _facts(parsed, station))
            self._note_change(parsed.row, station, before)
        return station

    def _person(self, row: int, station: Station, one: ParsedStaff) -> None:
        if one.known_id is None:
            added = operations.add_staff(station, _staff_facts(station, one))
            self.notes.created(row, StationStaff.__tablename__, [added.id])
            self.figures["staff"] += 1
            return
        known = db.session.get_one(StationStaff, one.known_id)
        if one.changed and known.version == one.version:
            before = {key: getattr(known, key) for key in one.changed}
            changes = {key: getattr(one, key) for key in one.changed}
            operations.correct_staff(known, changes)
            self._note_change(row, known, before)

    def _note_change(self, row: int, thing: Any, before: dict[str, Any]) -> None:
        self.notes.changed(row, thing, before)
        self.figures["changed"] += 1


def _facts(parsed: ParsedStation, known: Station | None = None) -> StationFacts:
    """Return a station as a row states it, the rest as it is."""

    def fact(key: str, usual: Any) -> Any:
        value = getattr(parsed, key)
        is_own = known is None or key in parsed.changed
        return (usual if value in (None, "") else value) if is_own else getattr(known, key)

    return StationFacts(
        level=fact("level", None),
        division_code=fact("division_code", None),
        name=known.name if known is not None else parsed.name,
        vacancies_planned=fact("vacancies_planned", 1),
        address=fact("address", ""),
        phone=fact("phone", ""),
        is_model=fact("is_model", False),
    )


def _staff_facts(station: Station, one: ParsedStaff) -> StaffFacts:
    return StaffFacts(
        name=one.name,
        employment=one.employment or Employment.FULL,
        other_duties=one.other_duties or 0,
        started_on=one.started_on or clock.today(),
        account_id=_account_of(station, one),
        duty=one.duty,
        phone=one.phone,
    )


def _account_of(station: Station, one: ParsedStaff) -> int | None:
    """Return the clerk's account with this name and phone that no other staff member has."""
    if not one.phone:
        return None
    index = Account.phone.blind(one.phone)
    for account in queries.unlinked_clerks():
        is_same = account.phone_index == index and account.name_key == name_key(one.name)
        if is_same and covers(account.division_code or "-", station.division_code):
            return account.id
    return None


# ---- undo --------------------------------------------------------------------------------


def undoing(batch_id: int) -> Undoing:
    """Return which rows an undo takes back, and which stations stay because they were used."""
    written = written_by(batch_id, TABLES, kept=_signed_in)
    staying = written.of(sorted(written.touched))
    stay = {_station_of(change.subject, change.subject_id) for change in staying}
    return Undoing(written.free, list(_shown(sorted(filter(None, stay)))))


def _signed_in(table: str, ids: list[int]) -> set[int]:
    """Return the staff members whose account was opened for them and has been used."""
    if table != StationStaff.__tablename__:
        return set()
    query = _opened(ids).where(Account.last_sign_in_at.is_not(None))
    return set(db.session.scalars(query.with_only_columns(StationStaff.id)))


def _opened(ids: list[int]) -> Any:
    """Return the query of the accounts opened for these staff members since they were added."""
    query = select(Account).join(StationStaff, StationStaff.account_id == Account.id)
    return query.where(StationStaff.id.in_(ids), Account.created_at >= StationStaff.created_at)


def _station_of(table: str, row_id: int) -> int | None:
    if table == Station.__tablename__:
        return row_id
    return db.session.scalar(select(StationStaff.station_id).where(StationStaff.id == row_id))


def _shown(ids: list[int]) -> Iterator[Touched]:
    query = select(Station).where(Station.id.in_(ids)).order_by(Station.id)
    for station in db.session.scalars(query):
        used = _signed_in(StationStaff.__tablename__, [one.id for one in station.staff])
        yield Touched(station.id, station.name, SIGNED_IN if used else TOUCHED)


def remove(batch_id: int, rows: list[int]) -> dict[str, int]:
    """Take rows of a sheet back; accounts opened for their staff, unused so far, are closed."""
    changes = written_by(batch_id, TABLES, kept=_signed_in).of(rows)
    added = [one.subject_id for one in changes if _is_added(one)]
    closed = list(db.session.scalars(_opened(added).where(Account.is_active)))
    for account in closed:
        set_active(account, active=False)
    figures = take_back(changes, TABLES)
    audit.record("station.undo_sheet", "station", None, batch=batch_id, **figures)
    return {**figures, "accounts": len(closed)}


def _is_added(change: Any) -> bool:
    return change.subject == StationStaff.__tablename__ and change.before_sealed is None
