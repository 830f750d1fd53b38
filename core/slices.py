"""Work on many rows in short transactions, so that people can save in between."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, inspect, select, tuple_

from core.db import Base, transaction

ROWS = 200  # rows with their events and messages in one transaction, some tenths of a second
DELETED = 2_000  # rows deleted in one transaction
Ids = Sequence[int]


def in_slices(ids: Ids, work: Callable[[Ids], int]) -> int:
    """Run `work` on the ids, a slice in each transaction; return the sum of its answers.

    The ids were read before: `work` reads its slice again and skips rows that need it no longer.
    """
    done = 0
    for start in range(0, len(ids), ROWS):
        with transaction():
            done += work(ids[start : start + ROWS])
    return done


def among(query: Select[Any], table: type[Any], ids: Ids | None) -> Select[Any]:
    """Return a query limited to some ids; without ids as it is."""
    return query if ids is None else query.where(table.id.in_(ids))


def delete_in_slices(table: type[Base], condition: ColumnElement[bool]) -> int:
    """Delete the rows of a condition, a slice in each transaction; return how many."""
    key = inspect(table).primary_key
    some = select(*key).where(condition).limit(DELETED)
    query = delete(table).where(tuple_(*key).in_(some))
    removed = 0
    while True:
        with transaction(audited=False) as session:
            run = session.execute(query, execution_options={"synchronize_session": False})
        count = int(run.rowcount)  # type: ignore[attr-defined]
        removed += count
        if count < DELETED:
            return removed
