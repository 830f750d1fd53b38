"""Counts as people write them: 3, ３ 人, 五名, 若干."""

import re

from sheets.texts import half_width

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
           "八": 8, "九": 9}  # fmt: skip
CHINESE = "零〇一二两三四五六七八九十百"
# From the first of its marks on, so that a long run is read once, not from each of its places.
NUMBER = rf"(?:(?<!\d)\d++|(?<![{CHINESE}])[{CHINESE}]++)"
HUGE = 10**9  # what a longer number counts as


def to_int(text: str) -> int | None:
    """Read a whole number in digits, or below 1000 in Chinese (二十五), or return None."""
    if text.isdecimal():
        return int(text) if len(text) < 10 else HUGE
    if not text or any(mark not in CHINESE for mark in text):
        return None
    hundreds, _, rest = text.rpartition("百")
    tens, has_ten, ones = rest.rpartition("十")
    total = 100 * _DIGITS.get(hundreds[-1:], 0)
    if has_ten:
        total += 10 * (_DIGITS.get(tens[-1:], 0) or 1)
    return total + _DIGITS.get(ones[-1:], 0)


def parse_headcount(text: str) -> int | None:
    """Read how many people are wanted; of a span the smaller, None for 若干 or nothing."""
    found = re.search(NUMBER, half_width(text))
    return to_int(found[0]) if found else None


def parse_yes_no(text: str) -> bool | None:
    """Read 是, 有, 包 as yes and 否, 无, 不包 as no; anything else is not known."""
    text = half_width(text).lower()
    if re.match(r"(否|无|没有?|不|未|×|✗|no?$)", text):
        return False
    if re.match(r"(是|有|包|提供|管|享受|缴|交|需要|要|√|✓|yes$|y$)", text):
        return True
    return None
