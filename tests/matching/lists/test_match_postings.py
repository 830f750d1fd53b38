"""One posting published again is one vacancy of a list, the newest."""

import pytest

from matching.engine.ranking import Filters
from matching.index.open_vacancies import current_vacancies
from matching.index.queries import get_veteran_doc
from matching.lists import pages
from tests.jobs.employers.world import make_employer
from tests.matching.cast import a_driver, a_truck_vacancy

SAME = {"title": "货车司机", "duties": "跑长途", "requirements": "A2 驾照"}


@pytest.fixture
def scored(app):
    veteran = a_driver()
    return lambda: current_vacancies().for_veteran(get_veteran_doc(veteran.id))


def listed(scored):
    found = pages.match_list(scored(), filters=Filters(), number=1)
    return found.page.total, {match.vacancy.id for match in found.page.rows}


def test_a_posting_published_again_is_listed_once_and_counted_once(scored):
    employer = make_employer()
    a_truck_vacancy(employer=employer, **SAME)
    newest = a_truck_vacancy(employer=employer, **SAME)

    assert listed(scored) == (1, {newest.id})
    assert scored().counts([Filters()]) == [1]


def test_the_same_words_of_another_employer_or_place_are_another_posting(scored):
    employer = make_employer()
    one = a_truck_vacancy(employer=employer, **SAME)
    others = [
        a_truck_vacancy(employer=make_employer(), **SAME),
        a_truck_vacancy(employer=employer, **SAME | {"title": "大货司机"}),
        a_truck_vacancy(employer=employer, **SAME, place_code="340321104"),
    ]

    assert listed(scored) == (4, {one.id, *(other.id for other in others)})


def test_the_older_one_can_still_be_explained_and_is_found_by_a_fair(scored):
    employer = make_employer()
    older = a_truck_vacancy(employer=employer, **SAME)
    a_truck_vacancy(employer=employer, **SAME)

    assert scored().explain(older.id).ranked.vacancy_id == older.id
    (best,) = scored().best_of([[older.id]])
    assert best.vacancy_id == older.id
