"""Each component has its style sheet, and no rule is unused."""

import re
from pathlib import Path

import pytest

from core import static_files
from core.config import ROOT

SHEETS = ROOT / "static/css"
TEMPLATES = ROOT / "templates"
IMPORT = re.compile(r'@import "([^"]+)";')
# Most bytes of a linked sheet as it is sent, uncompressed.
MOST_BYTES = {
    "app.css": 36_200,
    "workbench.css": 8_000,
    "print.css": 3_900,
    "wall.css": 1_000,
    "scan.css": 600,
    "ticks.css": 2_900,
}
# Composed of other components, or without an element: these need no rules.
WITHOUT_STYLE = {
    "check_answers",
    "differences",
    "export_link",
    "figure",
    "finding_work",
    "gallery_cards",
    "gallery_data",
    "gallery_forms",
    "gallery_status",
    "here",
    "icon_paths",
    "no_address",
    "password_again",
    "printed",
}


def without_comments(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def components() -> set[str]:
    return {path.stem for path in (TEMPLATES / "components").glob("*.html")}


def styled() -> set[str]:
    """Return the components with a sheet; `field.desk.css` belongs to field."""
    return {path.name.split(".")[0] for path in (SHEETS / "components").glob("*.css")}


def imported() -> list[str]:
    lists = [without_comments(path) for path in SHEETS.glob("*.css")]
    return [name for text in lists for name in IMPORT.findall(text)]


def classes(path: Path) -> set[str]:
    heads = re.findall(r"([^{};]+)\{", without_comments(path))
    return {name for head in heads for name in re.findall(r"\.([a-zA-Z][\w-]*)", head)}


def words_of_template(path: Path) -> set[str]:
    """Return the words that may be classes: words outside Jinja and the texts inside it."""
    text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"<!--.*?-->|</?\w+", " ", text, flags=re.DOTALL)
    code = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
    quoted = " ".join(
        one or other
        for part in code.findall(text)
        for one, other in re.findall(r"\"([^\"]*)\"|'([^']*)'", part)
    )
    return set(re.findall(r"[\w-]+", code.sub(" ", text) + " " + quoted))


def words_in_use() -> set[str]:
    words = {word for path in TEMPLATES.rglob("*.html") for word in words_of_template(path)}
    for script in (ROOT / "static/js").glob("*.js"):
        texts = re.findall(r"\"([^\"]*)\"", script.read_text(encoding="utf-8"))
        words |= {word for text in texts for word in re.findall(r"[\w-]+", text)}
    return words


def unused(names: set[str], words: set[str]) -> list[str]:
    """Return the classes no template writes; `tag--` there matches every class that begins so."""
    beginnings = tuple(word for word in words if word.strip("-") and word.endswith(("-", "__")))
    return sorted(name for name in names - words if not name.startswith(beginnings))


def test_every_component_has_a_sheet_or_needs_none():
    assert components() - styled() == WITHOUT_STYLE


def test_every_component_sheet_has_its_component():
    assert styled() - components() == set()


def test_every_sheet_is_loaded_exactly_once():
    found = {path.relative_to(SHEETS).as_posix() for path in SHEETS.rglob("*.css")}

    assert sorted(imported()) == sorted(found - set(MOST_BYTES))


def test_an_unused_class_is_found():
    words = {"card", "tag--", "--", "-"}

    assert unused({"card", "tag--ok", "ghost"}, words) == ["ghost"]


@pytest.mark.parametrize(
    "sheet", sorted(SHEETS.rglob("*.css")), ids=lambda path: path.relative_to(SHEETS).as_posix()
)
def test_no_rule_is_for_an_unused_class(sheet):
    assert unused(classes(sheet), words_in_use()) == []


@pytest.mark.parametrize("name", MOST_BYTES)
def test_a_linked_sheet_is_small(name):
    assert len(static_files.assemble(SHEETS / name).encode()) <= MOST_BYTES[name]


def test_imported_sheets_replace_their_lines_in_order(tmp_path):
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts/one.css").write_text("/* one */\n.a {\n  color: red;\n}\n")
    (tmp_path / "parts/two.css").write_text(".b {\n  color: blue;\n}\n")
    (tmp_path / "all.css").write_text('@import "parts/one.css";\n@import "parts/two.css";\n')

    assert static_files.assemble(tmp_path / "all.css") == (
        ".a {\ncolor: red;\n}\n.b {\ncolor: blue;\n}"
    )


def test_an_import_that_browsers_ignore_is_refused(tmp_path):
    (tmp_path / "all.css").write_text("@import url(one.css);\n")

    with pytest.raises(ValueError, match="own"):
        static_files.assemble(tmp_path / "all.css")


def test_a_missing_component_is_found(tmp_path):
    (tmp_path / "all.css").write_text('@import "gone.css";\n')

    with pytest.raises(FileNotFoundError):
        static_files.assemble(tmp_path / "all.css")
