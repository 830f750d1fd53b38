"""One term for each idea: no identifier uses a word of the glossary's column "not"."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from core.config import ROOT
from tests.support.tree import PACKAGES

GLOSSARY = ROOT / "docs" / "glossary.md"
TREES = (*PACKAGES, "benchmarks", "tests", "tools")
PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
HTTP, LIBRARY, STORED = "HTTP verb", "a library's name", "a stored value"
EXEMPT = {
    "VerifyPlacementForm": "the form on a placement (就业记录)",
    "_refuse_foreign_post": HTTP,
    "__post_init__": LIBRARY,
    "job_posting": "schema.org's name",
    "states": LIBRARY,
    "PUBLIC_POST": STORED,
    "BETTER_JOB": STORED,
    "GONE": STORED,
}


def forbidden() -> set[str]:
    """Return the words of the column "not" and of the section below the table."""
    table, _, section = GLOSSARY.read_text(encoding="utf-8").partition("## Words no identifier")
    rows = [line.split("|") for line in table.splitlines() if line.startswith("|")]
    words = {word for row in rows[2:] for word in re.findall(r"`(\w+)`", row[4])}
    return words | set(re.findall(r"`(\w+)`", section.partition("\n\n")[2].partition("\n\n")[0]))


def files() -> Iterator[Path]:
    yield ROOT / "app.py"
    for tree in TREES:
        yield from sorted((ROOT / tree).rglob("*.py"))


def defined(tree: ast.AST) -> Iterator[str]:
    """Return every name a module defines: classes, functions, arguments, variables, attributes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def offends(name: str, words: set[str]) -> bool:
    parts = [part.lower() for part in PART.findall(name)]
    pairs = {"_".join(pair) for pair in pairwise(parts)}
    return name not in EXEMPT and bool(words & (set(parts) | pairs))


def test_identifiers_use_the_terms_of_the_glossary():
    words = forbidden()
    found = {
        (str(path.relative_to(ROOT)), name)
        for path in files()
        for name in defined(ast.parse(path.read_text(encoding="utf-8")))
        if offends(name, words)
    }

    assert sorted(found) == []


def test_modules_use_the_terms_of_the_glossary():
    words = forbidden()

    assert [path.name for path in files() if offends(path.stem, words)] == []


def test_the_walker_sees_names_of_every_kind():
    """The control: each kind of name is found, and each kind of word is recognised."""
    source = "class JobDoc:\n def tell_all(self, post_id, *, state=1):\n  self.board_ = deed = 1"
    names = set(defined(ast.parse(source)))

    assert names == {"JobDoc", "tell_all", "self", "post_id", "state", "board_", "deed"}
    assert {name for name in names if offends(name, forbidden())} == names - {"self"}
    assert offends("placement_mode", forbidden())
    assert not offends("placement", forbidden())


def test_every_exemption_is_needed():
    names = {
        name for path in files() for name in defined(ast.parse(path.read_text(encoding="utf-8")))
    }

    assert set(EXEMPT) <= names
