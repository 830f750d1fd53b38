"""Staged posts into the database in bulk, and out again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select

from core import clock
from core.db import Base, db
from jobs.employers.models import Employer, EmployerStatus
from jobs.importing import queries
from jobs.importing.models import ImportBatch
from jobs.importing.parsed import ParsedEmployer, ParsedVacancy
from jobs.importing.plan import Plan
from jobs.vacancies.models import Vacancy, VacancyCredential, VacancyStatus

CHUNK = 500
SOURCE_LENGTH = 80
_TABLE = Base.metadata.tables[Vacancy.__tablename__]
_STAGED_ONLY = {"row", "unit", "credentials"}


@dataclass(frozen=True)
class Loaded:
    """What a load did. `known`: posts somebody else had published since the dry run."""

    vacancies: int
    employers: int
    known: int


@dataclass(frozen=True)
class LoadTerms:
    """What the office grants with a load: how long posts run and new employers are vouched for."""

    verify_days: int
    valid_days: int


class Loader:
    """Loads one import; `step` is told how many staged posts are through.

    Made before the transaction, it reads the employers ahead, so that a single writer is held
    only for the inserts.
    """

    def __init__(self, staged: Path, on_progress: Callable[[int], None]) -> None:
        self.staged = staged
        self.on_progress = on_progress
        self.units = _units(staged)

    def load(self, batch: ImportBatch, plan: Plan, terms: LoadTerms) -> Loaded:
        """Insert all staged posts and the employers they need, inside the caller's transaction."""
        made = 0
        if plan.employer_id is None:
            ids, made, old = _employers(self.units, batch, terms.verify_days)
        else:
            ids, old = dict.fromkeys(self.units, plan.employer_id), {plan.employer_id}
        existing = _by_employer(queries.existing_vacancies(old))
        stamps = _stamps(batch, clock.days_ahead(terms.valid_days))
        vacancies = known = 0
        for chunk in _chunks(self.staged):
            rows = [(ids[_identity(parsed.unit)], parsed) for parsed in chunk]
            fresh = [row for row in rows if not _exists(*row, existing)]
            _insert(fresh, stamps)
            vacancies, known = vacancies + len(fresh), known + len(rows) - len(fresh)
            self.on_progress(vacancies + known)
        return Loaded(vacancies, made, known)


def staged_vacancies(staged: Path) -> Iterator[ParsedVacancy]:
    """Read staged posts back, one at a time."""
    with staged.open(encoding="utf-8") as lines:
        for line in lines:
            yield ParsedVacancy.loads(line)


def _chunks(staged: Path) -> Iterator[list[ParsedVacancy]]:
    vacancies = staged_vacancies(staged)
    while chunk := list(islice(vacancies, CHUNK)):
        yield chunk


def _identity(unit: ParsedEmployer) -> str:
    return unit.credit_code or unit.key


# ---- employers ---------------------------------------------------------------------------


def _employers(
    units: dict[str, ParsedEmployer], batch: ImportBatch, verify_days: int
) -> tuple[dict[str, int], int, set[int]]:
    """Return identity -> id of every employer named, how many were made, ids of the old ones."""
    book = queries.employer_book()
    ids = {mark: known.id for mark, unit in units.items() if (known := book.find(unit))}
    old = set(ids.values())
    new = {mark: _new_employer(unit, batch, verify_days)
           for mark, unit in units.items() if mark not in ids}  # fmt: skip
    db.session.add_all(new.values())
    db.session.flush()
    ids.update((mark, employer.id) for mark, employer in new.items())
    return ids, len(new), old


def _units(staged: Path) -> dict[str, ParsedEmployer]:
    """Merge what the rows of each employer say: the first row that tells a fact counts."""
    units: dict[str, ParsedEmployer] = {}
    for parsed in staged_vacancies(staged):
        unit = units.setdefault(_identity(parsed.unit), parsed.unit)
        for name, value in vars(parsed.unit).items():
            if not getattr(unit, name) and value:
                setattr(unit, name, value)
    return units


def _new_employer(unit: ParsedEmployer, batch: ImportBatch, verify_days: int) -> Employer:
    """Make an employer the bureau vouches for by importing it, until it is verified in person."""
    source = batch.source or batch.file_name
    now = clock.now()
    employer = Employer(
        name=unit.name[:120],
        credit_code=unit.credit_code,
        code_note=f"随批次导入，来源：{source}"[:200],
        industry=unit.industry,
        staffing=unit.staffing,
        introduction=unit.introduction,
        contact_name=unit.contact_name,
        status=EmployerStatus.VERIFIED,
        submitted_at=now,
        verified_at=now,
        verified_by=batch.by_id,
        verified_until=clock.days_ahead(verify_days),
        source=source[:SOURCE_LENGTH],
        import_batch_id=batch.id,
    )
    if unit.contact_phone:
        employer.contact_phone = unit.contact_phone
    return employer


# ---- posts -------------------------------------------------------------------------------


def _stamps(batch: ImportBatch, valid_to: date) -> dict[str, Any]:
    now = clock.now()
    return {
        "created_at": now,
        "updated_at": now,  # the same moment: what differs later was touched by somebody
        "version": 1,
        "valid_to": valid_to,
        "source": (batch.source or batch.file_name)[:SOURCE_LENGTH],
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
    """Insert posts in the order of the sheet; ids are fetched only where certificates need them."""
    values = [_values(employer_id, parsed, stamps) for employer_id, parsed in rows]
    if not values:
        return
    if not any(parsed.credentials for _, parsed in rows):
        db.session.execute(insert(_TABLE), values)
        return
    ordered = insert(_TABLE).returning(_TABLE.c.id, sort_by_parameter_order=True)
    ids = db.session.scalars(ordered, values).all()
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


# ---- taking back -------------------------------------------------------------------------


def remove_vacancies(ids: list[int]) -> None:
    """Delete posts and what only belongs to them."""
    for part in queries.chunks(ids):
        db.session.execute(delete(VacancyCredential).where(VacancyCredential.vacancy_id.in_(part)))
        db.session.execute(delete(Vacancy).where(Vacancy.id.in_(part)))


def remove_employers(batch_id: int) -> int:
    """Delete employers an import made that nobody uses or changed; return how many."""
    made = select(Employer.id).where(Employer.import_batch_id == batch_id, Employer.version == 1)
    ids = list(db.session.scalars(made.order_by(Employer.id)))
    employer = Base.metadata.tables[Employer.__tablename__]
    used = queries.pointed_at(employer, ids, but=set())
    free = [employer_id for employer_id in ids if employer_id not in used]
    for part in queries.chunks(free):
        db.session.execute(delete(Employer).where(Employer.id.in_(part)))
    return len(free)
