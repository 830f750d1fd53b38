"""Pagination of long lists, and counting in the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

from .db import db
from .list_filters import asked_number

Row = TypeVar("Row")
PER_PAGE = 20
MOST_PRINTED = 1000  # rows of one print; the page says how many there are


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of one page, its number (from 1) and the total."""

    rows: Sequence[Row]
    number: int
    per_page: int
    total: int

    @property
    def pages(self) -> int:
        """Number of pages, at least 1."""
        return max(1, -(-self.total // self.per_page))

    @property
    def is_cut(self) -> bool:
        """Return whether there are more rows than these."""
        return len(self.rows) < self.total


def count_of(query: Select[Any]) -> int:
    """Return the number of rows of a query, counted in the database."""
    return db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0


def asked_page() -> int:
    """Return the requested page number, 1 where it is missing or invalid."""
    return max(1, asked_number("page") or 1)


def paginate(
    query: Select[Any], *, number: int = 1, per_page: int = PER_PAGE, total: int | None = None
) -> Page[Any]:
    """Return one page of a query's rows; a number past the end gives the last page.

    `total` is the number of its rows, where the caller knows it.
    """
    total = count_of(query) if total is None else total
    last = max(1, -(-total // per_page))
    number = min(number, last)
    rows = db.session.scalars(query.limit(per_page).offset((number - 1) * per_page)).all()
    return Page(rows, number, per_page, total)


def paginate_at_once(query: Select[Any], *, number: int = 1, per_page: int = PER_PAGE) -> Page[Any]:
    """Return one page of a query's rows like `paginate`, in one statement.

    For a query that costs much more than its rows: it is not run a second time for their number.
    """
    counted = query.add_columns(func.count().over())
    found = db.session.execute(counted.limit(per_page).offset((number - 1) * per_page)).all()
    if not found and number > 1:
        return paginate(query, number=number, per_page=per_page)
    total = found[0][-1] if found else 0
    return Page([row[0] for row in found], number, per_page, total)


def printed(query: Select[Any]) -> Page[Any]:
    """Return the first rows of a query for a print, which says what `total` it leaves out."""
    return paginate(query, per_page=MOST_PRINTED)


def page_of(rows: Sequence[Row], *, number: int = 1, per_page: int = PER_PAGE) -> Page[Row]:
    """Return one page of rows already in memory."""
    last = max(1, -(-len(rows) // per_page))
    number = min(number, last)
    start = (number - 1) * per_page
    return Page(rows[start : start + per_page], number, per_page, len(rows))
