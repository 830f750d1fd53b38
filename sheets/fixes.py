"""Corrections of many cells at once, made on the page and applied before rows are judged."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sheets.plan import Fix, Plan
from sheets.reading import Row
from sheets.report import LONGEST_SHOWN, Level, problems

MOST_FIXES = 50  # of one sheet
MOST_GROUPS = 30  # shown to choose from
HIDDEN = "（不显示）"
MASK = "****"  # of a number in the report: it names no one cell


@dataclass(frozen=True)
class Group:
    """Cells of one column with one value that were refused or noted; `rows` is how many."""

    heading: str
    written: str
    reason: str
    rows: int

    @property
    def words(self) -> str:
        """The cells as one choice of a list."""
        return f"{self.heading}：“{self.written}”，{self.rows} 行"


def by_column(plan: Plan) -> dict[int, list[Fix]]:
    """Return the corrections of a plan by column; one of a heading that is gone is left out."""
    places = {heading: index for index, heading in enumerate(plan.headings)}
    found: dict[int, list[Fix]] = {}
    for fix in plan.fixes:
        if fix.heading in places:
            found.setdefault(places[fix.heading], []).append(fix)
    return found


def fixed(row: Row, fixes: Mapping[int, list[Fix]]) -> Row:
    """Return a row as its cells are to be read; a cell that is corrected is text."""
    cells = list(row.cells)
    for column, of_column in fixes.items():
        if column < len(cells):
            for fix in of_column:
                cells[column] = fix.of(cells[column])
    changed = {i for i, text in enumerate(cells) if text != row.cells[i]}
    if not changed:
        return row
    kinds = {column: kind for column, kind in row.kinds.items() if column not in changed}
    return replace(row, cells=tuple(cells), kinds=kinds, ruined=row.ruined - changed)


def groups(report: Path, plan: Plan) -> list[Group]:
    """Return the cells that many rows have in common, the most frequent first.

    What the report masks or shortens is left out: it does not say what is in the cell.
    """
    counted = Counter(_marks(report, set(plan.headings)))
    most = counted.most_common(MOST_GROUPS)
    return [Group(*mark, rows) for mark, rows in most]


def _marks(report: Path, headings: set[str]) -> Iterator[tuple[str, str, str]]:
    for one in problems(report):
        is_whole = len(one.value) < LONGEST_SHOWN and MASK not in one.value
        is_clear = is_whole and one.value not in ("", HIDDEN)
        is_fault = one.level in (Level.REFUSED, Level.NOTE, Level.RETURNED)
        if is_fault and is_clear and one.column in headings:
            yield one.column, one.value, one.reason
