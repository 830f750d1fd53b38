"""Rename a table or its columns, with every constraint, index and sequence named after them."""

import re
from collections.abc import Callable, Mapping

from alembic import op
from sqlalchemy import text

CONSTRAINTS = """
SELECT conname FROM pg_constraint WHERE conrelid = CAST(:table AS regclass) AND contype <> 'n'
"""
INDEXES = "SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND tablename = :table"
SEQUENCES = "SELECT relname FROM pg_class WHERE relkind = 'S' AND relname = :table || '_id_seq'"
SQLITE_OBJECTS = "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = :table AND sql <> ''"

Rename = Callable[[str], str]


def rename(table: str, to: str | None = None, columns: Mapping[str, str] | None = None) -> None:
    """Rename a table, columns of it, or both; rows, keys and triggers stay.

    On SQLite a table whose constraints change their names is made again, so no other table may
    refer to it; a column alone is renamed where it is.
    """
    new, columns = to or table, columns or {}

    def renamed(name: str) -> str:
        """Return a constraint's or index's name (kind, table, columns) after the change."""
        kind, _, rest = name.partition("_")
        if not rest.startswith(table):
            return name
        rest = rest[len(table) :]
        for old, column in columns.items():
            rest = re.sub(rf"(?<=_){old}(?=_|$)", column, rest)
        return f"{kind}_{new}{rest}"

    if op.get_bind().dialect.name == "postgresql":
        _on_postgresql(table, new, columns, renamed)
    else:
        _on_sqlite(table, new, columns, renamed)


def _names(query: str, table: str) -> list[str]:
    return list(op.get_bind().execute(text(query), {"table": table}).scalars())


def _on_postgresql(table: str, new: str, columns: Mapping[str, str], renamed: Rename) -> None:
    for old, column in columns.items():
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {column}")
    for name in _names(CONSTRAINTS, table):
        if renamed(name) != name:
            op.execute(f"ALTER TABLE {table} RENAME CONSTRAINT {name} TO {renamed(name)}")
    for name in _names(INDEXES, table):
        if renamed(name) != name:
            op.execute(f"ALTER INDEX {name} RENAME TO {renamed(name)}")
    if new != table:
        for name in _names(SEQUENCES, table):
            op.execute(f"ALTER SEQUENCE {name} RENAME TO {new}_id_seq")
        op.execute(f"ALTER TABLE {table} RENAME TO {new}")


def _on_sqlite(table: str, new: str, columns: Mapping[str, str], renamed: Rename) -> None:
    before = _objects(table)
    names = re.findall(r"CONSTRAINT (\w+)", next(sql for kind, _, sql in before if kind == "table"))
    if new == table and all(renamed(name) == name for name in names):
        for old, column in columns.items():
            op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {column}")
        after = [one for one in _objects(table) if one[0] == "index" and renamed(one[1]) != one[1]]
        for _, name, sql in after:
            op.execute(f"DROP INDEX {name}")
            op.execute(text(re.sub(rf"\b{name}\b", renamed(name), sql, count=1)))
        return
    _remake(table, new, columns, renamed, before)


def _objects(table: str) -> list[tuple[str, str, str]]:
    rows = op.get_bind().execute(text(SQLITE_OBJECTS), {"table": table})
    return [(row.type, row.name, row.sql) for row in rows]


def _remake(
    table: str,
    new: str,
    columns: Mapping[str, str],
    renamed: Rename,
    objects: list[tuple[str, str, str]],
) -> None:
    """Make the table again under the new names, copy its rows, and drop the one before."""
    words = {**columns, table: new}

    def translated(sql: str) -> str:
        return re.sub(r"\w+", lambda word: words.get(word[0]) or renamed(word[0]), sql)

    op.execute(f"ALTER TABLE {table} RENAME TO {table}_before")
    for kind, name, _ in objects:
        if kind == "index":
            op.execute(f"DROP INDEX {name}")
    for kind, _, sql in sorted(objects, key=lambda one: one[0] != "table"):
        op.execute(text(translated(sql).replace(":", r"\:")))
        if kind == "table":
            op.execute(f"INSERT INTO {new} SELECT * FROM {table}_before")
            op.execute(f"DROP TABLE {table}_before")
