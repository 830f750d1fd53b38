"""Reads of imports: batches by viewer, the same file before, rows touched since."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from sqlalchemy import Select, Table, and_, false, or_, select

from core.db import Base, db, found
from sheets.models import ImportBatch, ImportStatus
from sheets.nouns import SheetNoun

CHUNK = 500  # ids in one IN (...)
Item = TypeVar("Item")


def batches(nouns: Iterable[SheetNoun], viewer: Any) -> Select[ImportBatch]:
    """Return the query of the imports of these nouns a viewer may see, newest first."""
    seen = [and_(ImportBatch.noun == noun.key, noun.visible(viewer)) for noun in nouns]
    return select(ImportBatch).where(or_(false(), *seen)).order_by(ImportBatch.id.desc())


def get_batch(nouns: Iterable[SheetNoun], viewer: Any, batch_id: int) -> ImportBatch:
    """Return one import. Raises NotFoundError where the viewer may not see it."""
    return found(db.session.scalar(batches(nouns, viewer).where(ImportBatch.id == batch_id)))


def loaded_before(noun: str, file_hash: str, *, but: int | None = None) -> ImportBatch | None:
    """Return an import of the same file that is loaded and not undone."""
    query = select(ImportBatch).where(
        ImportBatch.noun == noun,
        ImportBatch.file_hash == file_hash,
        ImportBatch.status == ImportStatus.LOADED,
        ImportBatch.id != (but or 0),
    )
    return db.session.scalars(query.order_by(ImportBatch.id)).first()


def newest_ids(table: Table, batch_id: int, count: int) -> list[int]:
    """Return the ids of the last rows an import inserted, in the order of the inserts."""
    mine = select(table.c.id).where(table.c.import_batch_id == batch_id)
    return list(db.session.scalars(mine.order_by(table.c.id.desc()).limit(count)))[::-1]


def chunks(items: list[Item]) -> Iterator[list[Item]]:
    """Cut ids or rows into lists short enough for one statement."""
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


def touched_rows(table: Any, batch_id: int, *, own: set[str]) -> tuple[list[int], list[int]]:
    """Return the ids of an import's rows: those untouched since, and those touched.

    Touched is a row that was changed (`Versioned`, `Stamped`) or that another table points at;
    tables deleted with the row (ON DELETE CASCADE) and its `own` do not count.
    """
    of_batch = select(table.id).where(table.import_batch_id == batch_id)
    ids = list(db.session.scalars(of_batch.order_by(table.id)))
    altered = or_(table.version != 1, table.updated_at != table.created_at)
    changed = set(db.session.scalars(of_batch.where(altered)))
    touched = changed | pointed_at(Base.metadata.tables[table.__tablename__], of_batch, but=own)
    return [i for i in ids if i not in touched], sorted(touched)


def pointed_at(target: Table, ids: Select[Any], *, but: set[str]) -> set[int]:
    """Return which rows of a table, by a query of their ids, a key of another table points at."""
    used: set[int] = set()
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table is target and table.name not in but and key.ondelete != "CASCADE":
                query = select(key.parent).where(key.parent.in_(ids)).distinct()
                used.update(db.session.scalars(query))
    return used
