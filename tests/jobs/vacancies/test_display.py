"""The facts of a vacancy in short words."""

from datetime import date

import pytest

from jobs.employers.models import Employer
from jobs.vacancies import display
from jobs.vacancies.models import PayPeriod, Vacancy, VacancyCredential
from people.veterans.models import Schooling


def vacancy_with(**more) -> Vacancy:
    values = {
        "headcount": 2,
        "place_code": "340321100",
        "place_detail": "",
        "occupation_code": "",
        "pay_period": PayPeriod.MONTH,
        "valid_to": date(2026, 6, 30),
        "age_reason": "",
        "shift_note": "",
        "source": "",
        "employer": Employer(name="顺达物流"),
    }
    return Vacancy(**(values | more))


@pytest.mark.parametrize(
    ("low", "high", "period", "expected"),
    [
        (6500, 8000, PayPeriod.MONTH, "6500—8000 元/月"),
        (6500, 6500, PayPeriod.MONTH, "6500 元/月"),
        (None, 200, PayPeriod.DAY, "最高 200 元/天"),
        (20, None, PayPeriod.HOUR, "20 元/小时起"),
        (2, None, PayPeriod.PIECE, "2 元/件起"),
        (1, 3, PayPeriod.PIECE, "1—3 元/件"),
        (None, None, PayPeriod.MONTH, "工资没有写"),
    ],
)
def test_pay_is_shown_as_written(low, high, period, expected):
    assert (
        str(display.pay_of(vacancy_with(pay_min=low, pay_max=high, pay_period=period))) == expected
    )


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, "不限"),
        ({"age_min": 18}, "18 岁以上"),
        ({"age_max": 45}, "45 岁以下"),
        ({"age_min": 18, "age_max": 45}, "18—45 岁"),
        ({"age_max": 45, "age_reason": "高空作业"}, "45 岁以下（高空作业）"),
    ],
)
def test_age_is_shown_with_its_reason(more, expected):
    facts = {fact.label: fact.value for fact in display.full_facts(vacancy_with(**more))}

    assert facts["年龄"] == expected


@pytest.mark.parametrize(
    ("ticked", "text", "fact"),
    [
        (True, "", "同等条件下优先录用"),
        (False, "身体好；退役军人优先。", "岗位介绍里写了优先"),
        (False, "退伍兵来了优先安排面试", "岗位介绍里写了优先"),
        (False, "退役军人不优先", None),
        (False, "退役军人不限，有经验优先", None),
        (False, "有经验优先", None),
    ],
)
def test_precedence_in_the_text_counts_as_stated(ticked, text, fact):
    vacancy = vacancy_with(veterans_first=ticked, requirements=text)

    facts = {one.label: one.value for one in display.full_facts(vacancy)}

    assert facts.get("退役军人") == fact
    assert ("退役军人优先" in display.tags(vacancy)) is (fact is not None)


def test_unknown_is_never_shown_as_no():
    facts = {fact.label: fact.value for fact in display.full_facts(vacancy_with(has_nights=False))}

    assert facts["吃住"] == "没有说明"
    assert facts["夜班"] == "不上夜班"
    assert display.tags(vacancy_with()) == ["不要求经验"]


def test_facts_name_what_is_behind_codes():
    vacancy = vacancy_with(
        schooling_min=Schooling.COLLEGE,
        credentials=[VacancyCredential(key="drive_a2"), VacancyCredential(key="gone_key")],
    )

    assert display.short_facts(vacancy) == ["顺达物流", "怀远县榴城镇", "招 2 人", "大专及以上"]
    names = display.credential_names(vacancy)
    assert "A2" in names[0]
    assert names[1] == "gone_key"


@pytest.mark.parametrize(
    ("chosen", "labels"),
    [(display.demands, display.DEMANDS), (display.poster_facts, display.ON_A_POSTER)],
)
def test_a_sheet_and_a_poster_show_every_fact_they_name(chosen, labels):
    assert {fact.label for fact in chosen(vacancy_with())} == labels


def test_a_poster_shows_the_day_a_vacancy_ends():
    facts = {fact.label: fact.value for fact in display.poster_facts(vacancy_with())}

    assert facts["招聘到"] == "2026年6月30日"
