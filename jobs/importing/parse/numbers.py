"""Whole numbers in digits or Chinese, and answers of yes or no."""

import re

from sheets.texts import half_width

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
           "八": 8, "九": 9}  # fmt: skip
CHINESE = "零〇一二两三四五六七八九十百"
# From the first of its marks on, so that a long run is read once, not from each of its places.
NUMBER = rf"(?:(?<!\d)\d++|(?<![{CHINESE}])[{CHINESE}]++)"
TO = r"[-~—–〜至到]{1,3}"
HUGE = 10**9  # what a longer number counts as
_RUN = re.compile(rf"(?<![{CHINESE}几数])[{CHINESE}]++(?![险金餐休])")
_YEAR = re.compile(r"[零〇一二三四五六七八九]{4}")
_PAIR = re.compile(r"(十?)([一二两三四五六七八])([二两三四五六七八九])(十|百)?")  # 两三, 二三十
_HUNDREDS = re.compile(r"([一二两三四五六七八九]百)([一二三四五六七八九])")  # 一百二 is 120
_THOUSANDS = re.compile(r"(?<![\d,.])(\d{1,3}(?:,\d{3}){1,2})(?![\d,])")
_ZEROS = re.compile(r"(?<=\d)\.0{1,4}(?!\d)")
_UNSURE = re.compile(
    r"一定|不定|不限|不详|不清|不知|未定|未知|待定|无所谓|无要求|不要求|面议|面谈|视|看|可选|自愿|"
    r"[都均皆]可|协商|部分|转正|试用|是否|或|有时|[?？]"
)
_NO = re.compile(r"(否|无|没有?|不|未|×|✗|✘|x$|no?$|false$)")
_YES = re.compile(r"(是|有|包|提供|管|享受|缴|交|需|要(?!求)|√|✓|✔|☑|对$|yes$|y$|true$)")


def to_int(text: str) -> int | None:
    """Read a whole number in digits, or below 1000 in Chinese (二十五), or return None."""
    if text.isdecimal():
        return int(text) if len(text) < 10 else HUGE
    if not text or any(mark not in CHINESE for mark in text):
        return None
    hundreds, _, rest = text.rpartition("百")
    tens, has_ten, ones = rest.rpartition("十")
    total = 100 * (_DIGITS.get(hundreds[-1:], 1) if _ else 0)
    if has_ten:
        total += 10 * (_DIGITS.get(tens[-1:], 0) or 1)
    return total + _DIGITS.get(ones[-1:], 0)


def arabic(plain: str) -> str:
    """Return a text with its Chinese numbers below 1000 in digits: 两三 as 2-3, 六千 as 6千."""
    return _RUN.sub(_in_digits, plain)


def _in_digits(run: re.Match[str]) -> str:
    text = run[0]
    if _YEAR.fullmatch(text):
        return "".join(str(_DIGITS[mark]) for mark in text)
    pair = _PAIR.fullmatch(text)
    if pair is not None and _DIGITS[pair[2]] < _DIGITS[pair[3]]:
        scale = {"十": 10, "百": 100}.get(pair[4] or "", 1)
        low, high = ((10 if pair[1] else 0) + _DIGITS[mark] * scale for mark in (pair[2], pair[3]))
        return f"{low}-{high}"
    whole = _HUNDREDS.fullmatch(text)
    return str(to_int(f"{text}十" if whole else text))


def plain_numbers(plain: str) -> str:
    """Return a text without marks between thousands and zeros behind the point: 1,000.0 as 1000."""
    joined = _THOUSANDS.sub(lambda number: number[1].replace(",", ""), plain)
    return _ZEROS.sub("", joined)


def parse_yes_no(text: str) -> bool | None:
    """Read 是, 有, 包 as yes and 否, 无, 不包 as no; anything else is not known."""
    text = half_width(text).lower()
    if _UNSURE.search(text):
        return None
    if _NO.match(text):
        return False
    return True if _YES.match(text) else None
