"""A certificate names occupations: training in them, never time or practice."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from matching.engine.reasons import Side
from matching.engine.records import Credential, Demand, VacancyDoc, VeteranDoc, Work
from matching.engine.weights import NAMES
from tests.matching.engine.cast import (
    HOME,
    guard_vacancy,
    language,
    match,
    ranker,
    texts,
    truck_vacancy,
)
from tests.matching.engine.engine_records import vacancies, veterans

WELDER = VeteranDoc(id=1, credentials=(Credential("weld_fusion", "焊工证", "c1"),))
WELDING = VacancyDoc(
    id=5, title="电焊工", occupation_code="6-18-02-04", duties="焊接钢架", place_code=HOME
)
SENTENCE = "您有焊工证，岗位是焊工这一行，您没填做过"


def trade_points(found):
    return found.parts[NAMES.index("trade")].contribution


def test_a_certificate_alone_leads_to_the_vacancies_it_is_for():
    pool = ranker(guard_vacancy(id=1), truck_vacancy(id=2, demand=Demand()), WELDING)

    first, *others = pool.rank(replace(WELDER, home=HOME))

    assert first.vacancy_id == WELDING.id
    assert first.reasons_for[0].text == SENTENCE
    assert first.word == "可以试试"
    assert trade_points(first) == 12
    assert {one.parts[NAMES.index("trade")].fraction for one in others} == {None}


def test_it_is_no_time_in_the_trade_and_reaches_no_highest_level():
    asking = replace(WELDING, pay_min=9000, demand=Demand(credentials=("weld_fusion",)))
    veteran = replace(WELDER, home=HOME, pay_min=6000, skills_text="焊接钢架", age=30)

    found = match(veteran, asking)
    guard = match(replace(veteran, works=(Work("保安", 60, "", "w1"),)), asking)

    assert found.score > 50
    assert found.level == guard.level == 3
    assert found.parts[NAMES.index("experience")].fraction is None
    assert guard.parts[NAMES.index("experience")].fraction == 0
    assert "干这行多久还看不出来" in texts(found)
    assert "还没有干过这一行" in texts(guard)


def test_with_the_trade_practised_it_adds_nothing_to_it():
    worked = replace(WELDER, works=(Work("焊工", 36, "", "w1"),))

    found = match(worked, WELDING)

    assert trade_points(found) == trade_points(match(replace(worked, credentials=()), WELDING))
    assert SENTENCE not in texts(found)
    assert "做过焊工 3 年，和这个岗位对口" in texts(found)


def test_what_was_done_and_cannot_be_read_is_not_denied():
    unread = replace(WELDER, works=(Work("打杂", 36, "", "w1"),))

    assert "您有焊工证，岗位是焊工这一行，做没做过看不出来" in texts(match(unread, WELDING))


def test_a_neighbouring_occupation_is_not_meant():
    lathe = replace(WELDING, title="冲床操作", occupation_code="6-18-02-01")

    assert match(WELDER, lathe).parts[NAMES.index("trade")].fraction is None


@pytest.mark.parametrize("key", ["drive_c1", "drive_any", "health_card"])
def test_a_certificate_most_people_have_or_get_in_days_names_no_trade(key):
    veteran = VeteranDoc(id=1, credentials=(Credential(key, "", "c1"),))

    assert key not in language().lexicon.certificate_trades.by_certificate
    assert ranker().profile(veteran).credential_trades == ()


def test_a_higher_certificate_names_the_trades_of_those_it_includes():
    trades = language().lexicon.certificate_trades.by_certificate

    assert trades["cook_3"] == trades["cook_5"] == {"4-03-02-01": 0.5}
    assert trades["drive_a1"]["4-02-02-02"] == 0.5  # A1 entitles to B2


def test_the_employer_reads_that_it_is_held_and_no_more():
    (reason,) = [one for one in match(WELDER, WELDING).reasons if one.text == SENTENCE]

    assert reason.side is Side.FOR
    assert reason.for_employer == "持有焊工证"
    assert reason.profile_ref is not None
    assert (reason.profile_ref.field, reason.profile_ref.row) == ("credentials", "c1")


@settings(max_examples=60, deadline=None)
@given(pool=vacancies(min_size=1), veteran=veterans)
def test_reasons_still_add_up_to_the_score(pool, veteran):
    licensed = replace(
        veteran,
        credentials=tuple(
            Credential(key, "") for key in ("weld_fusion", "drive_b2", "security_guard")
        ),
    )
    found = ranker(*pool)
    scores = found.score(licensed)

    for one in found.describe(scores, np.arange(len(pool))):
        assert sum(reason.contribution for reason in one.reasons) == pytest.approx(one.score)
