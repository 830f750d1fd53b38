"""Demands of a vacancy: schooling, years, age; read from a cell or from prose."""

import re
from dataclasses import dataclass
from functools import lru_cache

from jobs.importing.parse.numbers import NUMBER, to_int
from people.veterans.models import Schooling
from sheets.texts import half_width

# In the order of the ladder; a text that names several demands the lowest.
_SCHOOLING = (
    (Schooling.PRIMARY, re.compile(r"小学")),
    (Schooling.JUNIOR, re.compile(r"初中|义务教育")),
    (
        Schooling.SENIOR,
        re.compile(r"高中|中专|中技|技校|职高|职业中学|中职|中等职业|(?<!高级)技工|中师"),
    ),
    (Schooling.COLLEGE, re.compile(r"大专|专科|高职")),
    (Schooling.BACHELOR, re.compile(r"本科|学士|大本")),
    (Schooling.MASTER, re.compile(r"硕士|研究生|博士")),
)
_LEVEL = r"小学|初中|高中|中专|中技|技校|职高|中职|大专|专科|高职|本科|学士|硕士|研究生|博士"
_IN_PROSE = re.compile(
    rf"({_LEVEL})[^,;。\n]{{0,10}}?(?:以上|学历|毕业)|学历[^;。\n]{{0,6}}?({_LEVEL})"
)
UP_TO_LEVEL = re.compile(rf"(?:{_LEVEL})(?:学历|毕业|文化)?(?:及?以下|以内)(?:学历|文化)?")
_NOT_DEMANDED = re.compile(r"不(要求|需要?|限)|[无不]须|无需|非必须")
_BY_SEX = re.compile(r"[男女][^,;。]{0,6}\d{2}")
_EITHER_SEX = re.compile(r"男女(?:均可|不限|不拘|皆可|都可)?")
_WISH = re.compile(r"优先|者佳|更佳|为佳|最好|加分|可放宽|放宽|亦可|也可")
_CLAUSE = re.compile(r"[,;。;!\n、,]|(?<!\d)\d++[.)](?!\d)")
_NONE_NEEDED = re.compile(r"无(需|要求)?(工作)?经验|不限|不要求|应届|无要求|经验不限")
_YEARS = re.compile(rf"({NUMBER})(?:[-~至到]{NUMBER})?年")
_YEARS_IN_PROSE = re.compile(
    rf"({NUMBER})(?:[-~至到]{NUMBER})?年(?!以[下内]|之内)[^,;。\n]{{0,24}}?(?:经验|经历|工作)"
)
_AGE_SPAN = re.compile(r"(\d{2})(?:周岁|岁)?[-~—–至到](\d{2})(?:周)?岁")
_AGE_UP_TO = re.compile(
    r"(\d{2})(?:周)?岁(?:以下|以内|之内|及以下)|(?:不超过|不大于|不高于)(\d{2})(?:周)?岁"
)
_AGE_FROM = re.compile(r"(\d{2})(?:周)?岁(?:以上|及以上)|年满(\d{2})(?:周)?岁")
WORKING_AGES = range(16, 71)
MOST_YEARS = 30


@dataclass(frozen=True)
class Ages:
    """Bounds of age in full years, None where one is not set."""

    low: int | None = None
    high: int | None = None


def parse_schooling(text: str) -> Schooling | None:
    """Read a schooling cell (大专及以上, 高中/中专); None for 不限 or anything else."""
    return lowest_schooling(half_width(text))


def lowest_schooling(plain: str) -> Schooling | None:
    """Return the lowest level a text names, None where it names none."""
    for level, pattern in _SCHOOLING:
        if pattern.search(plain):
            return level
    return None


def schooling_in(prose: str) -> Schooling | None:
    """Find the lowest schooling prose demands; what is only preferred does not count."""
    clauses = (UP_TO_LEVEL.sub("", one) for one in _demands(prose) if not _NOT_DEMANDED.search(one))
    found = [match[0] for clause in clauses for match in _IN_PROSE.finditer(clause)]
    levels = [level for text in found if (level := parse_schooling(text)) is not None]
    order = list(Schooling)
    return min(levels, key=order.index, default=None)


def parse_years(text: str) -> int | None:
    """Read a years-of-experience cell: 3-4年经验 -> 3, 无工作经验 -> 0, else None."""
    text = half_width(text)
    found = _YEARS.search(text)
    if found is not None:
        return _sane_years(to_int(found[1]))
    if _NONE_NEEDED.search(text):
        return 0
    return _sane_years(to_int(text)) if re.fullmatch(NUMBER, text) else None


def years_in(prose: str) -> int | None:
    """Find the fewest years of experience prose demands in its first demanding clause."""
    for clause in _demands(prose):
        found = _YEARS_IN_PROSE.search(clause)
        if found is not None:
            return _sane_years(to_int(found[1]))
    return None


def _sane_years(years: int | None) -> int | None:
    return years if years is not None and years <= MOST_YEARS else None


def ages_in(text: str) -> Ages:
    """Find the age a text demands: 18-45岁, 45周岁以下, 年满18周岁. Preferences do not count.

    Other bounds for men than for women cannot be kept, so they give none.
    """
    clauses = [clause for clause in _demands(text) if "岁" in clause]
    if any(_BY_SEX.search(_EITHER_SEX.sub("", clause)) for clause in clauses):
        return Ages()
    for clause in clauses:
        span = _AGE_SPAN.search(clause)
        if span is not None:
            return _ages(int(span[1]), int(span[2]))
    return _ages(_first(_AGE_FROM, clauses), _first(_AGE_UP_TO, clauses))


def _first(pattern: re.Pattern[str], clauses: list[str]) -> int | None:
    found = next((match for clause in clauses if (match := pattern.search(clause))), None)
    return int(found[1] or found[2]) if found else None


def _ages(low: int | None, high: int | None) -> Ages:
    stated = [age for age in (low, high) if age is not None]
    if any(age not in WORKING_AGES for age in stated) or stated != sorted(stated):
        return Ages()
    return Ages(low, high)


def is_wish(clause: str) -> bool:
    """Return whether a clause states a preference (优先, 最好), not a demand."""
    return bool(_WISH.search(clause))


@lru_cache(maxsize=8)  # years, schooling and age of one row ask for the same clauses
def _demands(prose: str) -> list[str]:
    """Cut prose into clauses and drop those that only express a preference."""
    lines = (half_width(line) for line in prose.split("\n"))
    clauses = (clause for line in lines for clause in _CLAUSE.split(line))
    return [clause for clause in clauses if clause and not is_wish(clause)]
