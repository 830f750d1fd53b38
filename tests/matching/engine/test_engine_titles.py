"""Confirmed titles give their occupation to themselves and to similar titles."""

import pytest

from lexicon.tables import load_lexicon
from matching.engine.index import VacancyIndex
from matching.engine.language import Language
from matching.engine.ranking import Ranker
from matching.engine.records import Service, VacancyDoc, VeteranDoc, Work
from matching.engine.titles import trade_weights

PLAIN = Language(load_lexicon())
GUARD, DRIVER = "4-07-05-01", "4-02-02-02"


def codes(language, title):
    return {found.code: found.weight for found in language.occupations_of(title)}


def test_without_confirmed_titles_nothing_changes():
    assert PLAIN.titles.find("守摊的") == ()
    assert PLAIN.titles.confirmed_ == ()


def test_a_title_in_no_table_is_found_once_confirmed():
    assert codes(PLAIN, "园区巡查岗") == {}

    assert codes(PLAIN.with_labels([("园区巡查岗", GUARD)]), "园区巡查岗") == {GUARD: 1.0}


def test_slang_and_blanks_round_a_title_do_not_matter():
    language = PLAIN.with_labels([("园区 巡查岗", GUARD)])

    assert codes(language, "急招园区巡查岗包吃住") == {GUARD: 1.0}


def test_a_similar_title_counts_less_and_a_different_one_not_at_all():
    language = PLAIN.with_labels([("园区巡查岗", GUARD), ("渣土清运岗", DRIVER)])

    near = codes(language, "园区巡查岗位")
    assert set(near) == {GUARD}
    assert 0 < near[GUARD] < 1
    assert codes(language, "炼丹岗") == {}


def test_a_confirmed_occupation_precedes_the_one_read_in_the_name():
    assert DRIVER in codes(PLAIN, "货车司机")

    assert codes(PLAIN.with_labels([("货车司机", GUARD)]), "货车司机") == {GUARD: 1.0}


def test_of_two_answers_the_more_frequent_counts():
    labels = [("园区巡查岗", DRIVER), ("园区巡查岗", GUARD), ("园区巡查岗", GUARD)]

    assert codes(PLAIN.with_labels(labels), "园区巡查岗") == {GUARD: 1.0}


@pytest.mark.parametrize("turn", [1, -1])
def test_the_order_of_the_titles_does_not_matter(turn):
    labels = [("园区巡查岗", GUARD), ("渣土清运岗", DRIVER)][::turn]

    language = PLAIN.with_labels(labels)

    assert language.titles.confirmed_ == PLAIN.with_labels(sorted(labels)).titles.confirmed_


def test_a_veteran_and_a_vacancy_match_by_a_confirmed_title():
    vacancy = VacancyDoc(id=1, title="园区巡查岗", duties="巡查园区", requirements="认真负责")
    veteran = VeteranDoc(id=1, works=(Work("园区巡查岗", 36),))

    def trade(language):
        found = Ranker(VacancyIndex(language=language).fit([vacancy])).rank(veteran)[0]
        return next(part for part in found.parts if part.dimension == "trade").fraction

    assert trade(PLAIN) is None
    assert trade(PLAIN.with_labels([("园区巡查岗", GUARD)])) > 0.5


def test_an_unlisted_trade_gets_the_occupations_of_its_placements():
    vacancy = VacancyDoc(
        id=1, title="货车司机", occupation_code=DRIVER, duties="开车", requirements="认真"
    )
    veteran = VeteranDoc(id=1, services=(Service("猛士驾驶保障", 60),))

    def trade(*converted):
        language = PLAIN.with_labels([], converted)
        found = Ranker(VacancyIndex(language=language).fit([vacancy])).rank(veteran)[0]
        return next(part for part in found.parts if part.dimension == "trade").fraction

    alone, shared = (
        trade(("猛士驾驶保障", DRIVER, 4)),
        trade(("猛士驾驶保障", DRIVER, 4), ("猛士驾驶保障", GUARD, 4)),
    )
    assert alone > shared > (trade(("猛士驾驶保障", GUARD, 9)) or 0)


def test_two_placements_give_a_trade_no_occupation():
    assert trade_weights([("x", DRIVER, 2)]) == {}
    assert trade_weights([("x", DRIVER, 3), ("x", GUARD, 1)]) == {"x": {DRIVER: 0.9 * 3 / 4}}


def test_the_tables_occupation_of_a_trade_stays_where_placements_weigh_less():
    vacancy = VacancyDoc(
        id=1, title="货车司机", occupation_code=DRIVER, duties="开车", requirements="认真"
    )
    veteran = VeteranDoc(id=1, services=(Service("driver_truck", 60),))

    def trade(language):
        found = Ranker(VacancyIndex(language=language).fit([vacancy])).rank(veteran)[0]
        return next(part for part in found.parts if part.dimension == "trade").fraction

    assert trade(PLAIN.with_labels([], [("driver_truck", GUARD, 5)])) == trade(PLAIN)
