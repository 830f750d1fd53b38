"""What stands in the bottom tabs and the side menu; each feature adds its own entries."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import request, url_for

from .access import Role, current_role


@dataclass(frozen=True)
class Entry:
    """One menu entry. `count` says how many things wait there."""

    label: str
    icon: str
    endpoint: str
    roles: frozenset[Role]
    group: str = ""
    order: int = 0
    count: Callable[[], int] | None = None


@dataclass(frozen=True)
class Item:
    """A menu entry as one page shows it."""

    label: str
    icon: str
    url: str
    active: bool
    count: int


class Menu:
    """Entries by place; one per process, filled when the features are imported."""

    def __init__(self) -> None:
        self._tabs: dict[str, Entry] = {}
        self._side: dict[str, Entry] = {}

    def add_tab(self, entry: Entry) -> None:
        """Add an entry to the phone's bottom tabs."""
        self._tabs[entry.endpoint] = entry

    def add_side(self, entry: Entry) -> None:
        """Add an entry to the desk's side menu."""
        self._side[entry.endpoint] = entry

    def tabs(self) -> list[Item]:
        """Return the bottom tabs of whoever looks."""
        return _shown(self._tabs.values())

    def groups(self) -> list[tuple[str, list[Item]]]:
        """Return the side menu of whoever looks, by group in order."""
        entries = sorted(self._side.values(), key=lambda entry: entry.order)
        group_of = {entry.label: entry.group for entry in entries}
        groups: dict[str, list[Item]] = {}
        for item in _shown(entries):
            groups.setdefault(group_of[item.label], []).append(item)
        return list(groups.items())


def _shown(entries: Iterable[Entry]) -> list[Item]:
    """Return the entries of whoever looks; the one whose address fits best is the active one."""
    role = current_role()
    seen = sorted((entry for entry in entries if role in entry.roles), key=lambda e: e.order)
    urls = [url_for(entry.endpoint) for entry in seen]
    here = max((url for url in urls if _leads_here(url)), key=len, default="")
    return [_item(entry, url, here) for entry, url in zip(seen, urls, strict=True)]


def _leads_here(url: str) -> bool:
    return request.path == url or request.path.startswith(url.rstrip("/") + "/")


def _item(entry: Entry, url: str, here: str) -> Item:
    count = entry.count() if entry.count else 0
    return Item(entry.label, entry.icon, url, url == here, count)


menu = Menu()
