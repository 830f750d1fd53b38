"""Rows of a checked upload: as text, numbered as in Excel, within limits."""

import csv
import itertools
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO, TextIOWrapper
from typing import IO, Any

from core.characters import as_typed
from core.errors import DomainError
from core.root import ROOT
from sheets.kinds import ERRORS, CellKind, kinds_of, lost_digits
from sheets.uploads import FileKind, Upload

MAX_ROWS = 50_000
MAX_COLUMNS = 120
MAX_SHEETS = 200
MAX_SHEET_NAME = 100  # characters: Excel allows 31
MAX_CELL = 5_000  # characters: twice the longest text of any form; Excel itself allows 32,767
UNREADABLE = (
    "这份表读不出来：内容已损坏，或者在很远的空白处还有字。请新建一个表格，只把内容复制过去再上传。"
)
_QUOTED = re.compile(r"'([\d一-龥][^']{0,99})|=\"([^\"]{0,100})\"")
Cells = tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One row. `number` counts from 1 as in Excel; `ruined` names columns (from 0) whose long
    number has already lost digits and cannot be repaired. `kinds` are those of cells that are
    no text to the spreadsheet, `merged` are columns whose cell is merged with one of another row.
    `is_hidden`: nobody sees the row, since it is hidden or filtered out.
    """

    number: int
    cells: Cells
    ruined: frozenset[int] = frozenset()
    kinds: Mapping[int, CellKind] = field(default_factory=dict)
    merged: frozenset[int] = frozenset()
    is_hidden: bool = False


@dataclass(frozen=True)
class SheetInfo:
    """A visible sheet; a CSV file has one, named "" ."""

    name: str


def list_sheets(upload: Upload) -> list[SheetInfo]:
    """Return the visible sheets in order. Raises DomainError where the file cannot be read."""
    if upload.kind is FileKind.CSV:
        return [SheetInfo("")]
    with _Child(upload, "list") as process:
        names = json.loads(next(_lines(process), "[]"))
    if not names:
        raise DomainError("表里没有可见的工作表。", field="file")
    if len(names) > MAX_SHEETS or max(map(len, names)) > MAX_SHEET_NAME:
        raise DomainError(_too_many_sheets(), field="file")
    return [SheetInfo(name) for name in names]


def read_rows(upload: Upload, sheet: str = "") -> Iterator[Row]:
    """Yield the filled rows of a sheet (the first visible one where none is named).

    Cells are trimmed text. Raises DomainError where the sheet has more than
    MAX_ROWS rows or MAX_COLUMNS columns, or cannot be read.
    """
    if upload.kind is FileKind.CSV:
        return _csv_rows(upload)
    return _xlsx_rows(upload, sheet or list_sheets(upload)[0].name)


# ---- xlsx, in a process of its own -------------------------------------------------------


def _xlsx_rows(upload: Upload, sheet: str) -> Iterator[Row]:
    with _Child(upload, "rows", sheet) as process:
        for line in _lines(process):
            raw: list[Any] = json.loads(line)
            if raw[0] == "wide":
                raise DomainError(_too_wide(raw[1]), field="file")
            if raw[0] == "long":
                raise DomainError(_too_long(), field="file")
            yield _xlsx_row(*raw)


def _xlsx_row(
    number: int,
    written: list[str],
    ruined: list[int],
    kinds: dict[str, str],
    merged: list[int],
    is_hidden: bool,
) -> Row:
    cells = _cells(number, written)
    known = {int(column): CellKind(kind) for column, kind in kinds.items()}
    known |= {i: CellKind.ERROR for i, text in enumerate(cells) if text.upper() in ERRORS}
    lost = frozenset(ruined) | _shortened(cells)
    return Row(number, cells, lost, known, frozenset(merged), is_hidden)


class _Child:
    """A reader process that ends, with its memory, when the block is left."""

    def __init__(self, upload: Upload, mode: str, sheet: str = "") -> None:
        command = [sys.executable, "-m", "sheets.child", mode]
        command += [str(MAX_ROWS), str(MAX_COLUMNS), sheet]
        self.upload = upload
        self.process = subprocess.Popen(  # noqa: S603 - our own module, no shell
            command,
            cwd=ROOT,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONIOENCODING": "utf-8"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def __enter__(self) -> "subprocess.Popen[bytes]":
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(self.upload.data)
            self.process.stdin.close()
        except BrokenPipeError:
            pass  # it ended early; its exit code is checked below
        return self.process

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        if kind is not None:
            self.process.kill()
        code = self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()
        if kind is None and code != 0:
            raise DomainError(UNREADABLE, field="file")


def _lines(process: "subprocess.Popen[bytes]") -> Iterator[bytes]:
    stream: IO[bytes] | None = process.stdout
    assert stream is not None
    yield from stream


# ---- CSV ---------------------------------------------------------------------------------


def _csv_rows(upload: Upload) -> Iterator[Row]:
    """Number records, not lines: a cell may hold line breaks, and Excel counts records."""
    text = TextIOWrapper(BytesIO(upload.data), encoding=upload.encoding, newline="")
    records = csv.reader(text, delimiter=_delimiter(upload))
    kept = 0
    for number in itertools.count(1):
        try:
            cells = next(records)
        except StopIteration:
            return
        except csv.Error as error:
            message = f"第 {number} 行附近的引号没有成对，读不下去。请改正后再上传。"
            raise DomainError(message, field="file") from error
        if any(cell.strip() for cell in cells):
            kept += 1
            _check_limits(kept, len(cells))
            written = _cells(number, cells)
            yield Row(number, written, _shortened(written), kinds_of(written))


def _check_limits(rows: int, columns: int) -> None:
    if columns > MAX_COLUMNS:
        raise DomainError(_too_wide(columns), field="file")
    if rows > MAX_ROWS:
        raise DomainError(_too_long(), field="file")


def _delimiter(upload: Upload) -> str:
    """Return the separator most frequent in the first lines, outside quotes: , tab or ;."""
    text = upload.data[:4096].decode(upload.encoding, errors="ignore")
    head = "".join(text.split('"')[::2])
    return max(",\t;", key=head.count)


def _shortened(cells: Sequence[str]) -> frozenset[int]:
    """Return the columns with a number like 3.40E+17, written short by a spreadsheet."""
    return frozenset(i for i, cell in enumerate(cells) if "+" in cell and lost_digits(cell))


def _cells(number: int, cells: Sequence[str]) -> Cells:
    """Return the cells of a row as text. Raises DomainError with the place of one too long."""
    found = tuple(_clean(cell) for cell in cells)
    for place, text in enumerate(found):
        if len(text) > MAX_CELL:
            raise DomainError(_too_full(number, place, len(text)), field="file")
    return found


def _clean(cell: str) -> str:
    """Return a cell without what makes a number a text: '138, ="138"."""
    text = as_typed(cell).strip()
    quoted = _QUOTED.fullmatch(text) if text[:1] in "'=" else None
    return quoted[1] or quoted[2] if quoted else text


def _too_wide(columns: int) -> str:
    return f"表里有 {columns} 列，最多读 {MAX_COLUMNS} 列。请删去右边多余的列再上传。"


def _too_many_sheets() -> str:
    return (
        f"文件里的工作表太多，或者工作表名字太长（最多 {MAX_SHEETS} 个，名字最多 {MAX_SHEET_NAME} "
        "个字）。请把要导入的一个另存成新文件再上传。"
    )


def _too_full(number: int, place: int, characters: int) -> str:
    where = f"第 {number} 行 {column_letters(place)} 列"
    return f"{where}的一格有 {characters} 个字，一格最多 {MAX_CELL} 个字。请缩短后再上传。"


def column_letters(place: int) -> str:
    """Return a column (from 0) as a spreadsheet names it: A, Z, AA."""
    first, last = divmod(place, 26)
    return (column_letters(first - 1) if first else "") + chr(ord("A") + last)


def _too_long() -> str:
    return f"表里超过 {MAX_ROWS // 10000} 万行。请分成几份再上传。"
