"""What the cells of a workbook show and the parser leaves out: errors and number formats.

The parser gives an error as an empty cell, and a number without what its format adds to it: 85 %,
3人, 0036. This reads the markup of one sheet a second time, in the same child process.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.parsers import expat

CHUNK = 64 * 1024
LONGEST_FORMAT = 80
LETTERS = 3  # of the last column a workbook can have
_BUILT_IN = {"9": "0%", "10": "0.00%"}
_WORDS = r'(?:"[^"]{0,30}"|\\.|[¥￥$ ]|\[[^\[\]]{0,30}\]){0,6}'
_FORMAT = re.compile(rf"({_WORDS})(General|[#0,]{{0,20}}0(?:\.[0#]{{1,10}})?)({_WORDS})(%?)")
_BRACKETS = re.compile(r'\[[^\[\]]{0,30}\]|["\\]')


@dataclass(frozen=True)
class Look:
    """What a format adds to a number; `digits`: zeros are shown in front up to so many."""

    before: str = ""
    after: str = ""
    is_percent: bool = False
    digits: int = 0

    def shown(self, number: float) -> str:
        """Return a number as the sheet shows it."""
        value = number * 100 if self.is_percent else number
        text = f"{value:.10f}".rstrip("0").rstrip(".")
        return f"{self.before}{text.zfill(self.digits)}{self.after}"


ERROR = Look("#")
Looks = Mapping[int, Look]


def look_of(code: str) -> Look | None:
    """Return what a format code adds to a number, None where it adds nothing or is not simple."""
    first = code.partition(";")[0]
    found = _FORMAT.fullmatch(first) if len(first) <= LONGEST_FORMAT else None
    if found is None:
        return None
    digits = len(found[2]) if set(found[2]) == {"0"} and len(found[2]) > 1 else 0
    before, after = (_BRACKETS.sub("", words).strip(" ¥￥$") for words in (found[1], found[3]))
    look = Look(before, after + found[4], bool(found[4]), digits)
    return None if look == Look() else look


class SheetLooks:
    """The looks of the cells of one sheet, row by row from the top."""

    def __init__(self, data: bytes, sheet: str) -> None:
        self.starts_1904 = False
        self._hidden: set[int] = set()
        self._rows: Iterator[tuple[int, dict[int, Look]]] = iter(())
        self._next: tuple[int, dict[int, Look]] | None = None
        archive = zipfile.ZipFile(BytesIO(data))
        workbook = _elements(archive, "xl/workbook.xml")
        self.starts_1904 = any(
            name == "workbookPr" and one.get("date1904") in ("1", "true") for name, one in workbook
        )
        part = _part_of(archive, workbook, sheet)
        if part in archive.namelist():
            self._rows = _rows(archive, part, _Cells(_styles(archive), self._hidden))

    def of_row(self, row: int) -> Looks:
        """Return the looks of a row (from 0) by column; rows are asked in their order."""
        while self._next is None or self._next[0] < row:
            found = next(self._rows, None)
            if found is None:
                return {}
            self._next = found
        return self._next[1] if self._next[0] == row else {}

    def is_hidden(self, row: int) -> bool:
        """Return whether a row whose looks were asked for is hidden, as by a filter."""
        return row in self._hidden


def _elements(archive: zipfile.ZipFile, part: str) -> list[tuple[str, dict[str, str]]]:
    """Return all elements of a small part in their order: name without prefix, attributes."""
    if part not in archive.namelist():
        return []
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, given: found.append((_local(name), given))
    parser.Parse(archive.read(part), True)
    return found


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _part_of(archive: zipfile.ZipFile, workbook: list[Any], sheet: str) -> str:
    """Return the part that holds a sheet."""
    relation = next(
        (
            value
            for name, given in workbook
            if name == "sheet" and given.get("name") == sheet
            for key, value in given.items()
            if key.endswith(":id")
        ),
        "",
    )
    relations = _elements(archive, "xl/_rels/workbook.xml.rels")
    target = next((one.get("Target", "") for _, one in relations if one.get("Id") == relation), "")
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _styles(archive: zipfile.ZipFile) -> dict[str, Look]:
    """Return the looks by the number of a cell's style."""
    codes = dict(_BUILT_IN)
    looks: dict[str, Look] = {}
    inside, place = False, 0
    for name, given in _elements(archive, "xl/styles.xml"):
        if name == "numFmt":
            codes[given.get("numFmtId", "")] = given.get("formatCode", "")
        elif name in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            inside = name == "cellXfs"
        elif name == "xf" and inside:
            look = look_of(codes.get(given.get("numFmtId", ""), ""))
            if look is not None:
                looks[str(place)] = look
            place += 1
    return looks


def _rows(
    archive: zipfile.ZipFile, part: str, cells: "_Cells"
) -> Iterator[tuple[int, dict[int, Look]]]:
    """Yield the rows with cells that show something else, from 0."""
    with archive.open(part) as stream:
        while block := stream.read(CHUNK):
            cells.parser.Parse(block, False)
            yield from cells.finished()
    cells.row += 1
    yield from cells.finished()


class _Cells:
    """Collects the cells of a sheet's markup that show something else, and the hidden rows."""

    def __init__(self, styles: Mapping[str, Look], hidden: set[int]) -> None:
        self.styles = styles
        self.hidden = hidden
        self.row, self.column = -1, -1
        self.found: dict[int, dict[int, Look]] = {}
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start

    def finished(self) -> Iterator[tuple[int, dict[int, Look]]]:
        """Yield the rows above the one being read."""
        for row in sorted(row for row in self.found if row < self.row):
            yield row, self.found.pop(row)

    def _start(self, name: str, given: dict[str, str]) -> None:
        name = _local(name)
        if name == "row":
            self.row = int(given["r"]) - 1 if "r" in given else self.row + 1
            self.column = -1
            if given.get("hidden") in ("1", "true"):
                self.hidden.add(self.row)
        elif name == "c":
            self.column = _column(given["r"]) if "r" in given else self.column + 1
            is_error, is_number = given.get("t") == "e", given.get("t", "n") == "n"
            look = ERROR if is_error else self.styles.get(given.get("s", "")) if is_number else None
            if look is not None:
                self.found.setdefault(self.row, {})[self.column] = look


def _column(reference: str) -> int:
    """Return the column (from 0) of a reference such as AB12."""
    number = 0
    for mark in reference[:LETTERS]:
        if not mark.isalpha():
            break
        number = number * 26 + ord(mark.upper()) - 64
    return number - 1
