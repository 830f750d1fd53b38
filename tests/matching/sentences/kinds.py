"""Every kind of sentence a card may show, with the rule that recomputes it from the facts.

`problem` returns what is wrong with a sentence; one of no known kind is wrong.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.matching.sentences import credential_kinds as papers
from tests.matching.sentences import life_kinds as life
from tests.matching.sentences import trade_kinds as trade
from tests.matching.sentences.facts import VacancyFacts, VeteranFacts

Rule = Callable[[re.Match[str], VeteranFacts, VacancyFacts], Any]


@dataclass(frozen=True)
class Kind:
    """One kind: its pattern, its rule, and whether it may be a reason for the vacancy."""

    pattern: str
    is_true: Rule
    is_for: bool = False

    def match(self, text: str) -> re.Match[str] | None:
        return re.fullmatch(self.pattern, text)


BASIS = r"(（按每月 (?P<factor>[\d.]+) (?P<unit>天|小时)算）)?"
DID = r"(?P<did>部队|做过)(?P<words>.*?)( (?P<time>\d+ 年( \d+ 个月)?|\d+ 个月))?"
KINDS: dict[str, Kind] = {
    "practised": Kind(DID + "，和这个岗位(?P<grade>对口|相近)", trade.practised, is_for=True),
    "practised little": Kind(DID + "，和这个岗位(?P<grade>有一点关系)", trade.practised),
    "wish met": Kind("正是您想找的(?P<words>.+)", trade.wish_met, is_for=True),
    "wish of the kind": Kind("和您想找的(?P<words>.+)是同一类工作", trade.wish_same, is_for=True),
    "wish near": Kind("和您想找的(?P<words>.+)相近", trade.wish_near, is_for=True),
    "wish far": Kind("和您想找的(?P<words>.+)有一点关系", trade.wish_far),
    "paper of the trade": Kind(
        "您有(?P<own>.+)，岗位是(?P<occupation>.+)这一行，(?P<done>您没填做过|做没做过看不出来)",
        trade.paper_of_trade,
        is_for=True,
    ),
    "other trade": Kind("(?P<whose>您.+工作)和这个岗位关系不大", trade.unrelated),
    "no trade stated": Kind("您还没填做过什么、想做什么，是否对口看不出来", trade.none_stated),
    "trade unread": Kind("您填的工作看不出是什么工种，是否对口看不出来", trade.unread),
    "vacancy unread": Kind("看不出这个岗位是什么工种，是否对口信息不足", trade.vacancy_unread),
    "time in trade": Kind(
        "(?P<did>干这行|干过相近的工作) (?P<time>.+?)(，岗位要求 (?P<years>\\d+) 年)?",
        trade.time_in_trade,
        is_for=True,
    ),
    "time unknown": Kind("干这行多久还看不出来", trade.time_unknown),
    "never in trade": Kind("还没有干过这一行", trade.never_in_trade),
    "no time counted": Kind("没有算得上这一行的年限", trade.no_time_counted),
    "own words": Kind("您的资料里有“(?P<words>.+)”，岗位里也提到", trade.own_words, is_for=True),
    "same meaning": Kind(
        "岗位里的“(?P<words>.+)”，您的资料里有意思相同的话", trade.same_meaning, is_for=True
    ),
    "service words": Kind(
        "您的部队专业会用到“(?P<words>.+)”，岗位里也提到", trade.service_words, is_for=True
    ),
    "few words": Kind("您写的技能和岗位文字很少重合", trade.few_words),
    "vacancy short": Kind("岗位写得太少，技能是否合适信息不足", trade.vacancy_short),
    "no skills stated": Kind("您还没填技能和经历，技能是否合适信息不足", trade.no_words),
    "paper required": Kind("您有(?P<own>.+)，正是岗位要求", papers.exact_required, is_for=True),
    "paper mentioned": Kind("您有(?P<own>.+)，岗位里提到", papers.exact_mentioned, is_for=True),
    "wider paper": Kind("您有(?P<own>.+)，够得上岗位要的(?P<name>.+)", papers.wider, is_for=True),
    "quick paper": Kind("岗位提到(?P<name>.+)，没有的话几天能办", papers.quick_missing),
    "quick paper lapsed": Kind(
        "岗位提到(?P<name>.+)，您的证过期了，几天能办新的", papers.quick_lapsed
    ),
    "paper unsaid": Kind("岗位提到(?P<name>.+)，您没填有没有", papers.unsaid),
    "paper missing": Kind("岗位提到(?P<name>.+)，您的资料里没有", papers.missing),
    "paper lapsed": Kind("岗位提到(?P<name>.+)，您的证过期了", papers.has_lapsed),
    "no papers asked": Kind("岗位没有提证件要求", papers.none_asked),
    "home township": Kind("就在您家所在的乡镇", life.home_township, is_for=True),
    "home county": Kind("就在本县，离家不远", life.home_county, is_for=True),
    "wanted place": Kind("在您想去的地方：(?P<name>.+)", life.wanted_place, is_for=True),
    "wanted county": Kind("和您想去的地方在一个县，乡镇没写", life.wanted_county, is_for=True),
    "home city": Kind("在您家所在的市，不在本县", life.home_city, is_for=True),
    "away": Kind("在外地，您说过可以去外地", life.away),
    "anywhere": Kind("您说过可以去外地", life.anywhere),
    "far from wanted": Kind("离您想去的地方远", life.far_from_wanted),
    "far from home": Kind("离您家远", life.far_from_home),
    "no place wanted": Kind("您还没填想去哪里上班", life.no_place_wanted),
    "vacancy without place": Kind("岗位没写工作地点", life.vacancy_without_place),
    "pay above": Kind(f"工资高于您期望的 (?P<wish>\\d+) 元{BASIS}", life.pay_above, is_for=True),
    "pay equal": Kind(f"工资达到您期望的 (?P<wish>\\d+) 元{BASIS}", life.pay_equal, is_for=True),
    "pay reached": Kind(
        f"工资最高 (?P<top>\\d+) 元，够得上您期望的 (?P<wish>\\d+) 元{BASIS}",
        life.pay_reached,
        is_for=True,
    ),
    "pay below": Kind(f"工资低于您期望的 (?P<wish>\\d+) 元{BASIS}", life.pay_below),
    "pay open": Kind(
        f"工资 (?P<low>\\d+) 元起，最多多少没写，够不够您期望的 (?P<wish>\\d+) 元说不准{BASIS}",
        life.pay_open,
    ),
    "pay by piece": Kind("工资按件算，一个月多少说不准", life.pay_by_piece),
    "pay unstated": Kind("岗位没写工资", life.pay_unstated),
    "no pay wished": Kind("您还没填期望工资", life.no_pay_wished),
    "lodging": Kind("岗位管吃住，您正想要", life.lodging, is_for=True),
    "no lodging": Kind("岗位不管吃住", life.no_lodging),
    "lodging unstated": Kind("岗位没写管不管吃住", life.lodging_unstated),
    "days only": Kind("岗位不上夜班", life.days_only, is_for=True),
    "nights": Kind("岗位要上夜班，您说过不上夜班", life.nights),
    "nights unstated": Kind("岗位没写上不上夜班", life.nights_unstated),
    "no pattern wished": Kind("您没有提食宿和班次要求", life.no_pattern_wished),
    "veterans first": Kind("岗位写明退役军人优先", life.veterans_first, is_for=True),
    "veterans first elsewhere": Kind(
        "岗位写明退役军人优先；这一行和您的资料对不上，不加分", life.veterans_first_elsewhere
    ),
    "veterans first unread": Kind(
        "岗位写明退役军人优先；对不对口还看不出来，不加分", life.veterans_first_unread
    ),
    "no priority": Kind("岗位没写退役军人优先", life.no_priority),
    "schooling failed": Kind(
        "不符合：岗位要求(?P<level>.+)以上学历，您填的是(?P<held>.+)", life.schooling_failed
    ),
    "schooling open": Kind(
        "要留意：岗位要求(?P<level>.+)以上学历，您的资料里还看不出来", life.schooling_open
    ),
    "age failed": Kind(
        "不符合：岗位要求 ?(?P<limits>.+ 岁.*)，您 (?P<age>\\d+) 岁", life.age_failed
    ),
    "age open": Kind("要留意：岗位要求 ?(?P<limits>.+ 岁.*)，您的资料里还看不出来", life.age_open),
    "years failed": Kind(
        "不符合：岗位要求干这行满 (?P<years>\\d+) 年（服役也算），您(?P<held>.+)",
        trade.years_failed,
    ),
    "years open": Kind(
        "要留意：岗位要求干这行满 (?P<years>\\d+) 年（服役也算），您的资料里还看不出来",
        trade.years_open,
    ),
    "place failed": Kind("不符合：岗位在(?P<name>.+)，您说过不去外地", life.place_failed),
    "place open": Kind(
        "要留意：岗位在(?P<name>.+)，您(?P<answer>还没写愿不愿意去外地|说过不去外地)",
        life.place_open,
    ),
    "place unnamed": Kind("要留意：岗位没写在哪里上班，您说过不去外地", life.place_unnamed),
    "paper failed": Kind(
        "不符合：岗位要求有(?P<name>.+)，您(?P<held>还没有|的证过期了)", papers.failed
    ),
    "papers asked": Kind(
        "要留意：还要这些证，您没填有没有：(?P<names>.+)", papers.asked_beside_others
    ),
    "papers asked of none": Kind(
        "要留意：没填证书，要这些证，您有没有：(?P<names>.+)", papers.asked_of_none
    ),
    "paper open, lapsed": Kind("要留意：岗位要(?P<name>.+)，您的证过期了", papers.lapsed_open),
    "quick paper open": Kind(
        "要留意：岗位要(?P<name>.+)，没有的话几天能办：到(?P<where>.+)", papers.quick_open
    ),
    "quick paper open, lapsed": Kind(
        "要留意：岗位要(?P<name>.+)，您的证过期了，几天能办新的：到(?P<where>.+)",
        papers.quick_lapsed_open,
    ),
}  # fmt: skip


@cache
def matches(text: str) -> dict[str, re.Match[str]]:
    """Return the kinds whose pattern the sentence has, each with what it names."""
    found = ((name, kind.match(text)) for name, kind in KINDS.items())
    return {name: match for name, match in found if match}


def kind_of(text: str) -> str | None:
    """Return the first kind whose pattern the sentence has, None for an unknown one."""
    return next(iter(matches(text)), None)


def problem(text: str, *, is_for: bool, veteran: VeteranFacts, vacancy: VacancyFacts) -> str | None:
    """Return what is wrong with a sentence shown for the facts, None where it is true."""
    candidates = matches(text)
    if not candidates:
        return f"no known kind of sentence: {text}"
    for name, found in candidates.items():
        kind = KINDS[name]
        if kind.is_true(found, veteran, vacancy) and (kind.is_for or not is_for):
            return None
    return f"false ({', '.join(candidates)}): {text}"
