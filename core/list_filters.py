"""Filters of a list as links that switch one filter on or off, and the words searched for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from flask import flash, request, url_for

from core.characters import drop_invisible, nfkc
from core.numbers import a_year, whole_number

LONGEST_PATH = 1_000  # of an address on this site
_BETWEEN_WORDS = re.compile(r"[\s,，、；;]+")
MOST_CHARACTERS = 60  # of a search; the search box takes no more
# Every parameter that some page reads from its address. Others, and values longer than any
# choice, are not repeated in links, so that a page never grows with what a visitor sends.
QUERY_NAMES = frozenset(
    {
        "action", "actor", "all", "application", "behalf", "channel", "check", "code", "condition",
        "credential", "days", "desk", "dir", "done", "due", "employer", "fair", "first", "from",
        "has", "helped", "industry", "insurance", "kind", "lacks", "level", "list", "lodging",
        "mode", "near", "needed", "next", "noexp", "nonight", "nostep", "noun", "once", "open",
        "outcome", "overdue", "page", "part", "pay", "person", "place", "q", "reason", "silent",
        "sort", "status", "subject", "to", "township", "unreached", "unread", "vacancy",
        "verification", "year",
    }
)  # fmt: skip


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
    """Return the words this page is asked to search for, with blanks between them.

    Full-width letters become half-width, marks nobody sees are left out; too many characters are
    refused with a message.
    """
    typed = request.args.get("q", "")
    words = _BETWEEN_WORDS.sub(" ", drop_invisible(nfkc(typed))).strip()
    if len(words) <= MOST_CHARACTERS:
        return words
    flash(f"搜索的词最多 {MOST_CHARACTERS} 字，请少写几个字再搜。", "error")
    return ""


def kept_query(*without: str) -> list[tuple[str, str]]:
    """Return the parts of this page's query that its links repeat."""
    return [
        (name, value)
        for name, value in request.args.items(multi=True)
        if name in QUERY_NAMES and name not in without and len(value) <= MOST_CHARACTERS
    ]


def this_address() -> str:
    """Return this page's address with the part of its query that links repeat."""
    path = request.path if len(request.path) <= LONGEST_PATH else "/"
    query = kept_query()
    return f"{path}?{urlencode(query)}" if query else path


def asked_number(name: str) -> int | None:
    """Return a whole number from the address, None where it is missing or no row can have it."""
    return whole_number(request.args.get(name, ""))


def asked_year(name: str = "year") -> int | None:
    """Return a year from the address, None where it is missing or no record can be of it."""
    return a_year(request.args.get(name, ""))


def address_with(name: str, value: str | None) -> str:
    """Return this page's address with one filter set (dropped where None), at its first page."""
    kept = dict(kept_query(name, "page"))
    if value is not None:
        kept[name] = value
    return url_for(request.endpoint or "", **(request.view_args or {}), **kept)  # type: ignore[arg-type]


def filter_link(name: str, value: str, label: str) -> FilterLink:
    """Return the link of one filter of this page, active where the address asks for it."""
    is_on = request.args.get(name) == value
    return FilterLink(label, address_with(name, None if is_on else value), is_on)
