"""Counting SQL statements, for list pages whose number must not grow with the rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event

from core.db import db


@dataclass
class Counted:
    """The statements seen so far."""

    statements: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Number of statements."""
        return len(self.statements)


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
