"""One way to save: a view that changes something does it through a form's `save`."""

import ast
import inspect
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from core.config import ROOT
from tests.support.tree import modules

# POST views without `save`, each with its reason; at most ten.
WITHOUT: dict[str, str] = {
    "learning.seen": "a beacon without a page for errors; what it sends is signed by the server",
    "drafts.keep": "keeps what is typed, sent by a script during typing: not valid yet",
    "fairs.check_note": "looks for a person at the check-in desk; records only who was shown",
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


def calls(*names: str) -> Iterator[tuple[str, ast.Call]]:
    """Return the calls of these functions in the packages of the features, with their file."""
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in names:
                yield str(path.relative_to(ROOT)), node


def test_a_required_text_is_not_satisfied_by_blanks():
    """InputRequired accepts what a filter empties afterwards; DataRequired does not."""
    texts = list(calls("StringField", "TextAreaField", "UnkeptField", "text", "long_text"))
    wrong = [path for path, call in texts if "InputRequired" in ast.unparse(call)]

    assert len(texts) > 50
    assert wrong == []


def test_nothing_typed_is_cut():
    """A text fresh from a form or an address is never shortened by a slice."""
    cut = [
        (str(path.relative_to(ROOT)), ast.unparse(node))
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Subscript) and cuts_typed_text(node)
    ]

    assert [path for path, _cut in cut] == ["sheets/writing.py"]  # a sheet's name, by Excel


def cuts_typed_text(node: ast.Subscript) -> bool:
    """Return whether an expression is the beginning of a stripped or requested text."""
    if not (isinstance(node.slice, ast.Slice) and node.slice.lower is None):
        return False
    source = ast.unparse(node.value)
    return bool(re.search(r"\.strip\(\)$|request\.|(form|field)\b.*\.data$", source))


@pytest.mark.parametrize(
    ("source", "cuts"),
    [
        ("note.strip()[:200]", True),
        ("request.form.get('x', '')[:40]", True),
        ("form.reason.data[:40]", True),
        ("titles[:5]", False),
        ("text.strip()[1:]", False),
    ],
)
def test_the_search_for_cut_texts_sees_them(source, cuts):
    assert cuts_typed_text(ast.parse(source, mode="eval").body) is cuts


def test_no_page_limits_what_may_be_pasted():
    """`maxlength` cuts without a word; the form refuses with the number of characters allowed."""
    templates = sorted((ROOT / "templates").rglob("*.html"))
    wrong = [path for path in templates if "maxlength" in path.read_text(encoding="utf-8")]

    assert len(templates) > 100
    assert wrong == []
