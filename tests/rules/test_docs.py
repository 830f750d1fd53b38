"""The documentation is true: links, paths, modules, commands and settings it names exist."""

import re
from importlib import import_module
from pathlib import Path

import click
import pytest

from core.config import ROOT
from tests.support.databases import FEATURES
from tests.support.tree import PACKAGES

TREES = [path.name for path in sorted(ROOT.glob("[a-z]*")) if path.is_dir()]
DOCUMENTS = sorted(
    [
        *ROOT.glob("README*.md"),
        *(ROOT / "docs").glob("*.md"),  # decisions in docs/adr keep the names of their day
        *(ROOT / "docs" / "states").glob("*.md"),
        ROOT / "demo" / "README.md",
        ROOT / "lexicon" / "README.md",
        ROOT / "templates" / "components" / "README.md",
        ROOT / "tests" / "matching" / "judged" / "RULES.md",
    ]
)
NAMED = "|".join((*PACKAGES, "benchmarks", "tests", "tools"))
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")
BLOCK = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"[\w.*-]+(?:/[\w.*-]*)+|[\w-]+\.(?:py|md|csv|html)")
FILE = re.compile(r".*\.(?:py|md|csv|html|css|js|toml)")
MODULE = re.compile(rf"(?:{NAMED})(?:\.(?!py\b)\w+)+")
MAKE = re.compile(r"\bmake ([a-z][a-z-]*)")
FLASK = re.compile(r"\bflask (?:--app app )?([a-z]+)(?: ([a-z][a-z-]*))?")
OF_FLASK = {"db", "prepare", "routes", "run", "shell"}
NOT_IN_THE_TREE = ("instance/", "/")  # data of an installation; addresses of pages


def code_of(text: str) -> list[str]:
    """Return the code in a document: fenced blocks, and words in backquotes outside them."""
    return BLOCK.findall(text) + INLINE.findall(BLOCK.sub("", text))


def false_links(text: str, folder: Path) -> list[str]:
    """Return relative links that lead nowhere."""
    return [target for target in LINK.findall(text) if not (folder / target).exists()]


def false_paths(text: str, folder: Path) -> list[str]:
    """Return words in backquotes that look like paths of the tree and are none."""
    inline = [word.partition(": ")[0] for word in INLINE.findall(BLOCK.sub("", text))]
    words = [word for word in inline if PATH.fullmatch(word)]
    return [
        word
        for word in words
        if not word.startswith(NOT_IN_THE_TREE)
        if FILE.fullmatch(word) or (ROOT / word.partition("/")[0]).exists()
        if not is_in_the_tree(word, folder)
    ]


def is_in_the_tree(word: str, folder: Path) -> bool:
    """Return whether a path exists from the root, `tests`, `templates` or the document's folder."""
    pattern = word.rstrip("/")
    starts = (ROOT, ROOT / "tests", ROOT / "templates", folder)
    if any(list(start.glob(pattern)) for start in starts):
        return True
    return "/" not in word and any(list((ROOT / tree).rglob(pattern)) for tree in TREES)


def false_modules(text: str) -> list[str]:
    """Return dotted names that are neither a module, nor in one, nor a scheduled task."""
    tasks = {task.name for feature in FEATURES for task in feature.schedule}
    names = [word for word in INLINE.findall(text) if MODULE.fullmatch(word)]
    names += re.findall(rf"python -m ((?:{NAMED})[\w.]*)", text)
    return [name for name in names if name not in tasks and not is_defined(name)]


def is_defined(name: str) -> bool:
    """Return whether a dotted name is a module or an attribute of one."""
    parts = name.split(".")
    found = import_module(parts[0])
    for place, part in enumerate(parts[1:], start=2):
        if not hasattr(found, part):
            try:
                import_module(".".join(parts[:place]))
            except ModuleNotFoundError:
                return False
        found = getattr(found, part)
    return True


def false_commands(text: str) -> list[str]:
    """Return `flask` and `make` commands that do not exist."""
    code = "\n".join(code_of(text))
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    wrong = [f"make {target}" for target in MAKE.findall(code) if target not in targets]
    groups = {command.name: command for feature in FEATURES for command in feature.commands}
    for group, command in FLASK.findall(code):
        if group in OF_FLASK:
            continue
        known = groups.get(group)
        if not isinstance(known, click.Group) or (command and command not in known.commands):
            wrong.append(f"flask {group} {command}".strip())
    return wrong


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_document_names_exists(document):
    text = document.read_text(encoding="utf-8")

    assert false_links(text, document.parent) == []
    assert false_paths(text, document.parent) == []
    assert false_modules(text) == []
    assert false_commands(text) == []


def test_false_names_are_found():
    """The control: each kind of false name is found, and a true one of its kind is not."""
    text = """
[true](../README.md) [false](gone.md) [elsewhere](https://example.org/gone.md)
`core/db.py` `core/gone.py` `core/test_audit.py` `core/test_gone.py` `people/` `gone.py` `/gone`
`core.db.transaction` `core.db.gone` `python -m benchmarks.gone` `outbox.relay` `matching.index`
`flask audit verify` `flask audit gone` `flask gone` `make test` `make gone`
```
flask demo gone   # a comment
```
"""

    assert false_links(text, ROOT / "docs") == ["gone.md"]
    assert false_paths(text, ROOT / "docs") == ["core/gone.py", "core/test_gone.py", "gone.py"]
    assert false_modules(text) == ["core.db.gone", "benchmarks.gone"]
    assert sorted(false_commands(text)) == [
        "flask audit gone",
        "flask demo gone",
        "flask gone",
        "make gone",
    ]


def test_every_macro_the_list_of_components_names_exists():
    folder = ROOT / "templates" / "components"
    named = re.findall(r"`(\w+\.html): (\w+)\(", (folder / "README.md").read_text(encoding="utf-8"))

    wrong = [
        (file, macro)
        for file, macro in named
        if f"macro {macro}(" not in (folder / file).read_text(encoding="utf-8")
    ]

    assert len(named) > 30
    assert wrong == []


def test_every_setting_and_no_other_is_documented():
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    read = (ROOT / "core" / "config.py").read_text(encoding="utf-8")

    assert set(re.findall(r"RONGYE_\w+", text)) == set(re.findall(r"RONGYE_\w+", read))


def test_every_scheduled_task_and_no_other_is_documented():
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    table = text.partition("## Scheduled tasks")[2].partition("\n## ")[0]

    named = re.findall(r"^\| `([\w.]+)` \|", table, re.MULTILINE)

    assert sorted(named) == sorted(task.name for feature in FEATURES for task in feature.schedule)


def test_every_decision_is_listed():
    pages = {path.name for path in (ROOT / "docs" / "adr").glob("0*.md")}
    listed = (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")

    assert set(LINK.findall(listed)) == pages
