"""Reads one workbook from standard input and prints its rows, in a process that may crash.

A cell at XFD1048576 makes the parser request 512 GB and abort its process, so it never runs in
the server's. `python -m sheets.child MODE ROWS COLUMNS [SHEET]`; MODE: `list` or `rows`.
"""

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from sheets.formats import ERROR, Looks, SheetLooks
from sheets.kinds import EXACT_DIGITS, CellKind

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 20


def limit_resources() -> None:
    """Limit the memory and CPU time of this process, which a zip bomb would exhaust."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def visible_sheets(book: Any) -> list[str]:
    """Return the names of the sheets that are not hidden."""
    shown = SheetVisibleEnum.Visible
    return [sheet.name for sheet in book.sheets_metadata if sheet.visible == shown]


def rows_of(
    sheet: Any, most_rows: int, most_columns: int, looks: SheetLooks | None = None
) -> Iterator[list[Any]]:
    """Yield [number, cells, ruined columns, kinds, merged columns, is hidden] of every row.

    Merged cells are filled. `looks` adds errors, what number formats show and what is hidden.
    """
    if sheet.end is None:
        return
    if sheet.end[1] >= most_columns:
        yield ["wide", sheet.end[1] + 1]
        return
    left = sheet.start[1]  # iter_rows() begins at the first row, but at the first filled column
    merges = _merges(sheet.merged_cell_ranges or [], most_columns)
    tall = {place for place, block in merges.items() if block[0] > place[0]}
    held: dict[int, tuple[int, Any]] = {}
    filled = 0
    for number, values in enumerate(sheet.iter_rows()):
        shown = looks.of_row(number) if looks else {}
        cells = [_cell(cell, shown.get(i)) for i, cell in enumerate([*[""] * left, *values])]
        _add_errors(cells, shown)
        repeated = {column for column, (last, _) in held.items() if last >= number}
        _fill(cells, number, merges, held)
        if not any(cell != "" for cell in cells):
            continue
        filled += 1
        if filled > most_rows:
            yield ["long", most_rows]
            return
        merged = [i for i in range(len(cells)) if (number, i) in tall or i in repeated]
        kinds = {i: kind for i, cell in enumerate(cells) if (kind := _kind(cell, looks))}
        texts, is_hidden = [_text(cell) for cell in cells], bool(looks and looks.is_hidden(number))
        yield [number + 1, texts, _ruined(cells), kinds, merged, is_hidden]


class Shown(str):
    """A number as its format shows it, or an error."""

    __slots__ = ()


def _cell(cell: Any, look: Any) -> Any:
    """Return a number with what its format adds, other cells as they are."""
    is_number = isinstance(cell, (int, float)) and not isinstance(cell, bool)
    return Shown(look.shown(cell)) if look and look is not ERROR and is_number else cell


def _add_errors(cells: list[Any], shown: Looks) -> None:
    """Write the mark of an error into cells the parser gives as empty."""
    for column, look in shown.items():
        if look is ERROR and column < len(cells) and cells[column] == "":
            cells[column] = Shown("#")


def _kind(cell: Any, looks: SheetLooks | None) -> CellKind | None:
    if isinstance(cell, Shown):
        return CellKind.ERROR if cell == "#" else None
    if isinstance(cell, (date, datetime)):
        return CellKind.DATE
    if isinstance(cell, (time, timedelta)):
        return CellKind.TIME
    is_number = isinstance(cell, (int, float)) and not isinstance(cell, bool)
    if not is_number:
        return None
    return CellKind.NUMBER_1904 if looks and looks.starts_1904 else CellKind.NUMBER


def _merges(ranges: list[Any], most_columns: int) -> dict[tuple[int, int], tuple[int, int]]:
    """Return (row, column) of each merge's first cell -> its last row and column."""
    return {
        (top, left): (bottom, right)
        for (top, left), (bottom, right) in ranges
        if right < most_columns
    }


def _fill(
    cells: list[Any], number: int, merges: dict[Any, Any], held: dict[int, tuple[int, Any]]
) -> None:
    """Fill every cell of a merged block with the block's value."""
    if not merges:
        return
    for column in range(len(cells)):
        block = merges.get((number, column))
        if block is not None:
            for inside in range(column, min(block[1] + 1, len(cells))):
                held[inside] = (block[0], cells[column])
    for column, (last, value) in list(held.items()):
        if number > last:
            del held[column]
        elif column < len(cells) and cells[column] == "":
            cells[column] = value


def _text(cell: Any) -> str:
    """Return a cell as its text."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e21 else repr(cell)
    if isinstance(cell, datetime):
        return str(cell.date()) if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    return str(cell)


def _ruined(cells: list[Any]) -> list[int]:
    """Return the columns whose number is too long to be exact."""
    return [
        column
        for column, cell in enumerate(cells)
        if isinstance(cell, (int, float)) and abs(cell) >= EXACT_DIGITS
    ]


def main(mode: str, most_rows: str, most_columns: str, sheet: str = "") -> None:
    """Print the answer to one request as JSON lines."""
    limit_resources()
    data = sys.stdin.buffer.read()
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    if mode == "list":
        print(json.dumps(visible_sheets(book)))  # noqa: T201 - the answer to the parent
        return
    limits = int(most_rows), int(most_columns)
    for row in rows_of(book.get_sheet_by_name(sheet), *limits, SheetLooks(data, sheet)):
        sys.stdout.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
