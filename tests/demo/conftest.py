"""The demo county of today, for modules that only read it."""

from collections.abc import Iterator
from typing import Any

import pytest

from demo.operations import DemoCounts
from tests.demo.world import loaded


@pytest.fixture(scope="module")
def county(sqlite_database: Any) -> Iterator[DemoCounts]:
    """The counts of the county, within its app context."""
    with loaded(sqlite_database) as counts:
        yield counts
