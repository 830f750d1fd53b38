"""Filters of a list: only available ones count, and each link keeps the others."""

from matching.lists import filters
from people.veterans.models import Veteran


def veteran(**more) -> Veteran:
    return Veteran(**({"township_code": "340321100", "pay_min": 6000} | more))


def labels(found):
    return [label for _, _, label in found]


def test_filters_the_profile_has_no_data_for_are_not_offered():
    assert labels(filters.available(veteran(township_code=None, pay_min=None))) == [
        "包吃住",
        "不上夜班",
        "退役军人优先",
    ]
    assert labels(filters.available(veteran())) == [
        "本乡镇",
        "本县",
        "包吃住",
        "不上夜班",
        "工资 6000 元以上",
        "退役军人优先",
    ]


def test_only_available_filters_of_the_address_count():
    asked = {"near": "county", "lodging": "2", "page": "3", "_external": "1", "endpoint": "x"}

    assert filters.selected(veteran(), asked) == {"near": "county"}
    assert filters.selected(veteran(township_code=None), asked) == {}


def test_a_choice_becomes_filters():
    found = filters.filters_of(veteran(), {"near": "county", "pay": "1", "days": "1"})

    assert (found.place, found.pay_min, found.no_nights) == ("340321", 6000, True)
    assert (found.has_lodging, found.veterans_first) == (None, None)
    assert filters.filters_of(veteran(), {"near": "town"}).place == "340321100"


def test_each_link_switches_itself_and_keeps_the_others():
    choice = {"near": "county", "lodging": "1"}
    filter_links = filters.filter_links(
        veteran(), choice, lambda query: repr(sorted(query.items()))
    )
    by_label = {filter_link.label: filter_link for filter_link in filter_links}

    assert by_label["本县"].active
    assert by_label["本县"].url == "[('lodging', '1')]"
    assert by_label["本县"].rest == {"lodging": "1"}
    assert not by_label["本乡镇"].active
    assert by_label["本乡镇"].url == "[('lodging', '1'), ('near', 'town')]"
    assert by_label["不上夜班"].url == "[('days', '1'), ('lodging', '1'), ('near', 'county')]"
