"""Credentials: what is not stated is unknown, the exact class leads, another never does harm."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexicon.tables import includes
from matching.engine.columns import asked_credentials, vacancy_codes
from matching.engine.eligibility import ConditionResult
from matching.engine.nearmiss import near_misses
from matching.engine.records import Credential, Demand, VacancyDoc, VeteranDoc
from matching.engine.verdicts import check
from matching.index import fit_level
from tests.matching.engine.cast import (
    guard_vacancy,
    language,
    lao_zhang,
    match,
    ranker,
    texts,
    truck_vacancy,
)
from tests.matching.engine.engine_records import KEYS, vacancies, veterans

EXAMPLES = settings(max_examples=60, deadline=None)
TOP = 10
FREIGHT = ("drive_a2", "road_freight")


def open_list(*keys, **changes):
    """老张 with these credentials, of whom it is not known whether there are more."""
    held = tuple(Credential(key, "", f"c{number}") for number, key in enumerate(keys))
    return lao_zhang(credentials=held, credentials_stated=False, **changes)


def points(vacancy):
    return next(p for p in vacancy.parts if p.dimension == "credentials").contribution


def asking(*keys, **changes):
    return truck_vacancy(requirements="", demand=Demand(credentials=keys), **changes)


def test_a_credential_that_is_not_stated_is_neither_held_nor_lacking():
    found = match(open_list("drive_a2"), asking(*FREIGHT))

    assert points(found) == points(match(open_list("drive_a2"), asking("drive_a2"))) == 16
    assert "要留意：还要这些证，您没填有没有：货运从业资格证" in texts(found)
    assert near_misses(open_list("drive_a2"), ranker(asking(*FREIGHT)).index) == ()


def test_who_stated_none_is_asked_for_all_of_them():
    assert "要留意：没填证书，要这些证，您有没有：A2 驾照、货运从业资格证" in texts(
        match(open_list(), asking(*FREIGHT))
    )


def test_one_missing_from_a_complete_list_is_lacking():
    complete = replace(open_list("drive_a2"), credentials_stated=True)
    results = [v.result for v in check(ranker().profile(complete), asking(*FREIGHT), language())]

    assert results == [ConditionResult.MET, ConditionResult.FAILED]
    assert ranker(asking(*FREIGHT)).rank(complete) == []


def test_the_share_of_a_complete_list_is_of_all_that_is_mentioned():
    vacancy = truck_vacancy(requirements="有A2证、货运从业资格证", demand=Demand())
    complete = replace(open_list("drive_a2"), credentials_stated=True)

    assert points(match(complete, vacancy)) == 8
    assert points(match(open_list("drive_a2"), vacancy)) == 16


def test_the_exact_class_is_worth_more_than_a_wider_one_and_a_common_one_less():
    by_a2 = [points(match(open_list("drive_a2"), asking(f"drive_{c}"))) for c in ("a2", "b2", "c1")]
    by_c1 = points(match(open_list("drive_c1"), asking("drive_c1")))

    assert by_a2[0] > by_a2[1] > by_a2[2] > 0
    assert by_a2[0] > by_c1 > by_a2[2]


def test_a_second_paper_that_covers_does_not_dilute_the_exact_one():
    vacancy = asking("drive_a2", "cook_5")

    assert points(match(open_list("drive_a2", "cook_3"), vacancy)) == 16


def test_a_driver_with_a2_sees_lorries_before_vans():
    lorries = [asking(*FREIGHT, id=n, title="重型货车司机") for n in range(1, 8)]
    vans = [asking("drive_c1", id=n, title="城配送货司机") for n in range(11, 18)]
    pool = ranker(*lorries, *vans)

    for veteran in (open_list("drive_a2"), open_list(*FREIGHT)):
        shown = [one.vacancy_id for one in pool.rank(veteran)]
        assert shown[:7] == [1, 2, 3, 4, 5, 6, 7]
        assert {one.level for one in pool.rank(veteran)[:7]} == {4}


def test_a_paper_anybody_gets_in_days_is_a_note_with_where_and_never_a_failure():
    cook = guard_vacancy(title="保安", demand=Demand(credentials=("health_card",)))
    nobody_asked = match(open_list(), cook)
    lacking = match(replace(open_list(), credentials_stated=True), cook)

    for found in (nobody_asked, lacking):
        note = "要留意：岗位要健康证，没有的话几天能办：到县疾控中心，"
        assert [text for text in texts(found) if text.startswith(note)]
        assert points(found) == 0
    assert "您有健康证，正是岗位要求" in texts(match(open_list("health_card"), cook))


def test_a_lapsed_paper_anybody_gets_in_days_is_named_as_lapsed():
    lapsed = replace(open_list(), lapsed=(Credential("health_card", "健康证", "credential:1"),))
    cook = guard_vacancy(demand=Demand(credentials=("health_card",)))

    found = texts(match(lapsed, cook))

    note = "要留意：岗位要健康证，您的证过期了，几天能办新的：到县疾控中心，"
    assert [text for text in found if text.startswith(note)]
    assert "岗位提到健康证，您的证过期了，几天能办新的" in found
    assert not [text for text in found if "没有的话" in text]


def test_a_class_alone_is_read_in_a_title():
    vacancy = truck_vacancy(title="油罐车司机（A2）", requirements="", demand=Demand())

    assert asked_credentials(vacancy) == ("drive_a2",)
    held = match(open_list("drive_a2"), vacancy)
    assert "您有 A2 驾照，岗位里提到" in texts(held)
    assert points(held) == 16


def test_priority_counts_only_where_trade_or_words_fit():
    fitting = match(lao_zhang(), truck_vacancy(veterans_first=True))
    foreign = match(VeteranDoc(id=9), truck_vacancy(veterans_first=True))

    assert "岗位写明退役军人优先" in texts(fitting)
    assert foreign.score == match(VeteranDoc(id=9), truck_vacancy()).score
    assert "岗位写明退役军人优先；对不对口还看不出来，不加分" in texts(foreign)
    of_another_trade = match(lao_zhang(), guard_vacancy(veterans_first=True, requirements="站岗"))
    assert "岗位写明退役军人优先；这一行和您的资料对不上，不加分" in texts(of_another_trade)


def test_one_posting_is_listed_once_with_the_newest():
    old, new = (truck_vacancy(id=number, posting="same") for number in (3, 8))
    others = [truck_vacancy(id=5, posting="other"), truck_vacancy(id=6), truck_vacancy(id=7)]

    shown = {one.vacancy_id for one in ranker(old, new, *others).rank(lao_zhang())}

    assert shown == {5, 6, 7, 8}


def test_a_repeated_posting_is_one_near_miss_and_one_the_veteran_may_take_stays():
    old, new = (truck_vacancy(id=n, posting="same", demand=Demand(years=20)) for n in (3, 8))
    open_to_all = truck_vacancy(id=2, posting="same", demand=Demand())

    (missed,) = near_misses(lao_zhang(), ranker(old, new).index)
    assert missed.ids == (8,)
    assert near_misses(lao_zhang(), ranker(old, new, open_to_all).index) == ()
    assert [one.vacancy_id for one in ranker(old, open_to_all).rank(lao_zhang())] == [2]


def order(pool, veteran):
    """Return the rows listed, best first, with level and score of every row."""
    scores = pool.score(veteran)
    rows = np.flatnonzero(scores.listed)
    return fit_level.listed_rows(scores, rows, TOP).tolist(), scores


@EXAMPLES
@given(
    pool=vacancies(min_size=11, max_size=16),
    veteran=veterans,
    key=st.sampled_from((*KEYS, "road_freight", "security_guard", "welder_skill_3", "cook_3")),
)
def test_another_paper_lowers_nothing_and_pushes_none_of_the_first_ten_out_for_lack(
    pool, veteran, key
):
    """A vacancy may leave the first ten only for one that the new paper itself makes better.

    Such a vacancy asks for the paper, or is of an occupation the paper is for, or has words of
    its name. Every other one keeps its score to the last digit.
    """
    found = ranker(*pool)
    added = Credential(key, language().lexicon.certificates[key].name)
    richer = replace(veteran, credentials=(*veteran.credentials, added))
    first, before = order(found, veteran)
    then, after = order(found, richer)

    assert (after.totals >= before.totals - 1e-9).all()
    assert (after.levels >= before.levels).all()
    assert after.eligibility.eligible[before.eligibility.eligible].all()
    better = gained_by(key, found, before, after)
    assert set(np.flatnonzero(after.totals > before.totals + 1e-9)) <= better
    assert set(then) - set(first) <= better


def gained_by(key, found, before, after):
    """Return the rows that a paper may raise: those that name it, its occupation or its words."""
    words = np.nan_to_num(after.skills.fraction) > np.nan_to_num(before.skills.fraction)
    trades = language().lexicon.certificate_trades.by_certificate.get(key, {}).keys()
    held = includes(language().lexicon, key)
    named = {
        row
        for row, vacancy in enumerate(found.index.vacancies_)
        if held & set(asked_credentials(vacancy))
        or trades & vacancy_codes(vacancy, language()).keys()
    }
    return named | set(np.flatnonzero(words))


@EXAMPLES
@given(pool=vacancies(min_size=1), veteran=veterans, key=st.sampled_from(KEYS[:-1]))
def test_a_second_paper_asked_for_costs_neither_score_nor_level(pool, veteran, key):
    """Where the list is open: what is not known of costs nothing beside what is held."""
    holder = replace(veteran, credentials=(Credential(key, ""),), credentials_stated=False)
    held = includes(language().lexicon, key)
    both = [replace(one, demand=replace(one.demand, credentials=(key, *KEYS[:2]))) for one in pool]
    alone = [
        replace(one, demand=replace(one.demand, credentials=tuple({key} | {*KEYS[:2]} & held)))
        for one in pool
    ]

    asked_more, asked_less = (ranker(*some).score(holder) for some in (both, alone))

    assert asked_more.totals == pytest.approx(asked_less.totals)
    assert (asked_more.levels == asked_less.levels).all()


@pytest.mark.parametrize("is_complete", [True, False], ids=["complete", "open"])
def test_the_property_sees_a_rule_that_punishes_a_paper(is_complete):
    """The control: read as a complete list, one paper costs the vacancy that asks for two."""
    pool = ranker(asking(*FREIGHT, id=1), asking("drive_c1", id=2))
    plain = replace(open_list(), credentials=())
    holder = replace(open_list("drive_a2"), credentials_stated=is_complete)

    first, _ = order(pool, plain)
    then, _ = order(pool, holder)

    assert set(first) == {0, 1}
    assert set(then) == ({1} if is_complete else {0, 1})


def test_a_vacancy_record_without_a_posting_is_a_posting_of_its_own():
    twins = [VacancyDoc(id=number, title="货车司机") for number in (1, 2)]

    assert len(ranker(*twins).rank(lao_zhang())) == 2
