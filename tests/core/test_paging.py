"""Pages of a list, counted beside it or in the same statement."""

import pytest
from sqlalchemy import select

from core import paging
from people.veterans.models import Veteran
from tests.people.veterans.world import make_veteran

NAMES = ["甲一", "甲二", "甲三", "甲四", "甲五"]


@pytest.fixture
def query(app):
    for name in NAMES:
        make_veteran(name=name)
    return select(Veteran).order_by(Veteran.id)


@pytest.mark.parametrize("pages", [paging.paginate, paging.paginate_at_once])
@pytest.mark.parametrize(
    ("number", "shown"), [(1, NAMES[:2]), (2, NAMES[2:4]), (3, NAMES[4:]), (9, NAMES[4:])]
)
def test_a_page_has_its_rows_and_the_number_of_all(query, pages, number, shown):
    page = pages(query, number=number, per_page=2)

    assert [one.name for one in page.rows] == shown
    assert (page.number, page.pages, page.total) == (min(number, 3), 3, len(NAMES))


@pytest.mark.parametrize("pages", [paging.paginate, paging.paginate_at_once])
def test_a_list_without_rows_has_one_empty_page(query, pages):
    page = pages(query.where(Veteran.name == "没有"), number=1)

    assert (page.rows, page.number, page.pages, page.total) == ([], 1, 1, 0)


def test_a_number_that_is_known_is_not_counted_again(query):
    assert paging.paginate(query, per_page=2, total=3).total == 3
