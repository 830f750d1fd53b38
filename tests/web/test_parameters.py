"""Figures the bureau sets: from a day on, on a stated ground, earlier days unchanged."""

from datetime import timedelta

import pytest

from core import clock
from core.access import Role
from core.features import installed
from core.parameters.registry import amount_of, value_of
from jobs.applications.parameters import SILENCE_DAYS
from jobs.placements.parameters import TAX_YEARLY
from tests.support.factories import make_account

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
        ({"source": " "}, "请写明依据"),
        ({"valid_from": ""}, "请填从哪天起"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(officer, change, words):
    answer = save_parameter(officer, "silence_days", **change)

    assert answer.status_code == 422
    assert words in answer.text
    assert amount_of(SILENCE_DAYS, TODAY) == 7


def test_an_amount_nobody_set_is_unknown_not_zero(officer):
    assert value_of(TAX_YEARLY, TODAY) is None
    assert "没有设置" in officer.get("/parameters").text
    with pytest.raises(ValueError, match="no value"):
        amount_of(TAX_YEARLY, TODAY)


def test_an_unknown_figure_is_not_there(officer):
    assert officer.get("/parameters/nothing").status_code == 404
    assert installed().parameter("silence_days") is SILENCE_DAYS
