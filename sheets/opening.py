"""The first look at a new sheet: its heading, its rows, a guess of its columns."""

from collections.abc import Set
from dataclasses import dataclass
from itertools import islice

from core.errors import DomainError
from sheets.columns import FieldSet, cell
from sheets.guessing import LOOKED_AT, find_head, guess_columns
from sheets.plan import Plan
from sheets.reading import Row, list_sheets, read_rows
from sheets.uploads import Upload

SAMPLES = 200
TRIED = 10  # sheets of a workbook that are looked at for headings


@dataclass(frozen=True)
class Look:
    """The result of a first look: the plan, how many rows of data, the first of them.

    The plan has how many of the rows nobody sees.
    """

    plan: Plan
    rows: int
    samples: list[Row]


def look(
    upload: Upload,
    fields: FieldSet,
    *,
    sheet: str = "",
    has_header: bool = True,
    header_row: int | None = None,
    left_out: Set[str] = frozenset(),
) -> Look:
    """Read a sheet once: find the heading, guess the columns, count the rows.

    Of a workbook whose `sheet` is not named, the one whose headings name most fields is read.

    Columns of fields `left_out` stay unassigned. `header_row` is the number of the heading's row
    in the sheet, where the viewer names it.

    Raises DomainError where it cannot be read or holds no row below its heading.
    """
    sheets = [info.name for info in list_sheets(upload)]
    sheet = sheet if sheet in sheets else _likely(upload, sheets, fields)
    rows = read_rows(upload, sheet)
    first = list(islice(rows, SAMPLES))
    total, hidden = len(first), 0
    for row in rows:
        total, hidden = total + 1, hidden + row.is_hidden
    head = find_head(first, fields, has_header=has_header, header_row=header_row)
    below = [row for row in first if row.number > head.last_row]
    if not below:
        raise DomainError("这份表里没有内容，请检查是不是选错了文件或工作表。", field="file")
    guessed = guess_columns(head, below, fields)
    columns = {index: key for index, key in guessed.items() if key not in left_out}
    plan = Plan("", sheet, sheets, head.last_row, list(head.headings), columns)
    plan.header_row = header_row
    plan.hidden_rows = hidden + sum(row.is_hidden for row in below)
    return Look(plan, total - (len(first) - len(below)), below)


def _likely(upload: Upload, sheets: list[str], fields: FieldSet) -> str:
    """Return the sheet whose headings name most fields: the first one is often an explanation."""
    if len(sheets) == 1:
        return sheets[0]
    named = [(_named_fields(upload, name, fields), -i) for i, name in enumerate(sheets[:TRIED])]
    return sheets[-max(named)[1]]


def _named_fields(upload: Upload, sheet: str, fields: FieldSet) -> int:
    """Count the fields that headings of a sheet name, 0 where it has no row below them."""
    first = list(islice(read_rows(upload, sheet), LOOKED_AT + 1))
    head = find_head(first, fields)
    if not any(row.number > head.last_row for row in first):
        return 0
    return len({found[0] for one in head.headings if (found := fields.field_of(one))})


def examples(samples: list[Row], column: int, most: int = 3) -> list[str]:
    """Return a few different values of a column, shortened, to recognise it by."""
    values = (cell(row.cells, column) for row in samples)
    different = dict.fromkeys(" ".join(value.split())[:40] for value in values if value)
    return list(different)[:most]
