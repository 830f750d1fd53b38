"""Searching in SQL what people typed: it is stored as typed, so both sides are folded alike.

A full-width bracket or letter is found by its half-width form and the other way round. PostgreSQL
has the Unicode form as a function, SQLite gets the application's own.
"""

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from core.characters import nfkc

MOST_KEPT = 8_192  # texts whose form is kept, of at most so many characters: some megabytes
LONGEST_KEPT = 1_000


class folded(FunctionElement[str]):  # noqa: N801 - used as a function of SQL
    """A text in Unicode's form NFKC."""

    inherit_cache = True
    type = String()


@compiles(folded, "postgresql")
def _by_the_server(element: Any, compiler: Any, **more: Any) -> str:
    return f"normalize({compiler.process(element.clauses, **more)}, NFKC)"


@compiles(folded)
def _by_the_application(element: Any, compiler: Any, **more: Any) -> str:
    return f"nfkc({compiler.process(element.clauses, **more)})"


def add_to_sqlite(connection: Any) -> None:
    """Give a connection of SQLite the function."""
    connection.create_function("nfkc", 1, _nfkc, deterministic=True)


def _nfkc(text: str | None) -> str | None:
    if text is None or text.isascii():
        return text
    return _remembered(text) if len(text) <= LONGEST_KEPT else nfkc(text)


@lru_cache(maxsize=MOST_KEPT)
def _remembered(text: str) -> str:
    """Return the text in NFKC: a search asks for each text of a table once for every word."""
    return nfkc(text)


def holds(column: Any, word: str) -> ColumnElement[bool]:
    """Return whether a column holds a word, in any case and width."""
    return folded(column).icontains(nfkc(word), autoescape=True)
