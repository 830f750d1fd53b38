"""Reads of imports: batches by viewer, known employers, open vacancies, what changed since."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, Table, or_, select
from sqlalchemy.orm import load_only

from core import clock
from core.access import Role
from core.db import Base, db, found, pairs
from jobs.employers.models import Employer, EmployerMember, EmployerStatus
from jobs.importing.models import ImportBatch, ImportStatus
from jobs.importing.parse.employers import name_key
from jobs.importing.parsed import CONTENTS, ParsedEmployer, fingerprint
from jobs.vacancies.models import Vacancy, VacancyCredential, VacancyStatus
from people.accounts.models import Account

CHUNK = 500  # ids in one IN (...)
OVER = (
    VacancyStatus.FILLED,
    VacancyStatus.EXPIRED,
    VacancyStatus.CLOSED,
    VacancyStatus.REMOVED,
)


def batches(viewer: Account) -> Select[ImportBatch]:
    """Return the query of the imports a viewer may see, newest first.

    An officer sees all, an employer those of its own accounts.
    """
    query = select(ImportBatch).order_by(ImportBatch.id.desc())
    return query if viewer.role is Role.OFFICER else query.where(_of_colleagues(viewer))


def get_batch(viewer: Account, batch_id: int) -> ImportBatch:
    """Return one import. Raises NotFoundError where the viewer may not see it."""
    return found(db.session.scalar(batches(viewer).where(ImportBatch.id == batch_id)))


def _of_colleagues(viewer: Account) -> ColumnElement[bool]:
    own = select(EmployerMember.employer_id).where(EmployerMember.account_id == viewer.id)
    colleagues = select(EmployerMember.account_id).where(EmployerMember.employer_id.in_(own))
    return or_(ImportBatch.by_id == viewer.id, ImportBatch.by_id.in_(colleagues))


def employer_status(employer_id: int) -> EmployerStatus | None:
    """Return the verification status of an employer."""
    return db.session.scalar(select(Employer.status).where(Employer.id == employer_id))


def loaded_before(file_hash: str, *, but: int | None = None) -> ImportBatch | None:
    """Return an import of the same file that is loaded and not undone."""
    query = select(ImportBatch).where(
        ImportBatch.file_hash == file_hash,
        ImportBatch.status == ImportStatus.LOADED,
        ImportBatch.id != (but or 0),
    )
    return db.session.scalars(query.order_by(ImportBatch.id)).first()


def names_of(batch_list: Iterable[ImportBatch]) -> dict[int, str]:
    """Return account id -> name of the accounts that made these imports."""
    ids = {batch.by_id for batch in batch_list if batch.by_id is not None}
    return pairs(select(Account.id, Account.name).where(Account.id.in_(ids)))


# ---- employers ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Known:
    """An employer that is in the database already."""

    id: int
    credit_code: str | None
    status: EmployerStatus


@dataclass
class EmployerBook:
    """All employers by name key and by credit code."""

    by_key: dict[str, list[Known]] = field(default_factory=dict)
    by_code: dict[str, Known] = field(default_factory=dict)

    def find(self, unit: ParsedEmployer) -> Known | None:
        """Return the employer of a sheet: by code, else by name unless the codes differ.

        Of several with one name the verified one counts, then the oldest.
        """
        if unit.credit_code in self.by_code:
            return self.by_code[unit.credit_code]
        for known in self.by_key.get(unit.key, []):
            if not unit.credit_code or not known.credit_code:
                return known
        return None


def employer_book() -> EmployerBook:
    """Return the book of all employers, from four columns of each."""
    columns = (Employer.id, Employer.name, Employer.credit_code, Employer.status)
    book = EmployerBook()
    verified_first = Employer.status != EmployerStatus.VERIFIED
    for employer_id, name, code, status in db.session.execute(
        select(*columns).order_by(verified_first, Employer.id)
    ):
        known = Known(employer_id, code, status)
        book.by_key.setdefault(name_key(name), []).append(known)
        if code:
            book.by_code[code] = known
    return book


# ---- vacancies ---------------------------------------------------------------------------


def existing_vacancies(employer_ids: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    """Yield (employer id, fingerprint) of each vacancy of these employers that is not over."""
    columns = [getattr(Vacancy, name) for name in CONTENTS]
    for ids in chunks(sorted(employer_ids)):
        query = select(Vacancy.employer_id, *columns).where(
            Vacancy.employer_id.in_(ids),
            Vacancy.status.not_in(OVER),
            or_(Vacancy.status != VacancyStatus.PUBLISHED, Vacancy.valid_to >= clock.today()),
        )
        for row in db.session.execute(query.execution_options(yield_per=CHUNK)):
            yield row.employer_id, fingerprint(row._mapping)


def chunks(ids: list[int]) -> Iterator[list[int]]:
    """Cut ids into lists short enough for one statement."""
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


@dataclass(frozen=True)
class Undoing:
    """The effect of an undo: `free` vacancies are deleted, `touched` ones stay."""

    free: list[int]
    touched: list[Vacancy]


def undoing(batch_id: int) -> Undoing:
    """Return which vacancies of an import are untouched since and which are not.

    Touched is a vacancy that was changed or that another table points at (an application, a
    meeting); tables deleted with the vacancy (ON DELETE CASCADE) do not count.
    """
    of_batch = select(Vacancy.id).where(Vacancy.import_batch_id == batch_id)
    ids = list(db.session.scalars(of_batch.order_by(Vacancy.id)))
    altered = or_(Vacancy.version != 1, Vacancy.updated_at != Vacancy.created_at)
    changed = set(db.session.scalars(of_batch.where(altered)))
    vacancy = Base.metadata.tables[Vacancy.__tablename__]
    own = {VacancyCredential.__tablename__}
    touched = changed | pointed_at(vacancy, ids, but=own)
    return Undoing([i for i in ids if i not in touched], _vacancies(sorted(touched)))


def _vacancies(ids: list[int]) -> list[Vacancy]:
    shown = select(Vacancy).options(load_only(Vacancy.title, Vacancy.status, Vacancy.employer_id))
    return [
        vacancy
        for part in chunks(ids)
        for vacancy in db.session.scalars(shown.where(Vacancy.id.in_(part)))
    ]


def pointed_at(target: Table, ids: list[int], *, but: set[str]) -> set[int]:
    """Return which of these rows a foreign key of another table points at."""
    used: set[int] = set()
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table is target and table.name not in but and key.ondelete != "CASCADE":
                for part in chunks(ids):
                    query = select(key.parent).where(key.parent.in_(part)).distinct()
                    used.update(db.session.scalars(query))
    return used
