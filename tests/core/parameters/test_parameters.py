"""Figures the bureau sets: from a day on, with their source, earlier days unchanged."""

from datetime import timedelta

import pytest

from core import clock
from core.access import Role
from core.db import transaction
from core.errors import DomainError
from core.features import installed
from core.parameters.registry import ParameterFacts, amount_of, set_value, value_of
from jobs.applications.parameters import SILENCE_DAYS
from placements.benefits.parameters import TAX_YEARLY
from tests.people.accounts.world import make_account

TODAY = clock.today()


@pytest.fixture
def officer(sign_in):
    return sign_in(make_account(role=Role.OFFICER, name="陈主任"))


def save_parameter(officer, key: str, **more):
    data = {"value": "10", "valid_from": TODAY.isoformat(), "source": "局务会 3 月 1 日"} | more
    return officer.post(f"/parameters/{key}", data=data)


def test_a_figure_counts_from_its_day_and_earlier_days_keep_theirs(officer):
    assert save_parameter(officer, "silence_days").status_code == 302
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    save_parameter(officer, "silence_days", value="12", valid_from=tomorrow)

    assert amount_of(SILENCE_DAYS, TODAY - timedelta(days=1)) == 7
    assert amount_of(SILENCE_DAYS, TODAY) == 10
    assert amount_of(SILENCE_DAYS, TODAY + timedelta(days=1)) == 12
    page = officer.get("/parameters").text
    assert "10 天" in page
    assert "局务会" in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"value": "0"}, "1 到 60 之间"),
        ({"value": "61"}, "1 到 60 之间"),
        ({"value": "七"}, "不是有效的整数"),
        ({"source": " "}, "请写明依据"),
        ({"source": "文" * 201}, "最多 200 字。"),
        ({"valid_from": ""}, "请填从哪天起"),
        ({"valid_from": "下个月"}, "请按 2024-03-01 这样填年月日。"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_at_its_field(officer, change, words):
    answer = save_parameter(officer, "silence_days", **change)

    assert answer.status_code == 422
    assert words in answer.text
    assert amount_of(SILENCE_DAYS, TODAY) == 7


def test_all_faults_of_a_figure_are_shown_in_one_round(officer):
    answer = save_parameter(officer, "silence_days", value="61", source="", valid_from="")

    assert answer.status_code == 422
    assert "有 3 处要改" in answer.text


def test_an_amount_is_typed_and_shown_in_yuan_and_kept_in_fen(officer):
    answer = save_parameter(officer, "hire_tax_yearly", value="9000")

    assert answer.status_code == 302
    assert amount_of(TAX_YEARLY, TODAY) == 900_000
    assert "9,000.00 元" in officer.get("/parameters").text
    page = officer.get("/parameters/hire_tax_yearly").text
    assert 'value="9000.00"' in page
    assert "9,000.00 元" in page
    assert "分" not in TAX_YEARLY.note


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("9000.5", 900_050), ("9,000.05", 900_005), ("９０００元", 900_000), ("0.01", 1), ("0", 0)],
)
def test_an_amount_is_read_as_people_write_it(officer, typed, fen):
    save_parameter(officer, "hire_tax_yearly", value=typed)

    assert amount_of(TAX_YEARLY, TODAY) == fen


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "请填金额。"),
        ("九千", "请填多少元，最多两位小数"),
        ("9000.005", "请填多少元，最多两位小数"),
        ("-1", "请填多少元，最多两位小数"),
        ("1e9", "请填多少元，最多两位小数"),
        ("100000.01", "请填 0.00 到 100,000.00 之间的数。"),
    ],
)
def test_an_amount_that_makes_no_sense_is_refused_and_stays_typed(officer, typed, words):
    answer = save_parameter(officer, "hire_tax_yearly", value=typed)

    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{typed}"' in answer.text
    assert value_of(TAX_YEARLY, TODAY) is None


def test_a_figure_set_from_code_follows_the_same_rules(app):
    facts = ParameterFacts(value=0, valid_from=TODAY, source=" ")

    with pytest.raises(DomainError) as refused, transaction():
        set_value(SILENCE_DAYS, facts, by_id=1)

    fields = [refused.value.field, *(one.field for one in refused.value.others)]
    assert fields == ["value", "source"]


def test_an_amount_nobody_set_is_unknown_not_zero(officer):
    assert value_of(TAX_YEARLY, TODAY) is None
    assert "没有设置" in officer.get("/parameters").text
    with pytest.raises(ValueError, match="no value"):
        amount_of(TAX_YEARLY, TODAY)


def test_an_unknown_figure_is_not_found(officer):
    assert officer.get("/parameters/nothing").status_code == 404
    assert installed().parameter("silence_days") is SILENCE_DAYS
