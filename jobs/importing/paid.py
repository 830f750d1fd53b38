"""The pay of a row: of two columns for its bounds, else of one."""

from jobs.importing.parse.pay import Pay, is_left_open, period_in, read_pay
from jobs.importing.parsed import ParsedVacancy
from sheets.cells import RowCells
from sheets.texts import half_width

BOUNDS = ("pay_min", "pay_max")
BOUND_UNREAD = "薪资看不懂，先空着。"
NO_PERIOD = "计薪方式看不懂，薪资先按“面议”记。"
LONGEST = 40  # characters of a way of paying


def set_pay(cells: RowCells, parsed: ParsedVacancy) -> None:
    """Set the pay of a row; the row is refused where the least is more than the most."""
    period = _period(cells)
    pay = _of_bounds(cells, period) or _of_text(cells, period)
    if pay is None:
        return
    if pay.low is not None and pay.high is not None and pay.low > pay.high:
        cells.refuse("pay_max" if cells.get("pay_max") else "pay", "最低薪资比最高薪资还高。")
    parsed.pay_min, parsed.pay_max, parsed.pay_period = pay.low, pay.high, pay.period


def _period(cells: RowCells) -> str | None:
    """Return the words for the period of pay, "" where none is stated, None where unreadable."""
    text = half_width(cells.get("pay_period"))
    if not text:
        return ""
    words = f"/{text.removeprefix('元').removeprefix('/')}"
    if len(text) <= LONGEST and period_in(words) is not None:
        return words
    cells.note("pay_period", NO_PERIOD)
    return None


def _of_text(cells: RowCells, period: str | None) -> Pay | None:
    text = cells.get("pay")
    if not text:
        return None
    if period is None and period_in(half_width(text[:LONGEST])) is None:
        return None
    reading = read_pay(text, f"{cells.heading('pay')}{period or ''}")
    if reading.note:
        cells.note_unread("pay", reading.note)
    return reading.value


def _of_bounds(cells: RowCells, period: str | None) -> Pay | None:
    """Return the pay of the two columns for its bounds, None where they state none."""
    if period is None:
        return None
    found = [_bound(cells, key, period) for key in BOUNDS]
    first = next((one for one in found if one is not None), None)
    if first is None:
        return None
    low, high = found
    top = (high.high or high.low) if high else None
    return Pay(low.low if low else None, top, first.period)


def _bound(cells: RowCells, key: str, period: str) -> Pay | None:
    text = cells.get(key)
    if not text:
        return None
    reading = read_pay(text, f"{cells.heading(key)}{period}")
    if reading.note and not is_left_open(text):
        cells.note_unread(key, reading.note if reading.value else BOUND_UNREAD)
    return reading.value
