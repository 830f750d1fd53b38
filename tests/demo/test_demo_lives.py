"""The demo county is consistent: numbers, dates, ranks, words."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from core import clock
from demo.operations import DemoCounts
from jobs.employers.credit_code import find_fault
from jobs.employers.models import Employer
from jobs.vacancies.lint import lint
from jobs.vacancies.models import Vacancy
from people.secrecy.designations import find_designations
from people.secrecy.personal_numbers import normalise_phone, parse_id_number
from people.veterans.models import (
    LEGACY_MODES,
    VALID_MODES,
    Branch,
    Consent,
    ServiceRecord,
    StatusDecision,
)
from people.veterans.ranks import RANKS
from tests.demo.world import all_rows, everybody, loaded, open_vacancies

SECOND_ARTILLERY = Branch.SECOND_ARTILLERY


@pytest.fixture(scope="module")
def county(sqlite_database: Any) -> Iterator[DemoCounts]:
    with loaded(sqlite_database) as counts:
        yield counts


def test_identity_numbers_are_valid_and_assigned_to_nobody(county):
    numbers = [(row, parse_id_number(row.id_number, today=clock.today()))
               for row in everybody() if row.id_number]  # fmt: skip

    assert len(numbers) >= 450
    for row, parsed in numbers:
        assert parsed.region == "340399"
        assert parsed.born_on == row.born_on
        assert parsed.sex == row.sex.value


def test_credit_codes_and_phones_are_valid(county):
    for firm in all_rows(Employer):
        assert find_fault(firm.credit_code) is None
        assert normalise_phone(firm.contact_phone) == firm.contact_phone
    for person in everybody():
        assert normalise_phone(person.phone).startswith("19900")


def test_ways_of_resettlement_fit_the_class(county):
    for person in everybody():
        if person.resettlement_mode is not None:
            modes = VALID_MODES[person.soldier_class] + LEGACY_MODES[person.soldier_class]
            assert person.resettlement_mode in modes


def test_careers_are_in_order(county):
    for person in (row for row in everybody() if row.services):
        ends = [record.ended_on for record in person.services]
        starts = [record.started_on for record in person.services]
        assert clock.age_on(person.born_on, starts[0]) >= 17
        assert starts == sorted(starts)
        assert all(end < start for end, start in zip(ends, starts[1:], strict=False))
        assert ends[-1] == person.retired_on <= clock.today()
        assert all(work.started_on >= ends[-1] for work in person.works)
        assert person.retired_on.year in range(1995, 2027)


def test_branches_have_the_names_of_their_time(county):
    spells = all_rows(ServiceRecord)

    assert all(spell.ended_on.year <= 2015 for spell in spells if spell.branch is SECOND_ARTILLERY)
    assert all(spell.ended_on.year >= 2016 for spell in spells if spell.branch is Branch.ROCKET)
    assert all(spell.ended_on.year >= 2024 for spell in spells if spell.branch is Branch.CYBER)


def test_ranks_are_those_of_the_table_in_force(county):
    for spell in all_rows(ServiceRecord):
        assert spell.rank in RANKS[spell.rank_system]


def test_nothing_is_in_the_future(county):
    now = clock.now()

    assert all(row.created_at <= now for row in everybody())
    assert all(row.given_at <= now for row in all_rows(Consent))
    assert all(row.decided_at <= now for row in all_rows(StatusDecision))
    assert all(row.submitted_at <= now for row in all_rows(Employer))
    assert all(row.published_at <= now for row in open_vacancies())


def test_no_text_names_a_unit(county):
    for person in everybody():
        services = [part for s in person.services for part in (s.specialty, s.duty)]
        works = [part for w in person.works for part in (w.title, w.employer_name, w.text)]
        for text in (person.skills_text, *services, *works):
            assert find_designations(text) == []
    for vacancy in all_rows(Vacancy):
        for text in (vacancy.title, vacancy.duties, vacancy.requirements, vacancy.shift_note):
            assert find_designations(text) == []


def test_no_vacancy_has_unlawful_or_doubtful_words(county):
    for vacancy in all_rows(Vacancy):
        parts = {
            "title": vacancy.title,
            "duties": vacancy.duties,
            "requirements": vacancy.requirements,
        }
        assert lint(parts) == []
        assert vacancy.age_max is None or vacancy.age_reason


def test_no_employer_has_a_title_twice_among_its_open_vacancies(county):
    pairs = Counter((vacancy.employer_id, vacancy.title) for vacancy in open_vacancies())

    assert max(pairs.values()) == 1
