"""The table of a list: a row for each person, a cell for each item."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core import clock
from core.parameters.registry import amount_of
from people.arrivals.checklist import checklist_of, templates_by_key
from people.arrivals.models import Arrival, ArrivalItem, ModeGroup
from people.arrivals.parameters import SOON_DAYS
from people.arrivals.queries import keys_of


@dataclass(frozen=True)
class ItemColumn:
    """The column of an item: its short heading and its whole name."""

    key: str
    label: str
    name: str


@dataclass(frozen=True)
class Cell:
    """One item of one person: `words` beside or instead of the box, `tone` its look.

    An item that is not needed has words and no box; one their checklist lacks has neither.
    """

    item: ArrivalItem | None
    words: str = ""
    tone: str = ""

    @property
    def has_box(self) -> bool:
        """Return whether the cell can be ticked."""
        return self.item is not None and self.tone != "na"


@dataclass(frozen=True)
class GridRow:
    """One person of the table."""

    arrival: Arrival
    cells: Sequence[Cell]
    late: int
    done: int
    total: int

    @property
    def due(self) -> str:
        """The last day to report, short."""
        return _short(self.arrival.report_due_on, clock.today())


def columns_of(group: ModeGroup | None, year: int) -> list[ItemColumn]:
    """Return the columns of a group's table; of all people, the items of all checklists.

    Items that arrivals of the year still have, though the checklist dropped them, come last.
    """
    own = templates_by_key().values() if group is None else checklist_of(group)
    columns = [ItemColumn(one.key, one.label, one.name) for one in own]
    if group in (None, ModeGroup.UNKNOWN, ModeGroup.SELF):
        known = set(templates_by_key())
        left = {key: name for key, name in keys_of(year).items() if key not in known}
        columns += [ItemColumn(key, name[:6], name) for key, name in sorted(left.items())]
    return columns


def rows_of(
    arrivals: Sequence[Arrival], columns: Sequence[ItemColumn], today: date
) -> list[GridRow]:
    """Return the rows of the table."""
    soon = today + timedelta(days=amount_of(SOON_DAYS, today))
    rows = []
    for arrival in arrivals:
        known = {item.key: item for item in arrival.items}
        cells = [_cell(known.get(one.key), today, soon) for one in columns]
        late = sum(item.is_late(today) for item in arrival.items)
        rows.append(GridRow(arrival, cells, late, arrival.done, len(arrival.items)))
    return rows


def _cell(item: ArrivalItem | None, today: date, soon: date) -> Cell:
    if item is None:
        return Cell(None)
    if not item.is_open:
        return _settled(item, today)
    if item.due_on is None:
        return Cell(item)
    days = (item.due_on - today).days
    if days < 0:
        return Cell(item, f"逾{-days}天", "late")
    return Cell(item, f"剩{days}天", "soon") if item.due_on <= soon else Cell(item)


def _settled(item: ArrivalItem, today: date) -> Cell:
    if not item.is_done:
        short = item.note if 0 < len(item.note) <= 4 else "不用办"
        return Cell(item, short, "na")
    if item.done_on is None:
        return Cell(item, "", "done")
    return Cell(item, _short(item.done_on, today), "done")


def _short(day: date, today: date) -> str:
    """Return a day as a dense table shows it: one of this year without its year."""
    if clock.year_of(day) == clock.year_of(today):
        return f"{day.month}-{day.day:02d}"
    return f"{day:%y.%-m.%-d}"
