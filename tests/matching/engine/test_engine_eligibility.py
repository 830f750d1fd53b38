from datetime import date

import pytest

from lexicon.durations import Spell, months_of
from matching.engine.eligibility import ConditionResult
from matching.engine.profile import read_profile
from matching.engine.records import Credential, Demand, Education, Service, Work
from matching.engine.verdicts import check
from tests.matching.engine.cast import FAR, language, lao_zhang, sales_vacancy, truck_vacancy

MET, UNKNOWN, FAILED = ConditionResult.MET, ConditionResult.UNKNOWN, ConditionResult.FAILED


def verdicts(veteran, vacancy):
    return check(read_profile(veteran, language()), vacancy, language())


def verdict(veteran, vacancy, condition):
    return next(found for found in verdicts(veteran, vacancy) if found.condition == condition)


def vacancy_with(**demand):
    return truck_vacancy(demand=Demand(**demand))


def test_a_vacancy_without_conditions_has_no_verdicts():
    assert verdicts(lao_zhang(), sales_vacancy()) == ()


@pytest.mark.parametrize(
    ("level", "result"),
    [(Education.COLLEGE, MET), (Education.BACHELOR, MET), (Education.SENIOR, FAILED)],
)
def test_schooling_is_met_by_the_same_or_a_higher_level(level, result):
    vacancy = vacancy_with(education=Education.COLLEGE)

    assert verdict(lao_zhang(education=level), vacancy, "education").result is result


def test_a_failed_condition_shows_what_was_needed_and_what_is_held():
    found = verdict(lao_zhang(), vacancy_with(education=Education.COLLEGE), "education")

    assert found.text == "岗位要求大专以上学历，您填的是高中、中专或技校"
    assert (found.profile_field, found.vacancy_field) == ("education", "demand.education")


@pytest.mark.parametrize(
    ("changes", "demand", "sentence"),
    [
        ({"education": None}, {"education": Education.COLLEGE}, "大专以上学历"),
        ({"age": None}, {"age_max": 40}, " 40 岁以下"),
        ({"services": ()}, {"years": 2}, "干这行满 2 年（服役也算）"),
    ],
)
def test_what_the_profile_leaves_out_is_unknown_not_failed(changes, demand, sentence):
    found = verdicts(lao_zhang(**changes), vacancy_with(**demand))[0]

    assert found.result is UNKNOWN
    assert found.text == f"岗位要求{sentence}，您的资料里还看不出来"


@pytest.mark.parametrize(
    ("demand", "result"),
    [
        ({"age_max": 35}, MET),
        ({"age_max": 34}, FAILED),
        ({"age_min": 35}, MET),
        ({"age_min": 36, "age_max": 40}, FAILED),
    ],
)
def test_age_bounds_are_inclusive(demand, result):
    assert verdict(lao_zhang(), vacancy_with(**demand), "age").result is result


def test_a_licence_that_includes_the_required_one_is_met():
    assert (
        verdict(lao_zhang(), vacancy_with(credentials=("drive_c1",)), "credentials").result is MET
    )


def test_a_lower_licence_does_not_meet_a_higher_one():
    veteran = lao_zhang(credentials=(Credential("drive_c1", "C1"),))

    found = verdict(veteran, vacancy_with(credentials=("drive_a2",)), "credentials")

    assert found.result is FAILED
    assert found.text == "岗位要求有 A2 驾照，您还没有"


def test_each_needed_credential_has_its_own_verdict():
    found = verdicts(lao_zhang(), vacancy_with(credentials=("drive_a2", "drive_a1")))

    assert [(v.key, v.result) for v in found] == [("drive_a2", MET), ("drive_a1", FAILED)]


def test_a_veteran_known_to_hold_nothing_fails():
    veteran = lao_zhang(credentials=(), credentials_stated=True)

    assert verdict(veteran, vacancy_with(credentials=("drive_a2",)), "credentials").result is FAILED


@pytest.mark.parametrize(("years", "result"), [(8, MET), (9, FAILED)])
def test_service_counts_as_years_in_the_trade(years, result):
    assert verdict(lao_zhang(), vacancy_with(years=years), "years").result is result


def test_service_and_work_in_one_trade_add_up():
    veteran = lao_zhang(works=(Work("货车司机", 12),))

    assert verdict(veteran, vacancy_with(years=9), "years").result is MET


def spell_of_trucks(first: date, last: date) -> Service:
    return Service("driver_truck", months_of([Spell(first, last)]), spell=Spell(first, last))


def test_two_years_of_service_that_end_on_31_august_are_two_years():
    veteran = lao_zhang(services=(spell_of_trucks(date(2022, 9, 1), date(2024, 8, 31)),))
    shorter = lao_zhang(services=(spell_of_trucks(date(2022, 9, 1), date(2024, 8, 30)),))

    assert verdict(veteran, vacancy_with(years=2), "years").result is MET
    failed = verdict(shorter, vacancy_with(years=2), "years")
    assert failed.result is FAILED
    assert "经历共 1 年 11 个月" in failed.text


def test_years_spent_in_two_spells_at_once_count_once():
    both = (date(2015, 9, 1), date(2020, 8, 31)), (date(2017, 9, 1), date(2020, 8, 31))
    veteran = lao_zhang(services=tuple(spell_of_trucks(*days) for days in both))

    assert verdict(veteran, vacancy_with(years=5), "years").result is MET
    failed = verdict(veteran, vacancy_with(years=6), "years")
    assert failed.result is FAILED
    assert "经历共 5 年" in failed.text


def test_twenty_days_are_a_known_time_and_too_short():
    veteran = lao_zhang(services=(spell_of_trucks(date(2024, 5, 1), date(2024, 5, 20)),))

    failed = verdict(veteran, vacancy_with(years=1), "years")
    assert failed.result is FAILED
    assert "经历共 不到 1 个月" in failed.text


def test_years_in_another_trade_do_not_count():
    veteran = lao_zhang(services=(), works=(Work("销售", 120),))

    assert verdict(veteran, vacancy_with(years=3), "years").result is FAILED


@pytest.mark.parametrize(
    "changes",
    [
        {"services": (Service("driver_truck", 0),)},
        {"services": (), "works": (Work("帮亲戚干活", 60),)},
    ],
    ids=["dates unknown", "trade unknown"],
)
def test_a_spell_that_may_count_leaves_the_years_open(changes):
    assert verdict(lao_zhang(**changes), vacancy_with(years=3), "years").result is UNKNOWN


def test_years_in_an_unknown_trade_fail_only_if_all_spells_are_too_short():
    unknown = truck_vacancy(title="招人", occupation_code="", demand=Demand(years=3))
    veteran = lao_zhang(services=(Service("driver_truck", 12),))

    assert verdict(lao_zhang(), unknown, "years").result is UNKNOWN
    assert verdict(veteran, unknown, "years").result is FAILED


@pytest.mark.parametrize(
    ("changes", "place_code", "result"),
    [
        ({"accepts_away": False}, "340321104", MET),
        ({"accepts_away": False}, FAR, FAILED),
        ({"accepts_away": False, "place_codes": ("3302",)}, FAR, MET),
        ({"accepts_away": False, "place_codes": ("330205101",)}, FAR, MET),
        ({"accepts_away": False}, "", UNKNOWN),
        ({"accepts_away": False, "home": ""}, FAR, UNKNOWN),
        ({"accepts_away": True}, FAR, MET),
        ({}, FAR, UNKNOWN),
        ({}, "", MET),
        ({"home": ""}, FAR, MET),
    ],
)
def test_place_fails_only_where_the_veteran_refuses_to_go_away(changes, place_code, result):
    vacancy = sales_vacancy(place_code=place_code, place_name="宁波市江北区")

    found = verdicts(lao_zhang(**changes), vacancy)

    assert [v.result for v in found] == ([] if result is MET else [result])


def test_a_vacancy_without_a_place_is_listed_for_a_veteran_who_stays_near():
    found = verdict(lao_zhang(accepts_away=False), sales_vacancy(place_code=""), "place")

    assert found.text == "岗位没写在哪里上班，您说过不去外地"
