import re

import pytest

from matching.engine import concepts
from matching.engine.concepts import OccupationFinder, closeness, levels
from tests.matching.engine.cast import OCCUPATIONS, language

FINDER = OccupationFinder(slang=re.compile("急招|包吃住")).fit(OCCUPATIONS)


def codes(text):
    return [found.code for found in FINDER.find(text)]


def test_a_name_or_alias_gives_its_code_in_full():
    for text in ("焊工", "电焊工", "急招电焊工（包吃住）"):
        assert [(f.code, round(f.weight, 9)) for f in FINDER.find(text)] == [("6-18-02-04", 1.0)]


def test_a_title_of_two_trades_gives_both():
    assert set(codes("保安/货车司机")) == {"4-07-05-01", "4-02-02-02"}


def test_the_trade_at_the_end_of_a_title_weighs_more():
    driver = FINDER.find("大型货车司机")[0].weight
    assistant = FINDER.find("货车司机助理")[0].weight

    assert driver > assistant


def test_the_longest_name_wins_over_one_inside_it():
    assert codes("司机兼修理") == ["4-12-01-01"]


def test_nothing_known_gives_nothing():
    assert codes("宇航员") == []
    assert codes("") == []


def test_an_alias_of_two_occupations_counts_less_for_each():
    shared = [OCCUPATIONS[0], OCCUPATIONS[1].__class__("4-02-02-01", "客运", ("货车司机",))]

    found = OccupationFinder().fit(shared).find("货车司机")

    assert [(f.code, f.weight) for f in found] == [("4-02-02-01", 0.8), ("4-02-02-02", 0.8)]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("4-02-02-02", "4-02-02-02", 1.0),
        ("4-02-02-02", "4-02-02-01", 0.6),
        ("4-02-02-02", "4-02-05-01", 0.25),
        ("4-02-02-02", "4-07-05-01", 0.05),
        ("4-02-02-02", "6-18-02-04", 0.0),
        ("4-02-02-00", "4-02-02-02", 0.9),
        ("4-02", "4-02-02-02", 0.5),
        ("4-02", "4-02", 1.0),
        ("", "4-02-02-02", 0.0),
        ("", "", 0.0),
    ],
)
def test_closeness_falls_with_each_level_that_differs(first, second, expected):
    assert closeness(first, second) == closeness(second, first) == expected


def test_levels_end_before_the_zeros():
    assert levels("4-02-02-00") == (4, 2, 2)
    assert levels("司机") == ()


def test_each_variant_of_a_synonym_gives_the_others():
    words = language().lexicon.synonyms
    variant, canonical = next(iter(words.items()))

    assert canonical.lower() in language().related(variant)
    assert language().related("") == ()


def test_credentials_have_their_everyday_names():
    assert language().credential_name("drive_a2") == " A2 驾照"
    assert language().credential_name("unlisted") == "unlisted"


def test_the_cache_of_titles_is_bounded(monkeypatch):
    monkeypatch.setattr(concepts, "CACHE_ENTRIES", 2)
    finder = OccupationFinder().fit(OCCUPATIONS)

    for text in ("保安", "焊工", "销售"):
        finder.find(text)

    assert len(finder._memory) == 1
