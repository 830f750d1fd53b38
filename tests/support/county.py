"""The demo county for tests that only read it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select

from core import clock
from core.db import db
from demo import operations
from demo.operations import DemoCounts
from jobs.vacancies.models import Vacancy
from people.veterans.models import Veteran
from tests.support import databases


@contextmanager
def loaded(database: Any) -> Iterator[DemoCounts]:
    """Load the county into an empty database, within its app context."""
    database.reset()
    with databases.pushed(database.app):
        yield operations.load_demo()


def all_rows(model: Any) -> list[Any]:
    """Return every row of a table, by id."""
    return list(db.session.scalars(select(model).order_by(model.id)))


def everybody() -> list[Veteran]:
    """Return every veteran."""
    return all_rows(Veteran)


def open_vacancies() -> list[Vacancy]:
    """Return the vacancies open today."""
    return [row for row in all_rows(Vacancy) if row.is_open(clock.today())]
