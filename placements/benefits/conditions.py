"""Whom the tax benefit covers: each condition with what is known of it.

The notice read (issued in 2019 for 2019 to 2021, a copy on chinacourt.org) covers 自主就业退役士兵
with a labour contract of at least a year whose employer pays social insurance. The text now in
force was not reached, so that length and number of months are parameters and the page says so.
What is not recorded is unknown, never met.
"""

from dataclasses import dataclass

from core.filters import day
from core.labels import Labelled
from lexicon.durations import Spell, in_words, months_of
from people.veterans.models import ResettlementMode
from placements.placements.models import ContractType, Placement

OF_LABOUR = (ContractType.OPEN_ENDED, ContractType.FIXED)


class Answer(Labelled):
    """Whether a condition is met."""

    YES = ("YES", "符合", "ok")
    NO = ("NO", "不符合", "bad")
    UNKNOWN = ("UNKNOWN", "还不知道", "wait")


@dataclass(frozen=True)
class Condition:
    """One condition: its name, whether it is met, and what shows it or has to be asked."""

    name: str
    answer: Answer
    note: str


def conditions_of(placement: Placement, *, is_named: bool, least: int) -> tuple[Condition, ...]:
    """Return the conditions of one hire. `least` is the contract's least length in months.

    How a veteran was resettled is unknown to an employer they do not show who they are.
    """
    return (_mode(placement, is_named), _contract(placement, least), _insurance(placement))


def _mode(placement: Placement, is_named: bool) -> Condition:
    name, mode = "自主就业退役士兵", placement.veteran.resettlement_mode
    if not is_named:
        return Condition(name, Answer.UNKNOWN, "本人没有同意给您看资料，请问本人")
    if mode is None:
        return Condition(name, Answer.UNKNOWN, "本人资料里没有填安置方式")
    answer = Answer.YES if mode is ResettlementMode.SELF_EMPLOY else Answer.NO
    return Condition(name, answer, f"安置方式：{mode.label}")


def _contract(placement: Placement, least: int) -> Condition:
    name, kind = f"劳动合同满 {in_words(least)}", placement.contract
    if kind is None:
        return Condition(name, Answer.UNKNOWN, "没有填是哪种合同")
    if kind not in OF_LABOUR:
        return Condition(name, Answer.NO, f"{kind.label}，不是劳动合同")
    if placement.contract_on is None:
        return Condition(name, Answer.UNKNOWN, "没有填哪天签的")
    if kind is ContractType.OPEN_ENDED:
        return Condition(name, Answer.YES, kind.label)
    if placement.contract_until is None:
        return Condition(name, Answer.UNKNOWN, "没有填到哪天")
    months = months_of([Spell(placement.contract_on, placement.contract_until)])
    answer = Answer.YES if months >= least else Answer.NO
    return Condition(name, answer, f"签了 {in_words(months)}，到{day(placement.contract_until)}")


def _insurance(placement: Placement) -> Condition:
    name = "交社保"
    if placement.has_insurance is None:
        return Condition(name, Answer.UNKNOWN, "没有填交不交")
    if not placement.has_insurance:
        return Condition(name, Answer.NO, "填的是不交")
    if placement.insured_from is None:
        return Condition(name, Answer.UNKNOWN, "没有填从哪个月起交")
    return Condition(name, Answer.YES, "填了从哪个月起交")
