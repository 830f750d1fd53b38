"""Filters of a list: only what was offered counts, and each link keeps the others."""

from matching import narrowing
from people.veterans.models import Veteran


def veteran(**more) -> Veteran:
    return Veteran(**({"township_code": "340321100", "pay_min": 6000} | more))


def labels(found):
    return [label for _, _, label in found]


def test_what_the_profile_does_not_tell_is_not_offered():
    assert labels(narrowing.offered(veteran(township_code=None, pay_min=None))) == [
        "包吃住",
        "不上夜班",
        "退役军人优先",
    ]
    assert labels(narrowing.offered(veteran())) == [
        "本乡镇",
        "本县",
        "包吃住",
        "不上夜班",
        "工资 6000 元以上",
        "退役军人优先",
    ]


def test_the_address_counts_only_as_far_as_it_was_offered():
    asked = {"near": "county", "board": "2", "page": "3", "_external": "1", "endpoint": "x"}

    assert narrowing.chosen(veteran(), asked) == {"near": "county"}
    assert narrowing.chosen(veteran(township_code=None), asked) == {}


def test_a_choice_becomes_filters():
    found = narrowing.filters_of(veteran(), {"near": "county", "pay": "1", "days": "1"})

    assert (found.place, found.pay_min, found.no_nights) == ("340321", 6000, True)
    assert (found.has_board, found.veterans_first) == (None, None)
    assert narrowing.filters_of(veteran(), {"near": "town"}).place == "340321100"


def test_each_link_switches_itself_and_keeps_the_others():
    choice = {"near": "county", "board": "1"}
    chips = narrowing.chips(veteran(), choice, lambda query: repr(sorted(query.items())))
    by_label = {chip.label: chip for chip in chips}

    assert by_label["本县"].active
    assert by_label["本县"].url == "[('board', '1')]"
    assert by_label["本县"].rest == {"board": "1"}
    assert not by_label["本乡镇"].active
    assert by_label["本乡镇"].url == "[('board', '1'), ('near', 'town')]"
    assert by_label["不上夜班"].url == "[('board', '1'), ('days', '1'), ('near', 'county')]"
