"""Rows of the database: saved, read again, compared before and after a request."""

import itertools
from functools import cache
from typing import Any

from sqlalchemy import Select, Table, TextClause, select, text

from core.db import Base, db, transaction
from core.files.models import StoredFile
from core.files.storage import Document, store_document

Rows = dict[tuple[str, object], dict[str, object]]
_numbers = itertools.count(1)


def save(row: Any) -> Any:
    """Commit one row and return it: a request has its own session."""
    with transaction(audited=False) as session:
        session.add(row)
    return row


def fresh(row: Any) -> Any:
    """Read a row again with a new session."""
    db.session.rollback()
    return db.session.get_one(type(row), row.id)


def unique_number() -> int:
    """Return a number that no other row of the process was made with."""
    return next(_numbers)


def stored_file(name: str) -> StoredFile:
    """Return a small PDF file, stored."""
    with transaction(audited=False):
        return store_document(Document(f"{name}.pdf", "application/pdf", b"%PDF-"), by_id=None)


def rows() -> Rows:
    """Return every row of every table by its key."""
    db.session.rollback()
    found: Rows = {
        (table.name, tuple(row[column.name] for column in table.primary_key)): dict(row)
        for table in filled_tables()
        for row in db.session.execute(_all_of(table)).mappings()
    }
    db.session.rollback()  # the requests that follow take longer than a transaction may idle
    return found


def filled_tables() -> list[Table]:
    """Return the tables that hold a row: a walk that compares all rows asks after each page."""
    tables = Base.metadata.tables
    return [tables[name] for name in db.session.scalars(_filled()) if name in tables]


@cache
def _filled() -> TextClause:
    names = Base.metadata.tables
    asked = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in names)
    return text(" UNION ALL ".join(asked))


@cache
def _all_of(table: Table) -> Select[Any]:
    return select(table)


def changed(before: Rows, after: Rows) -> set[str]:
    """Return the changed columns as table.column, new rows as +table, deleted ones as -table."""
    found = {f"+{table}" for table, _key in after.keys() - before.keys()}
    found |= {f"-{table}" for table, _key in before.keys() - after.keys()}
    for place in before.keys() & after.keys():
        columns = (name for name, value in before[place].items() if after[place][name] != value)
        found |= {f"{place[0]}.{name}" for name in columns}
    return found
