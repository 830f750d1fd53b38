"""Whom an answer shows: noted while it is made, recorded before it leaves.

A template that reads a veteran's name or number shows them, so Jinja's environment notes it
(`core/web/showing.py`); code that makes a page or a file from names calls `show`.
`tests/rules/test_every_look.py` opens every page.
"""

from collections.abc import Iterable
from typing import Any

from flask import g, has_request_context

from core import audit

SEEN, PRINTED, EXPORTED = "veteran.read", "veteran.print", "veteran.export"
REVEALED = "veteran.reveal"


class Person:
    """Marks a model whose rows are people; `account_id` is their own account, if any."""


def show(people: Iterable[Any]) -> None:
    """Note that the answer to this request shows these people. The viewer's own file is theirs."""
    if has_request_context():
        viewer = audit.current_actor().user_id
        others = (one.id for one in people if viewer is None or one.account_id != viewer)
        _ids("shown").update(others)


def as_print() -> str:
    """Note that the answer is a page to print. Returns "" for the layout that calls it."""
    g.look = PRINTED
    return ""


def as_export() -> None:
    """Note that the answer is a file to keep."""
    g.look = EXPORTED


def recorded(people: Iterable[int]) -> None:
    """Note that an event of this request says more of the look at these people (ids)."""
    if has_request_context():
        _ids("looks_recorded").update(people)


def to_record() -> tuple[str, list[int]]:
    """Return the kind of look the answer is, and the ids of whom it shows."""
    return g.get("look", SEEN), sorted(_ids("shown") - _ids("looks_recorded"))


def _ids(name: str) -> set[int]:
    if name not in g:
        setattr(g, name, set())
    ids: set[int] = getattr(g, name)
    return ids
