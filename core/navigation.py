"""What stands in the bottom tabs and the side menu; each feature adds its own entries."""

from collections.abc import Callable
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
        groups: dict[str, list[Item]] = {}
        for entry in _sorted(self._side.values()):
            groups.setdefault(entry.group, []).append(_item(entry))
        return list(groups.items())


def _sorted(entries: object) -> list[Entry]:
    role = current_role()
    seen = [entry for entry in entries if role in entry.roles]  # type: ignore[attr-defined]
    return sorted(seen, key=lambda entry: entry.order)


def _shown(entries: object) -> list[Item]:
    return [_item(entry) for entry in _sorted(entries)]


def _item(entry: Entry) -> Item:
    url = url_for(entry.endpoint)
    active = request.endpoint == entry.endpoint or (url != "/" and request.path.startswith(url))
    return Item(entry.label, entry.icon, url, active, entry.count() if entry.count else 0)


menu = Menu()
