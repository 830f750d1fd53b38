"""Cells of a workbook with a type: read as the sheet shows them, and known for what they are."""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from sheets import Row, read_rows
from sheets.dates import as_date, has_day, parse_day, parse_last_day, parse_span
from sheets.formats import look_of
from sheets.kinds import CellKind
from sheets.uploads import accept


def _rows(fill: Callable[[Any, Any], None], **options: Any) -> list[Row]:
    """Return the rows of a workbook filled with (workbook, sheet)."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, options) as workbook:
        fill(workbook, workbook.add_worksheet())
    return list(read_rows(accept(io.BytesIO(made.getvalue()), "表.xlsx")))


def _cell(value: Any, number_format: Any = None, **options: Any) -> tuple[str, CellKind | None]:
    """Return text and kind of one cell below a heading."""

    def fill(workbook: Any, sheet: Any) -> None:
        sheet.write(0, 0, "列名")
        sheet.write(1, 0, value, workbook.add_format({"num_format": number_format or "General"}))

    row = _rows(fill, **options)[1]
    return row.cells[0], row.kinds.get(0)


@pytest.mark.parametrize(
    ("value", "number_format", "text", "kind"),
    [
        ("1-3", None, "1-3", None),
        ("13800001234", None, "13800001234", None),
        ("'13800001234", None, "13800001234", None),
        ('="1"', "@", "1", None),
        (3, None, "3", CellKind.NUMBER),
        (3.0, "0.0", "3", CellKind.NUMBER),
        (5000, "#,##0.00", "5000", CellKind.NUMBER),
        (13800001234, "0", "13800001234", CellKind.NUMBER),
        (2026.1, None, "2026.1", CellKind.NUMBER),
        (46266, None, "46266", CellKind.NUMBER),
        (0.85, "0%", "85%", None),
        (0.125, "0.0%", "12.5%", None),
        (0.5, 9, "50%", None),
        (3, '0"人"', "3人", None),
        (200, '#,##0"元/天"', "200元/天", None),
        (45, '0"岁以下"', "45岁以下", None),
        (1234, '"约"0"人"', "约1234人", None),
        (36, "0000", "0036", None),
        (8000, '0!.0,"万"', "8000", CellKind.NUMBER),
        (True, None, "是", None),
        (False, None, "否", None),
        (date(2026, 1, 3), 'm"月"d"日"', "2026-01-03", CellKind.DATE),
        (date(2026, 1, 3), 16, "2026-01-03", CellKind.DATE),
        (date(2026, 9, 1), "yyyy.m.d", "2026-09-01", CellKind.DATE),
        (46266 + 8.5 / 24, "yyyy-mm-dd hh:mm", "2026-09-01 08:30", CellKind.DATE),
        (time(8, 30), "hh:mm", "08:30", CellKind.TIME),
        (timedelta(hours=36), "[h]:mm", "1 day, 12:00:00", CellKind.TIME),
    ],
)
def test_a_typed_cell_is_read_as_the_sheet_shows_it(value, number_format, text, kind):
    options = {"strings_to_formulas": False}
    assert _cell(value, number_format, **options) == (text, kind)


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?"])
def test_an_error_is_known_where_the_parser_gives_an_empty_cell(error):
    def fill(_workbook: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["甲", "乙", "丙"])
        sheet.write(1, 0, "有字")
        sheet.write_formula(1, 1, "=NA()", None, error)
        sheet.write(1, 2, error)

    row = _rows(fill)[1]

    assert row.kinds == {1: CellKind.ERROR, 2: CellKind.ERROR}
    assert row.cells[0] == "有字"


def test_formulas_and_rich_text_give_their_value():
    def fill(workbook: Any, sheet: Any) -> None:
        sheet.write_formula(0, 0, "=1+2", None, 3)
        sheet.write_formula(0, 1, '="6-8"&"千"', None, "6-8千")
        sheet.write_rich_string(0, 2, "6000", workbook.add_format({"bold": True}), "-8000")

    row = _rows(fill)[0]

    assert row.cells == ("3", "6-8千", "6000-8000")
    assert row.kinds == {0: CellKind.NUMBER}


def test_a_cell_merged_over_rows_is_known_in_each_of_them():
    def fill(_workbook: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["岗位", "人数", "薪资"])
        for place, title in enumerate(["保安", "保洁", "司机", "焊工"], start=1):
            sheet.write(place, 0, title)
        sheet.merge_range(1, 1, 3, 1, 10)
        sheet.write(4, 1, 2)
        sheet.merge_range(4, 2, 4, 3, "5000")

    rows = _rows(fill)

    assert [row.cells[1] for row in rows[1:]] == ["10", "10", "10", "2"]
    assert [row.merged for row in rows[1:]] == [frozenset({1})] * 3 + [frozenset()]


def test_the_looks_of_rows_far_down_belong_to_their_rows():
    def fill(workbook: Any, sheet: Any) -> None:
        people = workbook.add_format({"num_format": '0"人"'})
        for row in range(0, 5000, 2):
            sheet.write(row, 1, row)
            sheet.write(row, 2, row, people if row % 4 == 0 else None)

    rows = _rows(fill)

    assert [row.number for row in rows] == list(range(1, 5001, 2))
    shown = [f"{row.number - 1}人" if row.number % 4 == 1 else str(row.number - 1) for row in rows]
    assert [row.cells[2] for row in rows] == shown


def test_days_of_a_workbook_that_counts_from_1904_are_the_days_it_shows():
    text, kind = _cell(45106, None, date_1904=True)

    assert kind is CellKind.NUMBER_1904
    assert parse_day(as_date(text, kind)) == date(2027, 6, 30)
    assert _cell(date(2027, 6, 30), "yyyy-mm-dd", date_1904=True)[0] == "2027-06-30"


def test_a_workbook_without_styles_is_read_all_the_same():
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as workbook:
        workbook.add_worksheet().write_row(0, 0, ["保安", 3])
    bare = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(bare, "w") as new:
        for entry in old.infolist():
            if entry.filename != "xl/styles.xml":
                new.writestr(entry, old.read(entry))

    rows = list(read_rows(accept(io.BytesIO(bare.getvalue()), "表.xlsx")))

    assert [row.cells for row in rows] == [("保安", "3")]


def test_cells_of_a_text_file_have_the_kinds_a_spreadsheet_saved():
    text = (
        '甲,乙,丙,丁,戊\n3,1月3日,3-Jan,#REF!,1.38E+10\n3人,6-8千,"\'18",="0552",1.3800001234E+10\n'
    )

    rows = list(read_rows(accept(io.BytesIO(text.encode()), "表.csv")))

    number, day, error = CellKind.NUMBER, CellKind.DATE, CellKind.ERROR
    assert rows[1].kinds == {0: number, 1: day, 2: day, 3: error}
    assert [row.ruined for row in rows[1:]] == [frozenset({4}), frozenset()]
    assert rows[2].cells[2:4] == ("18", "0552")


def test_separators_inside_quotes_do_not_count():
    text = f'岗位,说明\n保安,"{";" * 20}"\n'

    rows = list(read_rows(accept(io.BytesIO(text.encode()), "表.csv")))

    assert rows[1].cells == ("保安", ";" * 20)


@pytest.mark.parametrize(
    "code", ["General", "0", "#,##0.00", "@", "yyyy-mm-dd", "0;[Red]-0", "_ * #,##0_ ", '0.0,"万"']
)
def test_a_format_that_adds_nothing_or_is_not_simple_has_no_look(code):
    assert look_of(code) is None


# ---- dates


def _dates() -> list[tuple[str, str, str, str]]:
    path = Path(__file__).with_name("data") / "dates.csv"
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file, delimiter="|")
        next(lines)
        return [(line[0], line[1], line[2], line[3]) for line in lines]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


@pytest.mark.parametrize(("written", "first", "last", "day"), _dates())
def test_a_day_or_period_is_read_as_ledgers_write_it(written, first, last, day):
    """The table: text, first day of a period, last day stated, the day where it is written."""
    span = parse_span(written)

    assert _iso(span[0] if span else parse_day(written)) == first
    assert _iso(parse_last_day(written)) == last
    assert _iso(parse_day(written) if has_day(written) else None) == day


@pytest.mark.parametrize(
    ("text", "kind", "read"),
    [
        ("2026.1", CellKind.NUMBER, ""),
        ("2026.1", CellKind.NUMBER_1904, ""),
        ("2026.1", None, "2026.1"),
        ("2026.9", CellKind.NUMBER, "2026.9"),
        ("2026.11", CellKind.NUMBER, "2026.11"),
        ("46266", CellKind.NUMBER, "46266"),
        ("44804", CellKind.NUMBER_1904, "46266"),
    ],
)
def test_january_and_october_are_one_number_to_a_spreadsheet(text, kind, read):
    assert as_date(text, kind) == read
