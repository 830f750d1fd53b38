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
from jobs.importing.plan import Plan
from jobs.importing.posts import Post, Unit
from jobs.vacancies.models import ImportBatch, Vacancy, VacancyCredential, VacancyStatus

CHUNK = 500
SOURCE_LENGTH = 80
_TABLE = Base.metadata.tables[Vacancy.__tablename__]
_STAGED_ONLY = {"row", "unit", "credentials"}


@dataclass(frozen=True)
class Loaded:
    """What a load did. `known`: posts somebody else had published since the dry run."""

    posts: int
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

    def __init__(self, staged: Path, step: Callable[[int], None]) -> None:
        self.staged = staged
        self.step = step
        self.units = _units(staged)

    def load(self, batch: ImportBatch, plan: Plan, terms: LoadTerms) -> Loaded:
        """Insert all staged posts and the employers they need, inside the caller's transaction."""
        made = 0
        if plan.employer_id is None:
            ids, made, old = _employers(self.units, batch, terms.verify_days)
        else:
            ids, old = dict.fromkeys(self.units, plan.employer_id), {plan.employer_id}
        standing = _by_employer(queries.standing_posts(old))
        stamps = _stamps(batch, clock.days_ahead(terms.valid_days))
        posts = known = 0
        for chunk in _chunks(self.staged):
            rows = [(ids[_identity(post.unit)], post) for post in chunk]
            fresh = [row for row in rows if not _stands(*row, standing)]
            _insert(fresh, stamps)
            posts, known = posts + len(fresh), known + len(rows) - len(fresh)
            self.step(posts + known)
        return Loaded(posts, made, known)


def staged_posts(staged: Path) -> Iterator[Post]:
    """Read staged posts back, one at a time."""
    with staged.open(encoding="utf-8") as lines:
        for line in lines:
            yield Post.loads(line)


def _chunks(staged: Path) -> Iterator[list[Post]]:
    posts = staged_posts(staged)
    while chunk := list(islice(posts, CHUNK)):
        yield chunk


def _identity(unit: Unit) -> str:
    return unit.credit_code or unit.key


# ---- employers ---------------------------------------------------------------------------


def _employers(
    units: dict[str, Unit], batch: ImportBatch, verify_days: int
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


def _units(staged: Path) -> dict[str, Unit]:
    """Merge what the rows of each employer say: the first row that tells a fact counts."""
    units: dict[str, Unit] = {}
    for post in staged_posts(staged):
        unit = units.setdefault(_identity(post.unit), post.unit)
        for name, value in vars(post.unit).items():
            if not getattr(unit, name) and value:
                setattr(unit, name, value)
    return units


def _new_employer(unit: Unit, batch: ImportBatch, verify_days: int) -> Employer:
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


def _stands(employer_id: int, post: Post, standing: dict[int, set[bytes]]) -> bool:
    marks = standing.get(employer_id)
    return marks is not None and post.fingerprint() in marks


def _insert(rows: list[tuple[int, Post]], stamps: dict[str, Any]) -> None:
    """Insert posts in the order of the sheet; ids are fetched only where certificates need them."""
    values = [_values(employer_id, post, stamps) for employer_id, post in rows]
    if not values:
        return
    if not any(post.credentials for _, post in rows):
        db.session.execute(insert(_TABLE), values)
        return
    ordered = insert(_TABLE).returning(_TABLE.c.id, sort_by_parameter_order=True)
    ids = db.session.scalars(ordered, values).all()
    keys = [
        {"vacancy_id": vacancy_id, "key": key}
        for vacancy_id, (_, post) in zip(ids, rows, strict=True)
        for key in post.credentials
    ]
    db.session.execute(insert(VacancyCredential), keys)


def _values(employer_id: int, post: Post, stamps: dict[str, Any]) -> dict[str, Any]:
    told = {name: value for name, value in vars(post).items() if name not in _STAGED_ONLY}
    is_open = post.status is VacancyStatus.PUBLISHED
    return {
        **told,
        **stamps,
        "employer_id": employer_id,
        "valid_to": post.valid_to or stamps["valid_to"],
        "published_at": stamps["created_at"] if is_open else None,
    }


# ---- taking back -------------------------------------------------------------------------


def remove_posts(ids: list[int]) -> None:
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
