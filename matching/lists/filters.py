"""Filters of a veteran's list, read from the address and shown as links."""

from collections.abc import Callable, Mapping

from core.list_filters import FilterLink
from matching.engine.closeness import COUNTY_DIGITS
from matching.engine.ranking import Filters
from people.veterans.models import Veteran

Url = Callable[[dict[str, str]], str]


def available(veteran: Veteran) -> list[tuple[str, str, str]]:
    """Return the filters available to this veteran as (name, value, label)."""
    found = [("lodging", "1", "包吃住"), ("days", "1", "不上夜班")]
    if veteran.township_code:
        found.insert(0, ("near", "county", "本县"))
        if len(veteran.township_code) > COUNTY_DIGITS:
            found.insert(0, ("near", "town", "本乡镇"))
    if veteran.pay_min:
        found.append(("pay", "1", f"工资 {veteran.pay_min} 元以上"))
    return [*found, ("first", "1", "退役军人优先")]


def selected(veteran: Veteran, asked: Mapping[str, str]) -> dict[str, str]:
    """Return the available filters that the address selects; the rest is ignored."""
    return {name: value for name, value, _ in available(veteran) if asked.get(name) == value}


def filters_of(veteran: Veteran, choice: Mapping[str, str]) -> Filters:
    """Return a choice as filters of the engine."""
    home = veteran.township_code or ""
    return Filters(
        place={"town": home, "county": home[:COUNTY_DIGITS]}.get(choice.get("near", ""), ""),
        pay_min=veteran.pay_min if "pay" in choice else None,
        has_lodging=True if "lodging" in choice else None,
        no_nights=True if "days" in choice else None,
        veterans_first=True if "first" in choice else None,
    )


def filter_links(veteran: Veteran, choice: Mapping[str, str], url: Url) -> list[FilterLink]:
    """Return a link for each available filter; it keeps the others selected."""
    found = []
    for name, value, label in available(veteran):
        is_on = choice.get(name) == value
        rest = {key: kept for key, kept in choice.items() if key != name}
        query = rest if is_on else {**rest, name: value}
        found.append(FilterLink(label, url(query), is_on, rest=rest))
    return found
