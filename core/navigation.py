"""Side menu and bottom tabs: the declared entries, and those the viewer sees."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_login import current_user

from .access import Role, current_role


@dataclass(frozen=True)
class Entry:
    """One menu entry; `count` returns how many items wait there for the viewer."""

    label: str
    icon: str
    endpoint: str
    roles: frozenset[Role]
    group: str = ""
    order: int = 0
    count: Callable[[Any], int] | None = None


@dataclass(frozen=True)
class Item:
    """A menu entry as shown on one page."""

    label: str
    icon: str
    url: str
    active: bool
    count: int


def shown_tabs(entries: Iterable[Entry]) -> list[Item]:
    """Return the bottom tabs of the viewer."""
    return [item for _entry, item in _shown(entries)]


def shown_groups(entries: Iterable[Entry]) -> list[tuple[str, list[Item]]]:
    """Return the side menu of the viewer: groups and entries in the order given."""
    groups: dict[str, list[Item]] = {}
    for entry, item in _shown(entries):
        groups.setdefault(entry.group, []).append(item)
    return list(groups.items())


def _shown(entries: Iterable[Entry]) -> list[tuple[Entry, Item]]:
    """Return the viewer's entries; the longest matching address is the active one."""
    role = current_role()
    seen = [entry for entry in entries if role in entry.roles]
    urls = [url_for(entry.endpoint) for entry in seen]
    here = max((url for url in urls if _leads_here(url)), key=len, default="")
    return [(entry, _item(entry, url, here)) for entry, url in zip(seen, urls, strict=True)]


def _leads_here(url: str) -> bool:
    return request.path == url or request.path.startswith(url.rstrip("/") + "/")


def _item(entry: Entry, url: str, here: str) -> Item:
    count = entry.count(current_user) if entry.count else 0
    return Item(entry.label, entry.icon, url, url == here, count)
