"""Reads of imports: batches by viewer, known employers, open posts, what was touched since."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, Table, or_, select
from sqlalchemy.orm import load_only

from core import clock
from core.access import Role
from core.db import Base, db
from core.errors import NotFoundError
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


@dataclass(frozen=True)
class Viewer:
    """Who asks: an officer sees every import, an employer those of its own people."""

    account_id: int
    role: Role


def batches(viewer: Viewer) -> Select[ImportBatch]:
    """Return the imports a viewer may see, newest first."""
    query = select(ImportBatch).order_by(ImportBatch.id.desc())
    return query if viewer.role is Role.OFFICER else query.where(_of_colleagues(viewer))


def get_batch(viewer: Viewer, batch_id: int) -> ImportBatch:
    """Return one import, or raise NotFoundError where it is not there or not the viewer's."""
    query = batches(viewer).where(ImportBatch.id == batch_id)
    batch = db.session.scalar(query)
    if batch is None:
        raise NotFoundError
    return batch


def _of_colleagues(viewer: Viewer) -> ColumnElement[bool]:
    own = select(EmployerMember.employer_id).where(EmployerMember.account_id == viewer.account_id)
    colleagues = select(EmployerMember.account_id).where(EmployerMember.employer_id.in_(own))
    return or_(ImportBatch.by_id == viewer.account_id, ImportBatch.by_id.in_(colleagues))


def employer_status(employer_id: int) -> EmployerStatus | None:
    """Return where an employer's verification stands."""
    return db.session.scalar(select(Employer.status).where(Employer.id == employer_id))


def loaded_before(file_hash: str, *, but: int | None = None) -> ImportBatch | None:
    """Return an import of the same file that still stands."""
    query = select(ImportBatch).where(
        ImportBatch.file_hash == file_hash,
        ImportBatch.status == ImportStatus.LOADED,
        ImportBatch.id != (but or 0),
    )
    return db.session.scalars(query.order_by(ImportBatch.id)).first()


def names_of(batch_list: Iterable[ImportBatch]) -> dict[int, str]:
    """Return account id -> name of those who made these imports."""
    ids = {batch.by_id for batch in batch_list if batch.by_id is not None}
    query = select(Account.id, Account.name).where(Account.id.in_(ids))
    return {row.id: row.name for row in db.session.execute(query)}


# ---- employers ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Known:
    """An employer that is in the database already."""

    id: int
    credit_code: str | None
    status: EmployerStatus


@dataclass
class EmployerBook:
    """All employers by what their names have in common and by credit code."""

    by_key: dict[str, list[Known]] = field(default_factory=dict)
    by_code: dict[str, Known] = field(default_factory=dict)

    def find(self, unit: ParsedEmployer) -> Known | None:
        """Return the employer a sheet means: by code, else by name unless the codes differ.

        Of several with one name the verified one is meant, then the oldest.
        """
        if unit.credit_code in self.by_code:
            return self.by_code[unit.credit_code]
        for known in self.by_key.get(unit.key, []):
            if not unit.credit_code or not known.credit_code:
                return known
        return None


def employer_book() -> EmployerBook:
    """Read the book of all employers, four columns of each."""
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


# ---- posts -------------------------------------------------------------------------------


def existing_vacancies(employer_ids: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    """Yield (employer id, fingerprint) of every post of these employers that is not over."""
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
    """What an undo would do: posts nobody touched go, the others stay."""

    free: list[int]
    touched: list[Vacancy]


def undoing(batch_id: int) -> Undoing:
    """Sort the posts of an import into those nobody touched since and those somebody did.

    Touched is a post that was changed or that another table points at (an application, a
    meeting); tables that vanish with the post (ON DELETE CASCADE) do not count.
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
    shown = load_only(Vacancy.title, Vacancy.status, Vacancy.employer_id)
    return [
        parsed
        for part in chunks(ids)
        for parsed in db.session.scalars(select(Vacancy).options(shown).where(Vacancy.id.in_(part)))
    ]


def pointed_at(target: Table, ids: list[int], *, but: set[str]) -> set[int]:
    """Return which of these rows a foreign key of another table points at."""
    found: set[int] = set()
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table is target and table.name not in but and key.ondelete != "CASCADE":
                for part in chunks(ids):
                    used = select(key.parent).where(key.parent.in_(part)).distinct()
                    found.update(db.session.scalars(used))
    return found
