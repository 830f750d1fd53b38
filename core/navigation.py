"""Side menu and bottom tabs: the declared entries, and those the viewer sees."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import request, url_for
from flask_login import current_user

from .access import READ_ONLY, Role, current_role
from .counting import counted
from .rooms import ROOMS, Room

NO_FIT = (0, 0)


@dataclass(frozen=True)
class Entry:
    """One entry of the side menu or of the tabs.

    `count` returns how many items wait there for the viewer; they are work for `workers` and a
    mere number for the others; `counted` are the arguments under which its page lists just them.
    `covers` names what belongs to the entry though its address does
    not begin with the entry's own: endpoints, and beginnings of addresses ("/fairs").
    """

    label: str
    icon: str
    endpoint: str
    roles: frozenset[Role]
    room: Room | None = None
    order: int = 0
    count: Callable[[Any], int] | None = None
    covers: frozenset[str] = frozenset()
    workers: frozenset[Role] = frozenset(Role) - READ_ONLY
    counted: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Item:
    """A menu entry as shown on one page."""

    label: str
    icon: str
    url: str
    active: bool
    count: int
    is_work: bool
    counted_url: str = ""  # the list of what is counted; empty where several are summed up


@dataclass(frozen=True)
class ShownRoom:
    """A top entry of the side menu on one page; `items` are empty unless it is unfolded."""

    head: Item
    items: tuple[Item, ...] = ()


def shown_tabs(entries: Iterable[Entry]) -> list[Item]:
    """Return the bottom tabs of the viewer."""
    return [item for _entry, item in _shown(entries)]


def shown_rooms(entries: Iterable[Entry]) -> list[ShownRoom]:
    """Return the side menu of the viewer: a top entry for each room, the open one unfolded."""
    rooms: dict[Room, list[Item]] = {}
    for entry, item in _shown(entries):
        if entry.room is not None:
            rooms.setdefault(entry.room, []).append(item)
    return [_room(room, rooms[room]) for room in ROOMS if room in rooms]


def _room(room: Room, items: Sequence[Item]) -> ShownRoom:
    """Return a room; the head of a folded one leads to its first page and sums its counts."""
    if len(items) == 1:
        return ShownRoom(items[0])
    is_open = any(item.active for item in items)
    is_work = any(item.count and item.is_work for item in items)
    waiting = sum(item.count for item in items if item.is_work is is_work)
    head = Item(room.label, room.icon, items[0].url, False, 0 if is_open else waiting, is_work)
    return ShownRoom(head, tuple(items) if is_open else ())


def _shown(entries: Iterable[Entry]) -> list[tuple[Entry, Item]]:
    """Return the viewer's entries with the active one marked."""
    role = current_role()
    seen = [entry for entry in entries if role in entry.roles]
    here = _active(seen)
    return [(entry, _item(entry, role, is_active=entry is here)) for entry in seen]


def _active(entries: Sequence[Entry]) -> Entry | None:
    """Return the entry the page belongs to, None where there is none."""
    closest = max(entries, key=_fit, default=None)
    return closest if closest is not None and _fit(closest) > NO_FIT else None


def _fit(entry: Entry) -> tuple[int, int]:
    """Return how closely an entry fits the page.

    Closest is an endpoint it covers, then the longest address the page's own begins with, then
    a beginning it covers.
    """
    if request.endpoint in entry.covers:
        return 3, 0
    url = url_for(entry.endpoint)
    if _begins_with(url):
        return 2, len(url)
    return (1, 0) if any(map(_begins_with, entry.covers)) else NO_FIT


def _begins_with(address: str) -> bool:
    return request.path == address or request.path.startswith(address.rstrip("/") + "/")


def _item(entry: Entry, role: Role | None, *, is_active: bool) -> Item:
    count = counted(entry.count, current_user) if entry.count else 0
    url = url_for(entry.endpoint)
    counted_url = url_for(entry.endpoint, **entry.counted)
    return Item(entry.label, entry.icon, url, is_active, count, role in entry.workers, counted_url)
