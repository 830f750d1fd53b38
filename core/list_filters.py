"""Filters of a list as links that switch one filter on or off, and the words searched for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import flash, request, url_for

MOST_CHARACTERS = 60  # of a search; the search box takes no more


@dataclass(frozen=True)
class FilterLink:
    """A filter as a link that switches itself on or off.

    `count` is how many rows it leaves, where known; `rest` is the choice without it.
    """

    label: str
    url: str
    active: bool
    count: int | None = None
    rest: Mapping[str, str] = field(default_factory=dict)


def searched_words() -> str:
    """Return the words this page is asked to search for; too many are refused with a message."""
    words = request.args.get("q", "").strip()
    if len(words) <= MOST_CHARACTERS:
        return words
    flash(f"搜索的词最多 {MOST_CHARACTERS} 字，请少写几个字再搜。", "error")
    return ""


def address_with(name: str, value: str | None) -> str:
    """Return this page's address with one filter set (dropped where None), at its first page."""
    kept = {key: old for key, old in request.args.items() if key not in (name, "page")}
    if value is not None:
        kept[name] = value
    return url_for(request.endpoint or "", **(request.view_args or {}), **kept)  # type: ignore[arg-type]


def filter_link(name: str, value: str, label: str) -> FilterLink:
    """Return the link of one filter of this page, active where the address asks for it."""
    is_on = request.args.get(name) == value
    return FilterLink(label, address_with(name, None if is_on else value), is_on)
