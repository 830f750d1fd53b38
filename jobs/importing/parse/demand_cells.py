"""Cells that demand schooling, years of experience or an age."""

import re

from jobs.importing.parse.demands import (
    MOST_YEARS,
    UP_TO_LEVEL,
    WORKING_AGES,
    Ages,
    lowest_schooling,
)
from jobs.importing.parse.numbers import TO, arabic, plain_numbers
from jobs.importing.parse.reading import WISH, Reading, is_free
from people.veterans.models import Schooling
from sheets.texts import half_width

LONGEST = 120  # characters of a cell that states one demand
SCHOOLING_UNREAD = "学历看不懂，没有记。"
SCHOOLING_UP_TO = "学历只写了最高到哪一级，没有写最低要求，没有记。"
UNIVERSITY = "“大学”分不清是本科还是专科，没有记。"
YEARS_UNREAD = "工作经验看不懂，没有记。"
PARTS_OF_YEARS = "不满一年的零头记不下，按 {} 年记。"
SEVERAL_YEARS = "工作经验写了几个年数，分不清哪个是要求，没有记。"
AGE_UNREAD = "年龄看不懂，没有记。"
ONE_AGE = "年龄只有一个数，分不清是最小还是最大，没有记。"
AGES_BY_SEX = "男女写了不同的年龄，记不下，没有记。"
NO_SUCH_AGE = "年龄要在 {} 到 {} 岁之间，先小后大，没有记。"
RELAXED = "按退役军人放宽以后的 {} 岁记。"
NOT_RELAXED = "放宽的话没有记，只记了前面的年龄。"
LOW_ONLY = "年龄只记了下限，上限没有写数。"
_CLAUSE = re.compile(r"[,;。、()\n]+")
_WISH = re.compile(r"优先|者佳|更佳|为佳|最好|加分")
_LESS = re.compile(r"以下|以内|之内|不超过|不满|[<≤]|年内")
_NOVICE = re.compile(r"无(工作|相关)?经验|应届|零基础|0基础|小白|新手|经验不限|没有?经验")
_HALVES = re.compile(r"(?<!\d)(\d{1,2})年半|(?<![\d.])(\d{1,2})\.\d年|(半年)")
_MONTHS = re.compile(rf"(?<!\d)(\d{{1,3}})(?:{TO}\d{{1,3}})?个?月")
_YEARS = re.compile(rf"(?<![\d.])(\d{{1,4}})年?(?:{TO}\d{{1,4}})?年")
_BARE_YEARS = re.compile(rf"[>≥=满]*(\d{{1,2}})(?:{TO}\d{{1,2}})?\+?(?:及?以上)?")
_BY_SEX = re.compile(r"[男女][^,;]{0,6}\d")
_EITHER_SEX = re.compile(r"男女(?:均可|不限|不拘|皆可|都可)?")
_FOR_VETERANS = re.compile(
    r"(?:退役|退伍|复员|复退|转业|军人)[^,;()\d]{0,16}(?:放宽|延长)[^,;()\d]{0,6}(\d{2})周?岁?"
)
_RELAXING = re.compile(r"放宽|延长|例外")
_YEARS_OLD = r"(?:周?岁)?"
_SPAN = re.compile(rf"(?<!\d)(\d{{1,2}}){_YEARS_OLD}{TO}(\d{{1,2}})(?!\d){_YEARS_OLD}")
_UP_TO = re.compile(
    rf"(?<!\d)(\d{{1,2}}){_YEARS_OLD}(?:及?以下|以内|之内|封顶|为止)|"
    r"(?:不超过|不大于|不高于|(?<!不)[小低]于|最大|至多|<=?|≤)(\d{1,2})(?!\d)"
)
_FROM = re.compile(
    rf"(?<!\d)(\d{{1,2}}){_YEARS_OLD}(?:及?以上|起|\+)|"
    r"(?:年?满|不[低小少]于|(?<!不)[大高]于|最小|至少|>=?|≥)(\d{1,2})(?!\d)"
)
_TO_RETIREMENT = re.compile(rf"(?<!\d)(\d{{2}}){_YEARS_OLD}{TO}[^\d,;]{{0,4}}退休")


def read_schooling(text: str) -> Reading[Schooling]:
    """Read the lowest schooling a cell accepts; None without a note for 不限."""
    plain = half_width(text)
    if not plain or len(plain) > LONGEST:
        return Reading(None, SCHOOLING_UNREAD if plain else "")
    clauses = [clause for clause in _CLAUSE.split(plain) if not _WISH.search(clause)]
    demanded = ";".join(clauses)
    level = lowest_schooling(UP_TO_LEVEL.sub("", demanded))
    if level is not None or is_free(plain):
        return Reading(level)
    if UP_TO_LEVEL.search(demanded):
        return Reading(None, SCHOOLING_UP_TO)
    if "大学" in demanded:
        return Reading(None, UNIVERSITY)
    return Reading(None, WISH if _WISH.search(plain) else SCHOOLING_UNREAD)


def read_years(text: str) -> Reading[int]:
    """Read the fewest years of experience a cell accepts; 0 where none are needed."""
    plain = arabic(plain_numbers(half_width(text)))
    if not plain or len(plain) > LONGEST:
        return Reading(None, YEARS_UNREAD if plain else "")
    clauses = [clause for clause in _CLAUSE.split(plain) if clause and not _WISH.search(clause)]
    demanded = ";".join(clauses)
    if not re.search(r"\d(?!基础)|半年", demanded):
        return _without_years(plain, demanded)
    if _LESS.search(demanded) and re.search(r"[年月]", demanded):
        return Reading(0)
    parts = _parts_of_years(demanded)
    if parts is not None:
        return parts
    bare = _BARE_YEARS.fullmatch(demanded)
    found = {int(bare[1])} if bare else {int(one[1]) for one in _YEARS.finditer(demanded)}
    if len(found) > 1:
        return Reading(None, SEVERAL_YEARS)
    years = next(iter(found), MOST_YEARS + 1)
    return Reading(years) if years <= MOST_YEARS else Reading(None, YEARS_UNREAD)


def _without_years(plain: str, demanded: str) -> Reading[int]:
    if is_free(plain) or _NOVICE.search(demanded):
        return Reading(0)
    return Reading(None, WISH if not demanded else YEARS_UNREAD)


def _parts_of_years(demanded: str) -> Reading[int] | None:
    """Read months and half years as the whole years in them."""
    half, months = _HALVES.search(demanded), _MONTHS.search(demanded)
    if half is None and months is None:
        return None
    if half is not None:
        years, rest = int(half[1] or half[2] or 0), 6
    else:
        assert months is not None
        years, rest = divmod(int(months[1]), 12)
    return Reading(years, PARTS_OF_YEARS.format(years) if rest else "")


def read_ages(text: str) -> Reading[Ages]:
    """Read the bounds of age a cell demands; none without a note for 不限."""
    plain = arabic(plain_numbers(half_width(text))).replace("(含)", "").replace("含", "")
    if not plain or len(plain) > LONGEST:
        return Reading(None, AGE_UNREAD if plain else "")
    plain = _EITHER_SEX.sub("", plain)
    if _BY_SEX.search(plain):
        return Reading(None, AGES_BY_SEX)
    relaxed = _FOR_VETERANS.search(plain)
    clauses = [one for one in _CLAUSE.split(plain) if not _RELAXING.search(one)]
    demanded = ";".join(one for one in clauses if one and not _WISH.search(one))
    if not re.search(r"\d", demanded):
        return _without_ages(plain)
    found = _bounds(demanded)
    if found.value is None or found.note or not _RELAXING.search(plain):
        return found
    if relaxed is None:
        return Reading(found.value, NOT_RELAXED)
    return _checked(found.value.low, int(relaxed[1]), RELAXED.format(relaxed[1]))


def _without_ages(plain: str) -> Reading[Ages]:
    if _WISH.search(plain):
        return Reading(None, WISH)
    return Reading(None, "" if is_free(plain) or not plain else AGE_UNREAD)


def _bounds(demanded: str) -> Reading[Ages]:
    span, retiring = _SPAN.search(demanded), _TO_RETIREMENT.search(demanded)
    if span is not None:
        rest = demanded[: span.start()] + demanded[span.end() :]
        if re.search(r"\d", rest):
            return Reading(None, AGE_UNREAD)
        return _checked(int(span[1]), int(span[2]))
    if retiring is not None:
        return _checked(int(retiring[1]), None, LOW_ONLY)
    lows = {int(one[1] or one[2]) for one in _FROM.finditer(demanded)}
    highs = {int(one[1] or one[2]) for one in _UP_TO.finditer(demanded)}
    if not lows and not highs:
        is_one = re.fullmatch(r"\d{2}(?:周?岁)?", demanded)
        return Reading(None, ONE_AGE if is_one else AGE_UNREAD)
    rest = _UP_TO.sub("", _FROM.sub("", demanded))
    if re.search(r"\d", rest) or len(lows) > 1 or len(highs) > 1:
        return Reading(None, AGE_UNREAD)
    return _checked(next(iter(lows), None), next(iter(highs), None))


def _checked(low: int | None, high: int | None, note: str = "") -> Reading[Ages]:
    stated = [age for age in (low, high) if age is not None]
    if any(age not in WORKING_AGES for age in stated) or stated != sorted(stated):
        return Reading(None, NO_SUCH_AGE.format(WORKING_AGES[0], WORKING_AGES[-1]))
    return Reading(Ages(low, high), note)
