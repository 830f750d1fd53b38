"""Rules of a profile that need no database: forms and operations apply the same ones.

Each raises DomainError with every fault found, at the field of the form. A value that is None
was not filled in, or could not be read, and is not judged here.
"""

from collections.abc import Collection
from datetime import date

from core import clock
from core.characters import nfkc
from core.errors import DomainError, Refusals
from lexicon.mentions import certificates_named
from people.divisions.queries import find_place
from people.secrecy.personal_numbers import FIRST_YEAR
from people.veterans.facts import DecisionFacts
from people.veterans.models import (
    LEGACY_MODES,
    VALID_MODES,
    ResettlementMode,
    SoldierClass,
    Verification,
)
from people.veterans.ranks import check_rank

NEW_RULES = date(2024, 9, 1)  # 退役军人安置条例 in force; the modes before it end with it
# Plausible ages, no rule of law: the youngest soldiers of the wars were children.
YOUNGEST_SOLDIER, YOUNGEST_VETERAN = 12, 16
LONGEST_SPELL = 60  # years
SEPARATORS = ("，", ",", "；", ";", "/", " ")


def filled_in(day: date | None, message: str, *, field: str) -> date:
    """Return a day that must be known. Refuses None with the message."""
    if day is None:
        raise DomainError(message, field=field)
    return day


def check_past(day: date | None, *, field: str) -> None:
    """Refuse a day in the future, and one before anyone alive was born."""
    if day is None:
        return
    if day > clock.today():
        raise DomainError("日期不能在今天以后。", field=field)
    if day.year < FIRST_YEAR:
        raise DomainError(f"日期不能在 {FIRST_YEAR} 年以前。", field=field)


def check_birth(day: date | None, *, field: str) -> None:
    """Refuse a birth date no veteran can have: in the future, too long ago, or a child's."""
    check_past(day, field=field)
    if day is not None and clock.age_on(day, clock.today()) < YOUNGEST_VETERAN:
        message = f"按这个出生日期还不到 {YOUNGEST_VETERAN} 岁，不会是退役军人，请核对。"
        raise DomainError(message, field=field)


def check_life(
    born_on: date | None,
    *,
    started: date | None = None,
    retired: date | None = None,
    worked: date | None = None,
    field: str,
) -> None:
    """Refuse service or work begun, or a retirement, at an age nobody can have had then."""
    for day, youngest, what in (
        (started, YOUNGEST_SOLDIER, "入伍"),
        (retired, YOUNGEST_VETERAN, "退役"),
        (worked, YOUNGEST_SOLDIER, "开始工作"),
    ):
        if born_on is not None and day is not None and clock.age_on(born_on, day) < youngest:
            message = f"按出生日期算，{what}时还不到 {youngest} 岁，请核对两个日期。"
            raise DomainError(message, field=field)


def check_spell(started_on: date | None, ended_on: date | None) -> None:
    """Refuse a spell that ends before it starts or is in the future."""
    refusals = Refusals()
    for field, day in (("started_on", started_on), ("ended_on", ended_on)):
        with refusals.collecting():
            check_past(day, field=field)
    if started_on is not None and ended_on is not None and ended_on < started_on:
        refusals.add("结束日期不能早于开始日期。", field="ended_on")
    elif started_on is not None and clock.age_on(started_on, ended_on or clock.today()) > (
        LONGEST_SPELL
    ):
        refusals.add(f"一段经历不会超过 {LONGEST_SPELL} 年，请核对。", field="started_on")
    refusals.raise_if_any()


def check_service(started_on: date | None, ended_on: date | None, rank: str) -> None:
    """Refuse wrong dates of a spell of service, and a rank that did not exist at its end."""
    refusals = Refusals()
    with refusals.collecting():
        check_spell(started_on, ended_on)
    with refusals.collecting():
        check_rank(rank, ended_on)
    refusals.raise_if_any()


def check_credential(name: str, issued_on: date | None, expires_on: date | None) -> None:
    """Refuse wrong dates of a certificate, and several certificates in one name."""
    refusals = Refusals()
    with refusals.collecting():
        check_past(issued_on, field="issued_on")
    if issued_on is not None and expires_on is not None and expires_on < issued_on:
        refusals.add("有效期不能早于发证日期。", field="expires_on")
    if len(certificates_named(name)) > 1:
        refusals.add("这里好像写了几个证，请一次填一个。", field="name")
    refusals.raise_if_any()


def check_recognised(name: str, key: str | None, choices: Collection[str]) -> None:
    """Refuse the name of an unknown certificate until one of the choices is made."""
    if name and not certificates_named(name) and key not in choices:
        message = f"没认出“{name}”这个证。您说的是下面哪一个？都不是就选最后一个。"
        raise DomainError(message, field="key")


def check_resettlement(
    soldier_class: SoldierClass | None, mode: ResettlementMode | None, retired_on: date | None
) -> None:
    """Refuse a day in the future, and a mode the law does not provide for that class and day."""
    refusals = Refusals()
    with refusals.collecting():
        check_past(retired_on, field="retired_on")
    if soldier_class is not None and mode is not None:
        with refusals.collecting():
            _check_mode(soldier_class, mode, retired_on)
    refusals.raise_if_any()


def _check_mode(
    soldier_class: SoldierClass, mode: ResettlementMode, retired_on: date | None
) -> None:
    if mode in VALID_MODES[soldier_class]:
        return
    if mode not in LEGACY_MODES[soldier_class]:
        allowed = "、".join(each.label for each in VALID_MODES[soldier_class])
        message = f"{soldier_class.label}没有“{mode.label}”，可以选：{allowed}。"
        raise DomainError(message, field="resettlement_mode")
    if retired_on is None:
        raise DomainError("选旧政策的安置方式，要填退役日期。", field="retired_on")
    if retired_on >= NEW_RULES:
        message = f"2024年9月1日以后退役的，没有“{mode.label}”。"
        raise DomainError(message, field="resettlement_mode")


def check_decision(facts: DecisionFacts) -> None:
    """Refuse a confirmation without a document, a mismatch without a reason, and no decision."""
    if facts.verdict is Verification.VERIFIED and facts.evidence is None:
        raise DomainError("请选看了什么证件。", field="evidence")
    if facts.verdict is Verification.MISMATCH and not facts.note:
        raise DomainError("请写明哪里不符。", field="note")
    if facts.verdict is Verification.UNVERIFIED:
        raise DomainError("请选“已核实”或“不符”。", field="verdict")


def codes_of_places(words: str) -> list[str]:
    """Return the division codes of place names with any separators. Refuses unknown names."""
    words = nfkc(words)
    for separator in SEPARATORS:
        words = words.replace(separator, "、")
    names = [name for name in words.split("、") if name]
    codes = {name: find_place(name) for name in names}
    unknown = "、".join(name for name in names if codes[name] is None)
    if unknown:
        message = f"没认出“{unknown}”是哪里，请写省或市的名字，比如“常州”。"
        raise DomainError(message, field="other_places")
    return [code for code in codes.values() if code is not None]
