"""Occupations offered for a title."""

import pytest

from jobs.vacancies.suggest import suggest_occupations
from lexicon.tables import Lexicon, Occupation

OCCUPATIONS = (
    Occupation("4-02-02-02", "道路货运汽车驾驶员", ("货车司机", "货车驾驶员", "司机")),
    Occupation("4-02-02-01", "客运车辆驾驶员", ("客车司机", "司机师傅")),
    Occupation("4-07-05-01", "保安员", ("保安", "门卫")),
    Occupation("4-07-05-02", "安检员", ("安检",)),
    Occupation("6-31-01-03", "电工", ("维修电工", "低压电工")),
    Occupation("4-12-01-01", "汽车维修工", ("汽修", "修")),
)
LEXICON = Lexicon(
    occupations={one.code: one for one in OCCUPATIONS},
    specialties={},
    certificates={},
    closures={},
    synonyms={},
    stop_words=frozenset(),
    slang=None,
    user_words=(),
)


def codes(title: str) -> list[str]:
    return [one.code for one in suggest_occupations(title, LEXICON)]


def test_the_longest_alias_comes_first():
    assert codes("急招货车司机") == ["4-02-02-02"]
    assert codes("维修电工兼保安") == ["6-31-01-03", "4-07-05-01"]


def test_a_word_inside_a_longer_one_is_not_meant():
    assert codes("货车司机") == ["4-02-02-02"]
    assert codes("司机") == ["4-02-02-02"]
    assert codes("货车司机兼司机师傅") == ["4-02-02-01", "4-02-02-02"]


def test_of_one_length_the_word_further_right_wins():
    assert codes("安检保安") == ["4-07-05-01", "4-07-05-02"]
    assert codes("保安安检") == ["4-07-05-02", "4-07-05-01"]


def test_at_most_three_are_offered():
    assert len(codes("司机师傅 保安 电工 安检 汽修")) == 3


def test_spelling_and_blanks_do_not_matter_and_one_letter_is_no_word():
    assert codes(" 货 车 司 机 （Ａ２）") == ["4-02-02-02"]
    assert codes("装修") == []


@pytest.mark.parametrize("title", ["", "   ", "某某", "12345"])
def test_nothing_known_gives_nothing(title):
    assert codes(title) == []


def test_a_suggestion_names_the_official_occupation_and_the_words_that_led_there():
    (found,) = suggest_occupations("门卫", LEXICON)

    assert (found.code, found.name, found.words) == ("4-07-05-01", "保安员", "门卫")
