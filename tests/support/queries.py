"""Counting SQL statements and rows of a block, for pages that must not grow with the tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine.cursor import CursorFetchStrategy

from core.db import db

FETCHES = ("fetchone", "fetchmany", "fetchall")


@dataclass
class Counted:
    """The statements seen so far."""

    statements: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Number of statements."""
        return len(self.statements)

    @property
    def selects(self) -> list[str]:
        """Those that read."""
        return [one for one in self.statements if one.startswith(("SELECT", "WITH"))]


@contextmanager
def count_queries() -> Iterator[Counted]:
    """Count the statements sent inside the block; needs an app context."""
    counted = Counted()

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        counted.statements.append(statement)

    engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield counted
    finally:
        event.remove(engine, "before_cursor_execute", note)


@dataclass
class Rows:
    """The rows fetched so far."""

    total: int = 0


@contextmanager
def count_rows() -> Iterator[Rows]:
    """Count the rows that come from the database inside the block."""
    rows = Rows()
    originals = {name: getattr(CursorFetchStrategy, name) for name in FETCHES}

    def counting(name: str) -> Any:
        def fetch(*args: Any, **more: Any) -> Any:
            got = originals[name](*args, **more)
            rows.total += (got is not None) if name == "fetchone" else len(got)
            return got

        return fetch

    for name in FETCHES:
        setattr(CursorFetchStrategy, name, counting(name))
    try:
        yield rows
    finally:
        for name, original in originals.items():
            setattr(CursorFetchStrategy, name, original)
