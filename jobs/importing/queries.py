"""Reads for imports: visible ones, known employers, open vacancies, what changed since."""

from collections.abc import Iterable, Iterator

from sqlalchemy import ColumnElement, or_, select, true

from core import clock
from core.access import Role
from core.db import db
from core.paging import count_of
from jobs.employers.models import Employer, EmployerMember, EmployerStatus
from jobs.employers.queries import brought_by, of_import
from jobs.importing.parsed import CONTENTS, fingerprint
from jobs.vacancies.models import Vacancy, VacancyCredential, VacancyStatus
from people.accounts.models import Account
from sheets.models import ImportBatch
from sheets.nouns import Touched, Undoing
from sheets.queries import CHUNK, chunks, touched_rows

OVER = (
    VacancyStatus.FILLED,
    VacancyStatus.EXPIRED,
    VacancyStatus.CLOSED,
    VacancyStatus.REMOVED,
)


def visible(viewer: Account) -> ColumnElement[bool]:
    """Return the condition of the imports a viewer may see.

    An officer sees all, an employer those of its own accounts.
    """
    if viewer.role is Role.OFFICER:
        return true()
    own = select(EmployerMember.employer_id).where(EmployerMember.account_id == viewer.id)
    colleagues = select(EmployerMember.account_id).where(EmployerMember.employer_id.in_(own))
    return or_(ImportBatch.by_id == viewer.id, ImportBatch.by_id.in_(colleagues))


def employer_status(employer_id: int) -> EmployerStatus | None:
    """Return the verification status of an employer."""
    return db.session.scalar(select(Employer.status).where(Employer.id == employer_id))


# ---- employers ---------------------------------------------------------------------------


def unverified(batch_id: int) -> tuple[int, int]:
    """Return how many employers of an import wait for verification, and how many vacancies of
    the import wait with their employer.
    """
    made = len(of_import(batch_id))
    held = select(Vacancy.id).join(Vacancy.employer).where(brought_by(batch_id))
    held = held.where(
        Vacancy.import_batch_id == batch_id, Vacancy.status == VacancyStatus.PUBLISHED
    )
    return made, count_of(held)


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


def undoing(batch_id: int) -> Undoing:
    """Return which vacancies of an import are untouched since and which are not."""
    own = {VacancyCredential.__tablename__}
    free, touched = touched_rows(Vacancy, batch_id, own=own)
    return Undoing(free, list(_touched(touched)))


def _touched(ids: list[int]) -> Iterator[Touched]:
    for part in chunks(ids):
        shown = select(Vacancy.id, Vacancy.title, Vacancy.status).where(Vacancy.id.in_(part))
        for vacancy_id, title, status in db.session.execute(shown.order_by(Vacancy.id)):
            yield Touched(vacancy_id, title, status.label)
