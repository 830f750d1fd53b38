"""Rules on the code: names, sizes, imports, commits, the clock, escaping in templates."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.config import ROOT
from tests.support.tree import PACKAGES, modules

BANNED_NAMES = {"utils.py", "helpers.py", "common.py", "services.py"}
LONGEST_FILE = 400
LONGEST_FUNCTION = 50
FEATURES_WITH_VIEWS = ("people/accounts", "people/veterans", "jobs/employers", "jobs/vacancies")


def all_modules() -> Iterator[Path]:
    yield ROOT / "app.py"
    yield from modules()


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in all_modules():
        yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def test_every_root_package_is_in_the_layers():
    found = {path.parent.name for path in ROOT.glob("*/__init__.py")}

    assert found - {"benchmarks", "tests", "tools"} == set(PACKAGES)


def test_no_file_has_a_name_without_meaning():
    assert [path for path in all_modules() if path.name in BANNED_NAMES] == []


def test_files_are_not_too_long():
    long = [
        (str(path.relative_to(ROOT)), lines)
        for path in all_modules()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    ]

    assert long == []


def test_functions_are_short():
    long = [
        (name, node.name)
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and _body_lines(node) > LONGEST_FUNCTION
    ]

    assert long == []


def _body_lines(node: ast.FunctionDef) -> int:
    """Return the number of lines of the body without the docstring."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_only_the_database_module_commits():
    committing = {
        name
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    }

    assert committing == {"core/db.py"}


def test_only_the_clock_module_reads_the_clock():
    reading = {
        name
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in ("now", "today", "utcnow")
        and isinstance(node.value, ast.Name)
        and node.value.id in ("datetime", "date")
    }

    assert reading == {"core/clock.py"}


def test_imports_are_at_the_head_of_a_module():
    hidden = [
        (name, node.lineno)
        for name, tree in trees()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]

    # Importing scikit-learn takes a second, and only learning and the naive method need it. The
    # reader of sheets loads its parser only in the child process, which it may crash.
    allowed = {"matching/engine/baseline.py", "matching/engine/learning.py", "sheets/child.py"}
    assert {name for name, _ in hidden} <= allowed


@pytest.mark.parametrize("feature", FEATURES_WITH_VIEWS)
def test_each_feature_has_its_modules(feature):
    modules = {path.stem for path in (ROOT / feature).iterdir()}

    assert {"models", "queries", "operations", "forms", "views"} <= modules


def test_no_template_switches_escaping_off():
    unsafe = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if "|safe" in (text := path.read_text(encoding="utf-8").replace(" ", ""))
        or "autoescapefalse" in text
    ]

    assert unsafe == ["templates/components/icon.html"]  # paths of the vendored icons


def test_a_test_with_the_application_is_marked(app, request):
    assert request.node.get_closest_marker("database")


def test_a_test_of_the_code_alone_is_not_marked(request):
    assert request.node.get_closest_marker("database") is None
