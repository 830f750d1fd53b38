"""Looks at people: collected while a page is made, recorded as one event before it leaves.

A template that reads a veteran's name or number shows them, so the environment notes it; code that
makes a page or a file from names calls `show`. Nobody who shows a person can forget to record it:
`tests/rules/test_every_look.py` opens every page.
"""

from collections.abc import Iterable
from typing import Any

from flask import Response, current_app, g, has_request_context, request
from flask.templating import Environment

from core import audit
from core.db import transaction
from core.error_pages import DATABASE_ERRORS
from core.turns import LOOK_WAIT, BusyError

SEEN, PRINTED, EXPORTED = "veteran.read", "veteran.print", "veteran.export"
REVEALED = "veteran.reveal"
WHO = frozenset({"name", "phone", "id_number"})
SHOWING = (200, 409, 422)  # answers with a page; all others show nobody


class Person:
    """Marks a model whose rows are people; `account_id` is their own account, if any."""


class NotingEnvironment(Environment):
    """Jinja's environment; reading who a person is in a template notes that the page shows them."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return an attribute of an object as Jinja does."""
        if attribute in WHO and isinstance(obj, Person):
            show((obj,))
        return super().getattr(obj, attribute)


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


def _ids(name: str) -> set[int]:
    if name not in g:
        setattr(g, name, set())
    ids: set[int] = getattr(g, name)
    return ids


def record_looks(response: Response) -> Response:
    """Record whom an answer shows; without its record it does not leave."""
    people = sorted(_ids("shown") - _ids("looks_recorded"))
    if not people or response.status_code not in SHOWING:
        return response
    try:
        with transaction(wait=LOOK_WAIT):
            audit.record_about(g.get("look", SEEN), people, page=request.endpoint)
    except (BusyError, *DATABASE_ERRORS) as error:
        return current_app.make_response(current_app.handle_user_exception(error))
    return response
