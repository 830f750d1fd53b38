"""One posting published again is listed and counted once on every public page."""

import re
from datetime import timedelta

import pytest

from core import clock
from core.db import db
from jobs.vacancies import postings
from jobs.vacancies.models import VacancyStatus
from jobs.vacancies.search import VacancyFilter, count_matching, search_open
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import LIUCHENG, make_vacancy
from tests.support.rows import fresh

SAME = {"title": "货车司机", "duties": "跑长途", "requirements": "A2 驾照"}


def shown(page):
    """Return the titles of the cards, in order."""
    return re.findall(r'class="vacancy__title"><a[^>]*>([^<]+)<', page.text)


def ids(wanted=None):
    query = search_open(wanted or VacancyFilter(), clock.today(), county="340321")
    return [vacancy.id for vacancy in db.session.scalars(query)]


@pytest.fixture
def copies(app):
    """Make one posting published twice, the first with less pay and lodging."""
    employer = make_employer()
    first = make_vacancy(employer=employer, **SAME, pay_min=5000, pay_max=6000, has_lodging=True)
    return first, make_vacancy(employer=employer, **SAME, pay_min=8000, pay_max=9000)


def test_a_posting_published_again_is_in_the_public_list_once(copies):
    older, newer = copies

    assert ids() == [newer.id]
    assert count_matching(VacancyFilter(), clock.today(), county="340321") == 1
    assert postings.count_open(clock.today()) == 1
    assert [one.id for one in postings.newest_open(clock.today(), most=5)] == [newer.id]
    assert older.is_open(clock.today())


def test_a_filter_that_only_the_older_copy_meets_lists_the_older(copies):
    older, newer = copies

    assert ids(VacancyFilter(lodging=True)) == [older.id]
    assert ids(VacancyFilter(pay_from=7000)) == [newer.id]
    assert ids(VacancyFilter(pay_from=5500, words="长途")) == [newer.id]


def test_the_older_copy_is_listed_again_once_the_newer_is_closed(copies):
    older, newer = copies
    fresh(newer).status = VacancyStatus.CLOSED
    db.session.commit()

    assert ids() == [older.id]


@pytest.mark.parametrize(
    "other",
    [
        {"title": "大货司机"},
        {"place_code": "340321104"},
        {"place_code": None},
        {"duties": "跑短途"},
        {"requirements": ""},
    ],
)
def test_other_words_or_another_place_are_another_posting(app, other):
    employer = make_employer()
    pair = [make_vacancy(employer=employer, **SAME | extra) for extra in ({}, other)]

    assert sorted(ids()) == [one.id for one in pair]


def test_two_copies_without_a_place_are_one_posting(app):
    employer = make_employer()
    pair = [make_vacancy(employer=employer, **SAME, place_code=None) for _ in range(2)]

    assert ids() == [pair[1].id]


def test_pages_hold_every_posting_once_and_the_count_is_theirs(app, client):
    employer, now = make_employer(), clock.now()
    for number in range(23):
        for _ in range(2):
            published = now - timedelta(hours=number)
            make_vacancy(employer=employer, title=f"司机{number:02d}", published_at=published)

    first, second = (client.get(f"/open-vacancies?page={number}") for number in (1, 2))

    assert shown(first) + shown(second) == [f"司机{number:02d}" for number in range(23)]
    assert re.search(r"共.{0,80}?23.{0,20}?个岗位", first.text, re.DOTALL)
    assert re.search(r">\s*23\s*<", client.get("/").text)
    assert len(shown(client.get("/"))) == len(set(shown(client.get("/"))))


def test_an_ended_vacancy_names_similar_postings_once_and_its_own_copy(app):
    employer = make_employer()
    ended = make_vacancy(employer=employer, **SAME, status=VacancyStatus.CLOSED)
    copy = make_vacancy(employer=employer, **SAME)
    others = [make_vacancy(title="学徒", place_code=LIUCHENG, employer=employer) for _ in range(2)]

    found = postings.similar_open(fresh(ended), clock.today(), most=4)

    assert {one.id for one in found} == {copy.id, others[1].id}
