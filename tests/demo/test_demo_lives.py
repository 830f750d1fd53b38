"""The demo county is consistent: numbers, dates, ranks, words, firms with their posts."""

import re
from collections import Counter

import pytest

from core import clock
from demo.catalogue import FirmKind, firm_kinds, plain_title, trade_of, trades
from demo.vacancies import HOME_WORDS
from jobs.employers.credit_code import find_fault
from jobs.employers.models import Employer, EmployerStatus
from jobs.importing.occupations import occupation_finder
from jobs.importing.parse.credentials import demanded_credentials
from jobs.importing.parse.demands import schooling_in, years_in
from jobs.vacancies.models import Vacancy, VacancyStatus
from jobs.vacancies.readiness import readiness
from lexicon.mentions import find_certificates
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
from tests.demo.firms import CAST, FLOOR, NEAR, PLACES, grade_of, kind_of
from tests.demo.world import all_rows, everybody, open_vacancies

SECOND_ARTILLERY = Branch.SECOND_ARTILLERY


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
        assert person.retired_on.year in range(1995, clock.this_year() + 1)


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


def test_no_employer_has_a_title_twice_among_its_open_vacancies(county):
    pairs = Counter((vacancy.employer_id, vacancy.title) for vacancy in open_vacancies())

    assert max(pairs.values()) == 1


# ---- firms and posts -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def composed(county) -> list[tuple[FirmKind, Vacancy]]:
    """Every vacancy outside the cast's with the kind of its firm."""
    rows = [row for row in all_rows(Vacancy) if row.employer.name not in CAST]
    kinds = {row.employer: kind_of(row.employer) for row in rows}
    return [(kinds[row.employer], row) for row in rows]


def test_every_vacancy_is_one_its_kind_of_firm_offers(composed):
    assert len(composed) > 1400
    for kind, vacancy in composed:
        trade = trade_of(vacancy.title)
        assert plain_title(vacancy.title) in kind.titles, (kind.key, vacancy.title)
        assert vacancy.occupation_code in ("", trade.code), vacancy.title


def test_places_and_goods_of_a_title_are_those_of_the_firm(composed):
    for kind, vacancy in composed:
        for words, kinds in PLACES.items():
            if re.search(words, vacancy.title):
                assert kind.key in kinds, (kind.key, vacancy.title)


def test_a_steel_firm_and_a_coach_firm_seek_what_they_need():
    steel, coach = ({k.key: k for k in firm_kinds()}[key].titles for key in ("steel", "coach"))

    assert steel >= {"钢结构焊工", "行车工", "机修工", "叉车司机", "铆工", "钢结构安装工"}
    assert steel >= {"工地安全员（C证）", "办公室文员", "门卫"}
    assert steel.isdisjoint({"学校保安", "医院保安", "小区保安", "数控操作工"})
    assert coach >= {"客车驾驶员（A1）", "汽车维修工", "客运调度员", "客运站售票员"}
    assert coach.isdisjoint({"汽修学徒", "物流调度员"})


def test_pay_and_papers_are_those_of_the_level(composed):
    for _, vacancy in composed:
        grade = grade_of(vacancy)
        if vacancy.pay_min is None:
            continue
        assert grade.pay[0] <= vacancy.pay_min <= vacancy.pay_max <= grade.pay[1]
        assert vacancy.pay_period.name == grade.period
        assert {row.key for row in vacancy.credentials} == set(grade.certificates)


def test_the_readers_find_in_the_words_what_the_columns_hold(composed):
    for _, vacancy in composed:
        if not vacancy.requirements:
            continue
        keys = {row.key for row in vacancy.credentials}
        prose = f"{vacancy.requirements}\n{vacancy.duties}"
        assert set(demanded_credentials(vacancy.requirements)) == keys, vacancy.requirements
        assert set(find_certificates(vacancy.title)) <= keys, vacancy.title
        assert years_in(prose) == vacancy.years_min, prose
        if vacancy.schooling_min is not None:
            assert schooling_in(prose) is vacancy.schooling_min, prose


def test_the_reader_of_titles_names_the_catalogue_s_work():
    finder = occupation_finder()
    for trade in trades().values():
        for title in (title for grade in trade.grades for title in grade.titles):
            code = finder.find(title)
            assert not code or code[:4] == trade.code[:4] or code in NEAR, (title, code)


def test_apprentices_need_no_experience_and_others_are_no_apprentices(composed):
    for _, vacancy in composed:
        grade, text = grade_of(vacancy), f"{vacancy.requirements}{vacancy.duties}"
        if grade.beginners:
            assert vacancy.years_min is None
            assert vacancy.schooling_min is None
        elif "学徒" not in vacancy.title:
            assert not re.search("招学徒|从学徒做起|学徒期", text), vacancy.title


def test_hours_and_place_are_not_contradicted(composed):
    for _, vacancy in composed:
        text = f"{vacancy.duties}{vacancy.requirements}{vacancy.age_reason}"
        if vacancy.has_nights is False and "夜" not in vacancy.shift_note:
            assert "夜" not in text, (vacancy.title, text)
        if not vacancy.place_code.startswith("340321"):
            assert not any(word in text for word in HOME_WORDS), (vacancy.title, text)
        if vacancy.has_lodging is False:
            assert not re.search("包吃住|管吃住|管吃管住|管食宿", text), (vacancy.title, text)


def test_every_text_passes_the_platform_s_own_checks(county):
    day = clock.today()
    for vacancy in all_rows(Vacancy):
        verdict = readiness(vacancy, day)
        assert not verdict.findings, (vacancy.title, verdict.findings)
        assert not FLOOR.judge(vacancy).fault, (vacancy.title, vacancy.pay_min)
        assert vacancy.age_max is None or vacancy.age_reason
    written = [row for row in open_vacancies() if row.requirements and row.pay_min]
    assert len(written) > 850
    assert all(readiness(row, day).is_ready for row in written)


def test_an_earlier_round_of_a_vacancy_sought_the_same_work(county):
    again = [row for row in all_rows(Vacancy) if row.replaces_id]
    known = {row.id: row for row in all_rows(Vacancy)}

    assert len(again) >= 3
    for row in again:
        before = known[row.replaces_id]
        assert (before.title, before.duties) == (row.title, row.duties)
        assert before.employer_id == row.employer_id
        assert before.status is not VacancyStatus.PUBLISHED


def test_every_firm_is_of_one_kind(county):
    firms = [row for row in all_rows(Employer) if row.name not in CAST]

    assert {kind_of(firm).key for firm in firms} == {kind.key for kind in firm_kinds()}
    assert all(firm.introduction in kind_of(firm).intros for firm in firms)
    assert all(row.status is not EmployerStatus.REFUSED or row.status_note for row in firms)
