"""What a row demands of people and offers them: each cell by its reader, else the text.

A filled cell that gives nothing, or less than it says, is noted for the person who imports.
"""

import re
from collections.abc import Callable
from typing import TypeVar

from jobs.importing.parse import conditions, demand_cells, demands
from jobs.importing.parse.counts import read_headcount
from jobs.importing.parse.credentials import demanded_credentials
from jobs.importing.parse.reading import Reading, is_free
from jobs.importing.parse.summary import Summary
from jobs.importing.parsed import ParsedVacancy
from jobs.vacancies.precedence import promises_precedence
from lexicon.mentions import find_certificates
from sheets.cells import RowCells
from sheets.texts import half_width

T = TypeVar("T")
SHIFT_LENGTH = 60
MERGED_COUNT = "这一格是几行合并的，分不清每个岗位招几人，按 1 人记。"
NO_CERTIFICATE = "没认出是什么证，只写进了任职要求。"
NO_PAPER = re.compile(r"无|否|没有|暂无")


def read_cell(cells: RowCells, key: str, read: Callable[[str], Reading[T]]) -> T | None:
    """Return the value of a filled cell; what was not read is noted."""
    text = cells.get(key)
    if not text:
        return None
    found = read(text)
    if found.note:
        cells.note_unread(key, found.note)
    return found.value


def set_headcount(cells: RowCells, parsed: ParsedVacancy, summary: Summary) -> None:
    """Set how many people are wanted: 1 where a row does not state it."""
    if cells.get("headcount") and cells.is_merged("headcount"):
        cells.note("headcount", MERGED_COUNT)
        return
    count = read_cell(cells, "headcount", read_headcount)
    if not cells.get("headcount"):
        count = summary.headcount
    if count is not None and not 1 <= count <= 9999:
        cells.refuse("headcount", "招聘人数要在 1 到 9999 之间。")
    parsed.headcount = count or 1


def set_demands(cells: RowCells, parsed: ParsedVacancy, summary: Summary) -> None:
    """Set schooling, years and age from their cells first, then from the demands in the text."""
    prose = f"{parsed.requirements}\n{parsed.duties}"
    written = read_cell(cells, "schooling", demand_cells.read_schooling) or summary.schooling
    stated = bool(cells.get("schooling"))
    parsed.schooling_min = written if written or stated else demands.schooling_in(prose)
    parsed.years_min = _years(cells, prose, summary)
    ages = read_cell(cells, "age", demand_cells.read_ages)
    if not cells.get("age"):
        ages = demands.ages_in(prose)
    ages = ages or demands.Ages()
    parsed.age_min, parsed.age_max = ages.low, ages.high
    parsed.credentials = demanded_credentials(parsed.requirements)
    _note_certificates(cells)


def _years(cells: RowCells, prose: str, summary: Summary) -> int | None:
    """Job sites write 无工作经验 by default, and the text may still demand years."""
    if cells.get("years"):
        return read_cell(cells, "years", demand_cells.read_years)
    return summary.years or demands.years_in(prose) or summary.years


def _note_certificates(cells: RowCells) -> None:
    """Note a cell of certificates in which none is known; its text is among the requirements."""
    text = cells.get("credentials")
    if not text or NO_PAPER.fullmatch(text) or is_free(half_width(text)[: demand_cells.LONGEST]):
        return
    if not find_certificates(text):
        cells.note_unread("credentials", NO_CERTIFICATE)


def set_conditions(cells: RowCells, parsed: ParsedVacancy) -> None:
    """Set what a vacancy offers: lodging, insurance, nights, veterans first."""
    prose = f"{parsed.duties}\n{parsed.requirements}"
    parsed.has_lodging = _answer(
        cells, "lodging", conditions.read_lodging, conditions.has_lodging, prose
    )
    parsed.has_insurance = _answer(
        cells, "insurance", conditions.read_insurance, conditions.has_insurance, prose
    )
    shift = cells.get("shift")
    parsed.has_nights = _answer(
        cells, "nights", conditions.read_nights, conditions.has_nights, f"{shift}\n{prose}"
    )
    parsed.shift_note = cells.fitting("shift", SHIFT_LENGTH) or conditions.shift_note(prose)
    first = read_cell(cells, "veterans", conditions.read_veterans)
    parsed.veterans_first = bool(first) or promises_precedence(prose)


def _answer(
    cells: RowCells,
    key: str,
    read: Callable[[str], Reading[bool]],
    find: conditions.Finder,
    prose: str,
) -> bool | None:
    """Return the answer of a cell; where it is empty, of the text."""
    return read_cell(cells, key, read) if cells.get(key) else find(prose)
