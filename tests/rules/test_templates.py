"""Templates are formatted and narrow, the formatter changes no page, and views decide."""

import re
import unicodedata

import jinja2
import pytest
from jinja2 import nodes

from core.config import ROOT
from tools.templates.__main__ import main
from tools.templates.format import Formatter

WIDEST = 120
# A cell of a table: the name of a column that the same template wrote a few lines above.
COLUMN = "column.key"
# Tests of Jinja that compare with their argument, and filters whose third argument may be a word.
COMPARING = frozenset(("eq", "equalto", "ne", "in", "sameas"))
CHOOSING = frozenset(("selectattr", "rejectattr"))
# Which template compares what with a word, and why no view can decide it.
MAY_COMPARE = {
    ("components/data_table.html", "direction"): "the present order, from the address",
    ("components/field.html", "f.widget.input_type"): "the control WTForms chose",
    ("components/field.html", "input"): "the control WTForms chose",
    ("components/finding_work.html", "here"): "an argument: the tab that is open",
    ("components/post_button.html", "kind"): "an argument: how the button looks",
    ("components/timeline.html", "event.status"): "an argument: how the step looks",
    ("veterans/_fields.html", "slug"): "controls of one section: unit, width, keyboard",
    ("veterans/record.html", "question.name"): "controls of one question: rows, suggestions",
    ("veterans/records.html", "slug"): "the card of one kind of record",
}
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
WIDE_SENTENCE = "岗位先按合适程度排，程度一样的按总分排。" * 5
# Each is too wide for a line; no blank may come between its words.
WIDE = {
    "condition": "<p>{{ a }}，{% if a %}" + "有" * 45 + "{% else %}无{% endif %}，尾{{ b }}。</p>",
    "loop": "<p>{% for one in c %}{{ one.name_of_the_one }}{{ '、' if not loop.last }}{% endfor %}"
    "<b>" + "头" * 30 + "</b>{% for one in c %}<i>{{ one }}</i>{% endfor %}</p>",
    "link": '<p>看<a class="aaaaaaaaaaaaaaaaaaaa" href="bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb">'
    "这里{{ a }}</a>，{{ b }}再看<a href='cccccccccccccccccccccccccccccccccc'>那里</a>。</p>",
    "sentence": '<p>{{ "' + WIDE_SENTENCE + '" }}</p>',
    "call": "<p>{{ a }}{{ '{}{}{}'.format(a ~ '" + "甲" * 30 + "', '" + "乙" * 30 + "', b) }}</p>",
    "space": "<p>{{ a }}　{{ b }} {% if a %} <b>" + "字" * 50 + "</b>{% endif %} {{ b }}</p>",
    "textarea": "<p><textarea class='" + "c" * 60 + "' rows='3'"
    " aria-describedby='ddddddddddddddddd'>{{ a }}\n {{ b }}</textarea></p>",
    "attributes": "<p{% if a %} class='ccccccccccccccccccccccccccccccccccccccccccccccccccccccccc'"
    "{% endif %}{% if not b %} id='ddddddddddddddddddddddddddddddddd'{% endif %}>{{ a }}</p>",
}


def width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in line)


def page(source: str) -> str:
    """Return what a browser shows: blanks are one, and none at the edges of the paragraph."""
    environment = jinja2.Environment(trim_blocks=True, lstrip_blocks=True, autoescape=True)
    made = environment.from_string(source).render(a="甲", b="乙", c=["一", "二"])
    text = " ".join(part for part in made.replace("\n", " ").split(" ") if part)
    return re.sub(r"(<p[^>]*>) ", r"\1", text).replace(" </p>", "</p>").replace(" >", ">")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_line_of_a_template_is_wide(path):
    lines = path.read_text(encoding="utf-8").splitlines()

    assert [number for number, line in enumerate(lines, 1) if width(line) > WIDEST] == []


def test_every_template_is_formatted(capsys):
    assert main(["--check"]) == 0, capsys.readouterr().out


def test_the_check_refuses_a_wide_line(tmp_path, capsys):
    (tmp_path / "wide.html").write_text(f"<p>{'长' * 60}</p>\n", encoding="utf-8")

    assert main(["--check"], tmp_path) == 1
    assert "wide.html:2: wider than 120" in capsys.readouterr().out


def test_the_check_refuses_two_boxes_on_a_line(tmp_path, capsys):
    file = tmp_path / "list.html"
    file.write_text("<ul><li>一</li><li>二</li></ul>\n", encoding="utf-8")

    assert main(["--check"], tmp_path) == 1
    assert "list.html: run python -m tools.templates" in capsys.readouterr().out
    assert main([], tmp_path) == 0
    assert file.read_text(encoding="utf-8") == "<ul>\n  <li>一</li>\n  <li>二</li>\n</ul>\n"
    assert main(["--check"], tmp_path) == 0


@pytest.mark.parametrize("source", WIDE.values(), ids=WIDE)
def test_breaking_a_line_shows_no_blank_that_was_not_there(source):
    made = Formatter([source]).format(source)

    assert made.count("\n") > 1
    assert max(map(width, made.splitlines())) <= WIDEST
    assert page(made) == page(source)
    assert Formatter([made]).format(made) == made


def strings(node: nodes.Node) -> list[str]:
    """Return the words in a constant, or in a list of them; the empty string is no word."""
    if isinstance(node, nodes.Const):
        return [node.value] if isinstance(node.value, str) and node.value else []
    items = node.items if isinstance(node, nodes.Tuple | nodes.List) else []
    return [word for item in items for word in strings(item)]


def compared(source: str) -> list[str]:
    """Return the expressions a template compares with words."""
    tree = jinja2.Environment().parse(source)
    compares = [
        one.expr
        for one in tree.find_all(nodes.Compare)
        if strings(one.expr) or any(strings(operand.expr) for operand in one.ops)
    ]
    tests = [
        one.node
        for one in tree.find_all(nodes.Test)
        if one.name in COMPARING and any(strings(argument) for argument in one.args)
    ]
    filters = [
        one.node
        for one in tree.find_all(nodes.Filter)
        if one.name in CHOOSING and any(strings(argument) for argument in one.args[2:])
    ]
    lookups = [one.arg for one in tree.find_all(nodes.Getitem) if isinstance(one.node, nodes.Dict)]
    return [ast_name(node) for node in (*compares, *tests, *filters, *lookups)]


def ast_name(node: nodes.Node | None) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{ast_name(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "?"


def test_a_template_compares_nothing_with_a_word():
    found = {
        (str(path.relative_to(ROOT / "templates")), name)
        for path in TEMPLATES
        for name in compared(path.read_text(encoding="utf-8"))
        if name != COLUMN
    }

    assert found - set(MAY_COMPARE) == set()
    assert set(MAY_COMPARE) - found == set()  # what no longer compares leaves the list


@pytest.mark.parametrize(
    "source",
    [
        '{% if row.status.value == "OPEN" %}a{% endif %}',
        '{{ "a" if "end" in events }}',
        '{% for one in rows if one.kind not in ("a", "b") %}a{% endfor %}',
        '{% if row.status.value is eq "OPEN" %}a{% endif %}',
        '{{ rows | selectattr("status.value", "equalto", "OPEN") | list }}',
        '{{ {"OPEN": "ok", "DONE": ""}[row.status.value] }}',
    ],
)
def test_a_comparison_with_a_word_is_found(source):
    assert len(compared(source)) == 1
