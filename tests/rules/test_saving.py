"""One way to save: a view that changes something does it through a form's `save`."""

import ast
import inspect
import sys
from collections.abc import Callable
from typing import Any

from flask import Flask

# POST views without `save`, each with its reason; at most ten.
WITHOUT: dict[str, str] = {
    "matching.seen": "a beacon without a page for errors; what it sends is signed by the server",
    "veterans.draft": "keeps unsaved answers, sent by a script during typing: not valid yet",
    "web.set_mode": "stores a choice in the browser's cookie, writes nothing",
}
MOST = 10


def posting(app: Flask) -> dict[str, Callable[..., Any]]:
    """Return the views that take POST, by endpoint."""
    return {
        rule.endpoint: app.view_functions[rule.endpoint]
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
    }


def saves(view: Callable[..., Any]) -> bool:
    """Return whether a view, or a function of its module that it calls, calls `save`."""
    module = sys.modules[inspect.unwrap(view).__module__]
    functions = {
        node.name: node
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.FunctionDef)
    }
    reached, waiting = set(), [view.__name__]
    while waiting:
        name = waiting.pop()
        if name in reached or name not in functions:
            continue
        reached.add(name)
        for call in ast.walk(functions[name]):
            if not isinstance(call, ast.Call):
                continue
            if isinstance(call.func, ast.Attribute) and call.func.attr == "save":
                return True
            if isinstance(call.func, ast.Name):
                waiting.append(call.func.id)
    return False


def test_every_changing_view_saves_through_its_form(app: Flask):
    found = {endpoint for endpoint, view in posting(app).items() if not saves(view)}

    assert found == set(WITHOUT)


def test_few_views_save_in_another_way():
    assert len(WITHOUT) <= MOST
    assert all(len(reason) > 20 for reason in WITHOUT.values())


def test_no_view_opens_a_transaction_of_its_own(app: Flask):
    """A view that opens its own transaction skips the form, its key and its errors."""
    opening = {
        endpoint
        for endpoint, view in posting(app).items()
        if endpoint not in WITHOUT and "transaction(" in inspect.getsource(inspect.unwrap(view))
    }

    assert opening == set()
