"""Inserts staged vacancies in bulk, and deletes them again."""

import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select

from core import clock
from core.db import Base, db
from jobs.employers.known import employer_book
from jobs.employers.loading import stamps_of
from jobs.employers.models import Employer
from jobs.importing import queries
from jobs.importing.parsed import ParsedEmployer, ParsedVacancy
from jobs.importing.settings import settings_of
from jobs.vacancies.models import Vacancy, VacancyCredential, VacancyStatus
from sheets.models import ImportBatch
from sheets.nouns import Loaded, OnProgress
from sheets.plan import Plan
from sheets.queries import chunks, newest_ids, pointed_at
from sheets.staging import staged_lines

_VACANCIES = Base.metadata.tables[Vacancy.__tablename__]
_EMPLOYERS = Base.metadata.tables[Employer.__tablename__]
_STAGED_ONLY = {"row", "unit", "credentials"}


class Loader:
    """Loads one import; `on_progress` gets how many staged vacancies are done.

    Made before the transaction, it parses the staged rows ahead, so that the one writer is held
    only for the inserts: 20,000 vacancies take a second.
    """

    def __init__(self, staged: Path, plan: Plan, on_progress: OnProgress) -> None:
        self.vacancies = list(staged_vacancies(staged))
        self.settings = settings_of(plan)
        self.on_progress = on_progress
        self.units = _units(self.vacancies)

    def load(self, batch: ImportBatch) -> Loaded:
        """Insert all staged vacancies and the employers they need, in the caller's transaction."""
        made, own = 0, self.settings.employer_id
        if own is None:
            ids, made, old = _employers(self.units, batch)
        else:
            ids, old = dict.fromkeys(self.units, own), {own}
        existing = _by_employer(queries.existing_vacancies(old))
        stamps = _stamps(batch, clock.days_ahead(self.settings.valid_days))
        vacancies = known = 0
        for chunk in chunks(self.vacancies):
            rows = [(ids[_identity(parsed.unit)], parsed) for parsed in chunk]
            fresh = [row for row in rows if not _exists(*row, existing)]
            _insert(fresh, stamps)
            vacancies, known = vacancies + len(fresh), known + len(rows) - len(fresh)
            self.on_progress(vacancies + known)
        # `known` were published by others since the dry run.
        figures = {"vacancies": vacancies, "employers": made, "known": known}
        return Loaded(vacancies, figures)


def staged_vacancies(staged: Path) -> Iterator[ParsedVacancy]:
    """Yield the staged vacancies, one at a time."""
    return map(ParsedVacancy.loads, staged_lines(staged))


def _identity(unit: ParsedEmployer) -> str:
    return unit.credit_code or unit.key


# ---- employers ---------------------------------------------------------------------------


def _employers(
    units: dict[str, ParsedEmployer], batch: ImportBatch
) -> tuple[dict[str, int], int, set[int]]:
    """Return identity -> id of every employer named, how many were made, ids of the old ones."""
    book = employer_book()
    found = {mark: book.find(unit.key, unit.credit_code) for mark, unit in units.items()}
    ids = {mark: known.id for mark, known in found.items() if known is not None}
    old = set(ids.values())
    new = [mark for mark in units if mark not in ids]
    stamps = stamps_of(batch)
    for part in chunks(new):
        values = [{**_employer(units[mark]), **stamps} for mark in part]
        db.session.execute(insert(_EMPLOYERS), values)
    ids.update(zip(new, newest_ids(_EMPLOYERS, batch.id, len(new)), strict=True))
    return ids, len(new), old


def _units(vacancies: list[ParsedVacancy]) -> dict[str, ParsedEmployer]:
    """Merge the facts about each employer: the first row that states one counts."""
    units: dict[str, ParsedEmployer] = {}
    for parsed in vacancies:
        unit = units.setdefault(_identity(parsed.unit), parsed.unit)
        for name, value in vars(parsed.unit).items():
            if not getattr(unit, name) and value:
                setattr(unit, name, value)
    return units


def _employer(unit: ParsedEmployer) -> dict[str, Any]:
    """Return what a sheet states about a new employer as values of its row."""
    sealed = Employer(seal_row=uuid.uuid4().hex)
    if unit.contact_phone:
        sealed.contact_phone = unit.contact_phone
    return {
        "name": unit.name,
        "name_key": unit.key,
        "credit_code": unit.credit_code,
        "industry": unit.industry,
        "staffing": unit.staffing,
        "introduction": unit.introduction,
        "contact_name": unit.contact_name,
        "contact_phone_sealed": sealed.contact_phone_sealed,
        "seal_row": sealed.seal_row,
    }


# ---- vacancies ---------------------------------------------------------------------------


def _stamps(batch: ImportBatch, valid_to: date) -> dict[str, Any]:
    now = clock.now()
    return {
        "created_at": now,
        "updated_at": now,  # the same moment: a later difference means the row was changed
        "version": 1,
        "valid_to": valid_to,
        "source": batch.source or batch.file_name,
        "import_batch_id": batch.id,
    }


def _by_employer(marks: Iterator[tuple[int, bytes]]) -> dict[int, set[bytes]]:
    found: dict[int, set[bytes]] = {}
    for employer_id, mark in marks:
        found.setdefault(employer_id, set()).add(mark)
    return found


def _exists(employer_id: int, parsed: ParsedVacancy, existing: dict[int, set[bytes]]) -> bool:
    marks = existing.get(employer_id)
    return marks is not None and parsed.fingerprint() in marks


def _insert(rows: list[tuple[int, ParsedVacancy]], stamps: dict[str, Any]) -> None:
    """Insert vacancies in the order of the sheet; ids are read only for certificates."""
    values = [_values(employer_id, parsed, stamps) for employer_id, parsed in rows]
    if not values:
        return
    db.session.execute(insert(_VACANCIES), values)
    if not any(parsed.credentials for _, parsed in rows):
        return
    ids = newest_ids(_VACANCIES, stamps["import_batch_id"], len(rows))
    keys = [
        {"vacancy_id": vacancy_id, "key": key}
        for vacancy_id, (_, parsed) in zip(ids, rows, strict=True)
        for key in parsed.credentials
    ]
    db.session.execute(insert(VacancyCredential), keys)


def _values(employer_id: int, parsed: ParsedVacancy, stamps: dict[str, Any]) -> dict[str, Any]:
    stated = {name: value for name, value in vars(parsed).items() if name not in _STAGED_ONLY}
    is_open = parsed.status is VacancyStatus.PUBLISHED
    return {
        **stated,
        **stamps,
        "employer_id": employer_id,
        "valid_to": parsed.valid_to or stamps["valid_to"],
        "published_at": stamps["created_at"] if is_open else None,
    }


# ---- undo --------------------------------------------------------------------------------


def remove(batch_id: int, ids: list[int]) -> dict[str, int]:
    """Delete vacancies with the rows that belong to them alone, then the employers left over."""
    for part in chunks(ids):
        db.session.execute(delete(VacancyCredential).where(VacancyCredential.vacancy_id.in_(part)))
        db.session.execute(delete(Vacancy).where(Vacancy.id.in_(part)))
    return {"employers": _remove_employers(batch_id)}


def _remove_employers(batch_id: int) -> int:
    """Delete the employers of an import that are unused and unchanged; return how many."""
    made = select(Employer.id).where(Employer.import_batch_id == batch_id, Employer.version == 1)
    used = pointed_at(_EMPLOYERS, made, but=set())
    free = [one for one in db.session.scalars(made.order_by(Employer.id)) if one not in used]
    for part in chunks(free):
        db.session.execute(delete(Employer).where(Employer.id.in_(part)))
    return len(free)
