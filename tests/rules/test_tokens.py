"""Style sheets: computed contrast, features of old phones, size."""

import gzip
import re
from pathlib import Path

import pytest

from core import static_files
from core.config import ROOT

STATIC = ROOT / "static"
SHEETS = sorted((STATIC / "css").rglob("*.css"))
TEXT, LARGE = 4.5, 3.0
COLOUR = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{3,6})\b")
NEW_FEATURES = {
    ":has(": "Chromium 105",
    ":is(": "Chromium 88",
    ":where(": "Chromium 88",
    "inset:": "Chromium 87",
    "aspect-ratio": "Chromium 88",
    "color-mix(": "Chromium 111",
    "@layer": "Chromium 99",
    "@container": "Chromium 105",
    "text-size-adjust": "breaks WeChat's own text slider",
}
ON_PAPER = [
    ("ink", "paper", TEXT),
    ("ink-2", "paper", TEXT),
    ("ink-3", "card", TEXT),
    ("pine-700", "paper", TEXT),
    ("red-600", "card", TEXT),
    ("red-700", "paper", TEXT),
    ("gold-700", "card", TEXT),
    ("ok", "card", TEXT),
    ("field", "card", LARGE),
    ("field", "paper", LARGE),
    ("focus", "paper", LARGE),
    ("focus", "card", LARGE),
    ("gold-600", "card", LARGE),
    ("pine-600", "card", LARGE),
    ("pine-600", "track", LARGE),
]
ON_COLOUR = [
    ("card", "pine-700", TEXT),
    ("card", "pine-800", TEXT),
    ("card", "red-600", TEXT),
    ("card", "navy-700", TEXT),
    ("card", "pine-600", TEXT),
    ("focus-dark", "pine-700", LARGE),
    ("focus-dark", "pine-900", LARGE),
    ("warn-ink", "warn-50", TEXT),
    ("pine-900", "pine-100", TEXT),
    ("navy-900", "navy-100", TEXT),
    ("navy-700", "navy-100", TEXT),
    ("red-700", "red-50", TEXT),
    ("pine-900", "pine-300", TEXT),
]


def without_comments(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def colours(mode: str) -> dict[str, str]:
    text = without_comments(STATIC / "css/tokens.css")
    standard, elder = text.split('html[data-mode="elder"] {', 1)
    found = dict(COLOUR.findall(standard))
    return found | dict(COLOUR.findall(elder.split("}", 1)[0])) if mode == "elder" else found


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def rules(path: Path) -> list[tuple[str, str]]:
    return re.findall(r"([^{}]+)\{([^{}]*)\}", without_comments(path))


def test_contrast_of_black_on_white_is_21():
    assert contrast("#000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("mode", ["standard", "elder"])
@pytest.mark.parametrize(("front", "ground", "least"), ON_PAPER + ON_COLOUR)
def test_contrast_is_enough(mode, front, ground, least):
    known = colours(mode)

    assert contrast(known[front], known[ground]) >= least


def test_large_print_has_at_least_the_contrast_of_the_standard():
    standard, elder = colours("standard"), colours("elder")

    for name in ("ink", "ink-2", "ink-3", "field"):
        assert luminance(elder[name]) <= luminance(standard[name]), name


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_every_token_used_is_defined(sheet):
    defined = set(re.findall(r"--([\w-]+):", without_comments(STATIC / "css/tokens.css")))

    used = set(re.findall(r"var\(--([\w-]+)", without_comments(sheet)))

    assert used <= defined


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_no_sheet_needs_a_newer_browser_than_that_of_old_phones(sheet):
    text = without_comments(sheet)

    assert {name: why for name, why in NEW_FEATURES.items() if name in text} == {}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_flex_rows_are_spaced_without_gap(sheet):
    """Flex gap came with Chromium 84; grid gap is old."""
    gaps = [name.strip() for name, body in rules(sheet) if re.search(r"(?<!grid-)\bgap:", body)]

    assert gaps == []


def test_a_newer_focus_selector_is_in_no_list_with_older_ones():
    """A browser that does not know one selector of a list ignores the whole rule."""
    lists = [name for path in SHEETS for name, _ in rules(path) if ":focus-visible" in name]

    assert lists
    assert [name for name in lists if "," in name] == []


def test_style_sheets_and_script_of_a_phone_page_are_small():
    sheet = static_files.assemble(STATIC / "css/app.css").encode()

    weight = sum(len(gzip.compress(part)) for part in (sheet, (STATIC / "js/app.js").read_bytes()))

    assert weight <= 16 * 1024
