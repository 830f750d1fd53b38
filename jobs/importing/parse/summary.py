"""The one-line summaries of job sites: 无工作经验/大专/招1人/04-16发布."""

import re
from dataclasses import dataclass

from jobs.importing.parse.counts import parse_headcount
from jobs.importing.parse.demands import parse_schooling, parse_years
from people.veterans.models import Schooling
from sheets.texts import half_width

_WANTED = re.compile(r"招(聘)?(\d+|若干)(人|名)")


@dataclass(frozen=True)
class Summary:
    """The facts of such a line; None where one is not stated."""

    years: int | None
    schooling: Schooling | None
    headcount: int | None


def is_summary(text: str) -> bool:
    """Return whether a cell is such a line."""
    return "/" in text and bool(_WANTED.search(half_width(text)))


def parse_summary(text: str) -> Summary:
    """Read each part of the line by what it is, whatever their order."""
    parts = [part for part in re.split(r"[/\s|]+", text) if part]
    years = next((found for part in parts if (found := _years(part)) is not None), None)
    wanted = next((part for part in parts if _WANTED.search(half_width(part))), "")
    rest = "/".join(part for part in parts if part != wanted)
    return Summary(years, parse_schooling(rest), parse_headcount(wanted) if wanted else None)


def _years(part: str) -> int | None:
    return parse_years(part) if "经验" in part or "年" in part else None
