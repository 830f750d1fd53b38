"""Conditions of a vacancy: lodging, insurance, nights, veterans first."""

import re
from collections.abc import Callable

from jobs.importing.parse.numbers import parse_yes_no
from jobs.importing.parse.reading import Reading
from jobs.vacancies.precedence import promises_precedence
from sheets.texts import half_width

Finder = Callable[[str], bool | None]
# A negation and the verbs between it and what is denied; 不只、不限、不论 deny nothing.
_NOT = (
    r"(?:不|无|没有?|未|免)(?![只仅但光限分论同止])(?:需要?|[须用必要会得能给帮替再有]|安排|提供|参加|"
    r"购买|办理|缴纳|[缴交买上含值轮倒排办]){0,3}"
)
_PAID_FOR = re.compile(
    r"(?:食宿|吃住|住宿|伙食)[^。;\n]{0,8}(?:自费|自付|收费|付费|有偿|(?<!不)扣|自己(?:出|付))|有偿(?:食宿|吃住)|"
    r"(?:食宿|吃住)(?:费用?|补贴?|补助)"
)
_NO_LODGING = re.compile(r"不(包|管|提供)(吃|食|住)|(无|没有)食宿|食宿自理|不含食宿")
_LODGING = re.compile(
    r"包吃包?住|包住包?吃|[包管]食宿|(免费|提供)(免费)?(食宿|吃住)|管吃管?住|包吃住|供食宿|"
    r"供吃供?住|有吃有住|(食宿|吃住)(全包|免费)"
)
_ONE_OF_BOTH = re.compile(r"[吃餐饭伙食]|[住宿]")
_OTHER_INSURANCE = re.compile(r"意外|雇主|商业|团体|医保|工伤")
_DAYS_ONLY = re.compile(r"(只有|只上|全是?|都是)?(白|日)班")
_VETERANS_ONLY = re.compile(r"(仅|只|限)(限|招|要|收)?(退役|退伍|复退|复员|转业|军人)")
_VETERANS_FIRST = re.compile(r"(同等条件下?|可以?|一律)?优先(录用|录取|考虑|聘用|安排)?")
_UNSURE = re.compile(r"转正|试用|满.{1,6}后|自愿|可选|协商|面议|看情况|视情况|不一定|不确定|待定")
LODGING_UNREAD = "包不包吃住看不出来（只写了一样，或者说得不明白），没有记。"
INSURANCE_UNREAD = "交不交社保看不出来，没有记。"
NIGHTS_UNREAD = "上不上夜班看不出来，没有记。"
VETERANS_UNREAD = "退役军人优先不优先看不出来，按不优先记。"
VETERANS_ONLY = "“仅限退役军人”记成了优先。"
LONGEST = 300  # characters of a cell that answers a question
_INSURED = r"(?:[五六七]险(?:[一二]金)?|社保|社会保险|养老保险)"
_NO_INSURANCE = re.compile(
    rf"{_NOT}{_INSURED}(?![断基])|{_INSURED}:?(?:(?:自理|自费|[自己个人行]{{2}}(?:承担|缴纳|购买|[交缴买出]))|"
    r"自[交缴]|[不未](?:缴纳|购买|提供|负责|[交缴买上含办])|(?:没有|无|否)(?=$|[,;。、)\n]))"
)
_INSURANCE = re.compile(
    rf"(?<!办理)(?<!熟悉)(?<!核算)(?<!员工){_INSURED}"
    r"(?!补|津|折|卡|局|办理|核算|专员|业务|政策|事务|关系|基数|申报|增减|换)"
)
_NO_NIGHTS = re.compile(
    rf"{_NOT}(?:夜班|倒班|晚班|轮班)(?![补津者的勿])|(?:夜班|倒班):?(?:不[上用需排]|(?:没有|无|否)(?=$|[,;。、)\n]))|"
    r"常白班|长白班|正常白班|只上白班|常日班"
)
_NIGHTS = re.compile(
    r"夜班|两班倒|三班倒|[两三四]班[两三]?[倒运转]|倒班|轮班|上24|24小时(轮|值|倒)"
)
_SHIFT = re.compile(
    r"[两三四]班[两三]?[倒运转]|常白班|长白班|上[一二两]休[一二两三]|做[五六]休[一二]|双休|单休|月休\w{1,3}天|"
    r"\d{1,2}小时工作?制|上夜班|倒班|轮班"
)
_NOT_FIRST = re.compile(r"(退役|退伍|复员|复退|转业|军人).{0,6}(不|没有?|无)(享受|予|给)?优先")


def has_lodging(text: str) -> bool | None:
    """Return whether board and lodging are free; None unless both are stated."""
    found = _yes_or_no(text, _NO_LODGING, _LODGING)
    return None if found and _PAID_FOR.search(half_width(text)) else found


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


def read_lodging(text: str) -> Reading[bool]:
    """Read a cell whether board and lodging are free; one of both alone is no answer."""
    found = has_lodging(text) if len(text) <= LONGEST else None
    if found is None and not _ONE_OF_BOTH.search(text):
        found = _answer(text)
    return _read(found, LODGING_UNREAD)


def read_insurance(text: str) -> Reading[bool]:
    """Read a cell whether social insurance is paid; other insurance is no answer."""
    if _OTHER_INSURANCE.search(text) and not _INSURANCE.search(text):
        return Reading(None, INSURANCE_UNREAD)
    return _read(_unless_unsure(text, has_insurance), INSURANCE_UNREAD)


def read_nights(text: str) -> Reading[bool]:
    """Read a cell whether there is night work."""
    if _DAYS_ONLY.fullmatch(half_width(text)):
        return Reading(False)
    return _read(_unless_unsure(text, has_nights), NIGHTS_UNREAD)


def read_veterans(text: str) -> Reading[bool]:
    """Read a cell whether veterans have precedence."""
    plain = half_width(text) if len(text) <= LONGEST else ""
    if _VETERANS_ONLY.search(plain):
        return Reading(True, VETERANS_ONLY)
    if _NOT_FIRST.search(plain):
        return Reading(False)
    found = _answer(plain)
    if found is None and (_VETERANS_FIRST.fullmatch(plain) or promises_precedence(plain)):
        found = True
    return _read(found, VETERANS_UNREAD)


def _read(found: bool | None, note: str) -> Reading[bool]:
    return Reading(found, note if found is None else "")


def _unless_unsure(text: str, find: Finder) -> bool | None:
    """Return the answer of a cell, as a phrase or as yes or no; None where it depends."""
    if len(text) > LONGEST or _UNSURE.search(text):
        return None
    found = find(text)
    return _answer(text) if found is None else found


def _answer(text: str) -> bool | None:
    return parse_yes_no(text) if len(text) <= LONGEST else None


def _yes_or_no(text: str, no: re.Pattern[str], yes: re.Pattern[str]) -> bool | None:
    text = half_width(text)
    if no.search(text):
        return False
    return True if yes.search(text) else None
