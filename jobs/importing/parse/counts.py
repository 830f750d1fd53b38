"""How many people are wanted, as people write it: 3, ３ 人, 1,000, 五名, 2-3人, 若干."""

import re

from jobs.importing.parse.numbers import TO, arabic, plain_numbers
from jobs.importing.parse.reading import Reading
from sheets.texts import half_width

LONGEST = 60  # characters of a cell that states a count
UNREADABLE = "招聘人数看不懂，按 1 人记。"
ADDED = "招聘人数写了几个数，加起来按 {} 人记，请核对。"
DOUBTFUL = "招聘人数里还写了别的数，按 {} 人记，请核对。"
ONE_OF_SEVERAL = "写的是每一批（班、店）的人数，先按 {} 人记，请改成一共招几人。"
_ENCLOSED = re.compile("[\u2460-\u24ff\u2776-\u2793\u3220-\u3229\u3251-\u32bf]")  # ①: no count
_SCALED = re.compile(r"(?<![\d.])(\d{1,4}(?:\.\d{1,3})?)([千万kw])")
_SCALES = {"千": 1000, "k": 1000, "万": 10_000, "w": 10_000}
_NO_COUNT = re.compile(r"(?:19|20)\d\d[届级]|第\d{1,3}[批期次轮组]")
_LEFT_OPEN = re.compile(r"若干|不限|[多数]|大量|批量")
_NO_SUM = re.compile(r"各|以下|以内|之内|最多|至多|不超过|[<≤]")
_EACH = re.compile(r"每(个|一)?(批|班|组|店|月|天|周|车间|站|点|次)|/(批|班|组|店|月|天|周|站)")
_NEGATIVE = re.compile(r"-(\d{1,9})[人名个位]?")
_PEOPLE = r"(?:个?人|[名位员]|个(?![月班组店批点天周]|车间|小时))"
_PLAIN = re.compile(
    rf"(?:共|合计|总共|大?约|近|急|招聘?|需求?要?|要|拟招?|计划|预计|至少|不少于|不低于|[>≥=]){{0,4}}"
    rf"(\d{{1,9}})(?:{TO}(\d{{1,9}}))?[余多几来]?{_PEOPLE}?(?:左右|及?以上|上下|起|\+|。)?"
    r"(?:\([^()\d]{0,30}\))?"
)
_ITEM = re.compile(
    rf"[男女]:?(\d{{1,6}}){_PEOPLE}?|(?<!\d)(\d{{1,6}})(?:{TO}\d{{1,6}})?[余多]?{_PEOPLE}"
)
_SUM = re.compile(r"\d{1,4}(?:\+\d{1,4}){1,9}")
_TOTAL = re.compile(rf"(?:共|合计|总计)[^\d,;]{{0,3}}(\d{{1,6}}){_PEOPLE}?(?![\d班店批组点天月周])")
_ASIDE = re.compile(r"\([^()]{0,60}\)")


def parse_headcount(text: str) -> int | None:
    """Return how many people are wanted; of a span the smaller, None for 若干 or nothing."""
    return read_headcount(text).value


def read_headcount(text: str) -> Reading[int]:
    """Read a cell of how many people are wanted; a number below 1 is for the caller to refuse."""
    if len(text) > LONGEST:
        return Reading(None, UNREADABLE)
    plain = _plain(text)
    negative, simple = _NEGATIVE.fullmatch(plain), _PLAIN.fullmatch(plain)
    if negative is not None:
        return Reading(-int(negative[1]))
    if simple is not None:
        return _of_span(int(simple[1]), simple[2])
    if not plain or (_LEFT_OPEN.search(plain) and not re.search(r"\d", plain)):
        return Reading()
    if _NO_SUM.search(plain):
        return Reading(None, UNREADABLE)
    return _of_several(plain)


def _plain(text: str) -> str:
    plain = arabic(plain_numbers(half_width(_ENCLOSED.sub(";", text)).lower())).strip(";,。")
    return _SCALED.sub(lambda found: f"{float(found[1]) * _SCALES[found[2]]:.0f}", plain)


def _of_span(low: int, high: str | None) -> Reading[int]:
    if high is not None and int(high) < low:
        return Reading(None, UNREADABLE)
    return Reading(low)


def _of_several(plain: str) -> Reading[int]:
    """Read a cell with several numbers, or with words that are no count."""
    rest = _NO_COUNT.sub("", plain)
    total = _TOTAL.search(rest)
    if total is not None:
        return _noted(int(total[1]), DOUBTFUL)
    if _SUM.fullmatch(rest):
        return _noted(sum(map(int, rest.split("+"))), ADDED)
    rest = _ASIDE.sub("", rest)
    found = [int(item[1] or item[2]) for item in _ITEM.finditer(rest)]
    if not found or re.search(r"\d", _EACH.sub("", _ITEM.sub("", rest))):
        return Reading(None, UNREADABLE)
    if _EACH.search(rest):
        return _noted(found[0], ONE_OF_SEVERAL)
    if len(found) > 1:
        return _noted(sum(found), ADDED)
    return Reading(found[0]) if rest == plain else _noted(found[0], DOUBTFUL)


def _noted(count: int, note: str) -> Reading[int]:
    return Reading(count, note.format(count))
