"""Conditions of a vacancy: lodging, insurance, nights, veterans first."""

import re
from collections.abc import Callable

from sheets.texts import half_width

Finder = Callable[[str], bool | None]
_NO_LODGING = re.compile(r"不(包|管|提供)(吃|食|住)|(无|没有)食宿|食宿自理|不含食宿")
_LODGING = re.compile(
    r"包吃包?住|包住包?吃|[包管]食宿|(免费|提供)(免费)?(食宿|吃住)|管吃管?住|包吃住|供食宿"
)
_NO_INSURANCE = re.compile(r"(无|没有|不(缴|交|买|提供))(社保|五险)")
_INSURANCE = re.compile(r"[五六七]险|社保|社会保险|养老保险")
_NO_NIGHTS = re.compile(
    r"(不|无需?|没有)(上|用上|需上)?(夜班|倒班|晚班)|常白班|长白班|正常白班|只上白班"
)
_NIGHTS = re.compile(
    r"夜班|两班倒|三班倒|[两三四]班[两三]?[倒运转]|倒班|轮班|上24|24小时(轮|值|倒)"
)
_SHIFT = re.compile(
    r"[两三四]班[两三]?[倒运转]|常白班|长白班|上[一二两]休[一二两三]|做[五六]休[一二]|双休|单休|月休\w{1,3}天|"
    r"\d{1,2}小时工作?制|上夜班|倒班|轮班"
)
_VETERANS = re.compile(
    r"(退役|退伍|复员|复退|转业)(军人|士兵|军官)?[^。;\n]{0,8}优先|军人优先|优先[^。;\n]{0,6}退[役伍]"
)


def has_lodging(text: str) -> bool | None:
    """Return whether board and lodging are free; None unless both are stated."""
    return _yes_or_no(text, _NO_LODGING, _LODGING)


def has_insurance(text: str) -> bool | None:
    """Return whether social insurance is paid; None where it is not stated."""
    return _yes_or_no(text, _NO_INSURANCE, _INSURANCE)


def has_nights(text: str) -> bool | None:
    """Return whether there is night work; None where it is not stated."""
    return _yes_or_no(text, _NO_NIGHTS, _NIGHTS)


def shift_note(text: str) -> str:
    """Return the words about shifts a text contains, at most 60 characters."""
    found = dict.fromkeys(match[0] for match in _SHIFT.finditer(half_width(text)))
    note = ""
    for words in found:
        longer = f"{note}，{words}" if note else words
        note = longer if len(longer) <= 60 else note
    return note


def veterans_first(text: str) -> bool:
    """Return whether a text promises veterans precedence."""
    return bool(_VETERANS.search(half_width(text)))


def _yes_or_no(text: str, no: re.Pattern[str], yes: re.Pattern[str]) -> bool | None:
    text = half_width(text)
    if no.search(text):
        return False
    return True if yes.search(text) else None
