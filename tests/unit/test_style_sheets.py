"""A component and its style sheet come and go together, and no rule outlives its use."""

import re
from pathlib import Path

import pytest

from core import static_files

ROOT = Path(__file__).resolve().parents[2]
SHEETS = ROOT / "static/css"
TEMPLATES = ROOT / "templates"
IMPORT = re.compile(r'@import "([^"]+)";')
# Most bytes a linked sheet may have as it is sent; it is not compressed on the way.
MOST_BYTES = {"app.css": 36_200, "workbench.css": 8_000, "print.css": 3_900, "wall.css": 1_000}
# Put together from other components, or no element at all: these need no rules of their own.
WITHOUT_STYLE = {
    "check_answers",
    "differences",
    "finding_work",
    "gallery_cards",
    "gallery_data",
    "gallery_forms",
    "gallery_status",
    "here",
    "icon_paths",
}


def without_comments(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def components() -> set[str]:
    return {path.stem for path in (TEMPLATES / "components").glob("*.html")}


def styled() -> set[str]:
    """Components with a sheet; `field.desk.css` belongs to field as well."""
    return {path.name.split(".")[0] for path in (SHEETS / "components").glob("*.css")}


def imported() -> list[str]:
    lists = [without_comments(path) for path in SHEETS.glob("*.css")]
    return [name for text in lists for name in IMPORT.findall(text)]


def classes(path: Path) -> set[str]:
    heads = re.findall(r"([^{};]+)\{", without_comments(path))
    return {name for head in heads for name in re.findall(r"\.([a-zA-Z][\w-]*)", head)}


def words_of_template(path: Path) -> set[str]:
    """What may be a class: words outside Jinja and tag names, and the texts inside Jinja."""
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
    """Classes nothing writes; `tag--` in a template stands for every class that begins so."""
    beginnings = tuple(word for word in words if word.strip("-") and word.endswith(("-", "__")))
    return sorted(name for name in names - words if not name.startswith(beginnings))


def test_every_component_has_its_sheet_or_needs_none():
    assert components() - styled() == WITHOUT_STYLE


def test_every_sheet_of_a_component_has_its_component():
    assert styled() - components() == set()


def test_every_sheet_is_loaded_exactly_once():
    found = {path.relative_to(SHEETS).as_posix() for path in SHEETS.rglob("*.css")}

    assert sorted(imported()) == sorted(found - set(MOST_BYTES))


def test_a_class_nothing_writes_is_noticed():
    words = {"card", "tag--", "--", "-"}

    assert unused({"card", "tag--ok", "ghost"}, words) == ["ghost"]


@pytest.mark.parametrize(
    "sheet", sorted(SHEETS.rglob("*.css")), ids=lambda path: path.relative_to(SHEETS).as_posix()
)
def test_no_rule_is_for_a_class_nothing_writes(sheet):
    assert unused(classes(sheet), words_in_use()) == []


@pytest.mark.parametrize("name", MOST_BYTES)
def test_a_linked_sheet_stays_light(name):
    assert len(static_files.assemble(SHEETS / name).encode()) <= MOST_BYTES[name]


def test_imported_sheets_come_in_the_place_and_order_of_their_lines(tmp_path):
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts/one.css").write_text("/* one */\n.a {\n  color: red;\n}\n")
    (tmp_path / "parts/two.css").write_text(".b {\n  color: blue;\n}\n")
    (tmp_path / "all.css").write_text('@import "parts/one.css";\n@import "parts/two.css";\n')

    assert static_files.assemble(tmp_path / "all.css") == (
        ".a {\ncolor: red;\n}\n.b {\ncolor: blue;\n}"
    )


def test_an_import_that_would_be_ignored_is_refused(tmp_path):
    (tmp_path / "all.css").write_text("@import url(one.css);\n")

    with pytest.raises(ValueError, match="own"):
        static_files.assemble(tmp_path / "all.css")


def test_a_missing_component_is_noticed(tmp_path):
    (tmp_path / "all.css").write_text('@import "gone.css";\n')

    with pytest.raises(FileNotFoundError):
        static_files.assemble(tmp_path / "all.css")
