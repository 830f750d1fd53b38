"""Finds what looks like a military unit designation or code name in free text.

退役军人保障法 requires military secrets to be kept. Such text is refused before it is saved;
「某部」「某旅」 without a number are fine, and so are the numbers of everyday work.
"""

import re
from dataclasses import dataclass

from core.errors import DomainError
from people.secrecy.disguises import folded

_RADIO = "幺洞拐勾"  # 1, 0, 7 and 9 over the radio
_D = rf"[〇零一二三四五六七八九两壹贰叁肆伍陆柒捌玖{_RADIO}\d]"
_N = rf"[〇零一二三四五六七八九两十百{_RADIO}\d]"
_START = rf"(?<!{_N})"
_CODE = rf"(?:[xX×*某]|{_D})"
# A number that names: with 第, in figures, or of two or more places. 一师一优课 is none.
_NUMBER = rf"(?:第\s*{_N}{{1,5}}|{_START}(?:\d{{1,3}}|{_N}{{2,5}}))\s*"
_ARM = (
    r"(?:步兵|摩步|机步|机械化|装甲|坦克|合成|炮兵|炮|防空|高炮|导弹|火箭|空降兵?|陆航|特战"
    r"|特种作战|侦察|工兵|工程|防化|舟桥|通信|雷达|电子对抗|边?海防|边防|守备|海?军?陆战"
    r"|航空兵|歼击|轰炸|强击|运输|汽车|后勤|保障|警卫|教导|独立|预备役|直属)?"
)
_SHIP = r"(?:驱逐舰|护卫舰|潜艇|快艇|扫雷舰?|登陆舰|导弹艇|补给舰|舰艇|船艇)"
# What follows 团 and 营 where they are units: a duty, a smaller unit, or nothing more.
_SERVED = (
    rf"(?=\s*(?:$|[^一-鿿]|{_N}|服役|当兵|入伍|退役|退伍|任|担任|的|里|某|直属|机关|司令部"
    r"|政治部|后勤部|[部长干从在是有属连营排]|教导员|参谋|所属|指挥|卫生|警卫|通信|汽车|修理"
    r"|步兵|炮兵))"
)
_NOT_SHI = r"(?![傅生范资父兄弟徒德姐妹哥爷长级专公院门])"
_NOT_LV = r"(?![游行客馆店社途程居拍费美外])"
_NOT_TUAN = r"(?![队购建圆体伙员聚年糟火结])"
_NOT_YING = r"(?![业养销运地造员收利商生盘房])"
_NOT_JUN = r"(?![人训装事用民校官士工嫂属龄车转烈功营种])"

_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # 71522 部队, 73xxx部队, 七一五二二部队, 武警8680部队; a year is not a code.
        (
            rf"(?<![\dxX])(?=[xX×*某]{{0,6}}{_D})(?!(?:19|20)\d\d\s*(?:部队|分队))"
            rf"{_CODE}(?:[\s.·•_/—-]?{_CODE}){{3,5}}\s*(?:部队|分队)"
        ),
        r"(?:解放军|武警|部队|代号|番号|代码)\s*+(?:第\s*+)?(?<!\d)[4-9]\d{4}(?!\d)",
        (
            r"(?:番号|(?:部队|军队|单位)代[号码])\s*+(?:[:：为是叫]|就是){0,2}+\s*+"
            rf"[第A-Za-z-]{{0,3}}(?:[xX]|{_D}){{2,6}}"
        ),
        rf"(?:第\s*+)?{_N}{{1,3}}\s*+集团军",
        rf"{_NUMBER}{_ARM}师{_NOT_SHI}",
        rf"{_NUMBER}{_ARM}旅{_NOT_LV}",
        rf"第\s*{_N}{{1,4}}\s*{_ARM}团{_NOT_TUAN}",
        rf"{_START}(?:\d{{1,3}}|{_N}{{2,4}})\s*{_ARM}团{_SERVED}",
        rf"(?:[师旅军队]|步兵|炮兵|装甲|坦克)\s*{_N}{{1,4}}\s*团{_NOT_TUAN}",
        rf"{_N}{{1,4}}\s*{_ARM}团\s*+(?:第\s*+)?{_N}{{1,3}}\s*{_ARM}[营连]",
        rf"(?:第|[团旅师]\s*+第?)\s*{_N}{{1,3}}\s*{_ARM}营{_NOT_YING}",
        rf"{_START}\d{{1,3}}\s*营(?=\s*(?:$|[，。；,;.]|长|部|教导员|服役|当兵))",
        rf"{_N}{{1,3}}\s*营\s*+(?:第\s*+)?{_N}{{1,3}}\s*连",
        rf"{_START}\d{{1,3}}军(?=\s*(?:$|[^一-鿿]|军部|服役|当兵|直属|某|第))",
        rf"第\s*{_N}{{1,3}}\s*军{_NOT_JUN}",
        (
            rf"(?:武警|机动|海警|武装警察|特战|汽车|直升机|{_SHIP})[一-鿿]{{0,4}}?"
            rf"第?\s*{_N}{{1,5}}\s*(?:机动)?(?:总队|支队|大队)"
        ),
        r"舷号\s*+[:：为是]{0,2}+\s*+\d{2,4}",
        rf"(?<!\d)\d{{2,4}}\s*+(?:号\s*+)?(?:舰(?!队)|{_SHIP})",
        (
            rf"(?:第\s*{_N}{{1,3}}|{_START}\d{{1,3}})\s*+(?:号\s*+)?"
            r"(?:试验|训练|保障|发射|测控|航天|导弹|战备)*\s*(?:基地|阵地|洞库|场站)"
        ),
        rf"(?:导弹|发射|雷达|炮兵|防空|火箭军)\s*+(?:第\s*+)?{_N}{{1,3}}\s*+(?:号\s*+)?(?:阵地|[站连营])",
        r"(?<!\d)\d{1,5}\s*+(?:号\s*+)?(?:邮政)?信箱(?:\s*\d+\s*分箱)?",
        (
            r"(?:总[参政后装]|[海空陆]军|火箭军|二炮|武警)\s*"
            rf"{_N}{{1,5}}\s*(?:所|部|局|厂|处|信箱|研究所|基地)"
        ),
    )
)
# 新疆生产建设兵团 has civil 师 and 团; fire brigades and the police have civil 大队.
_CIVIL = re.compile(
    r"(?:兵团|消防|交警|交通警察|巡警|特警|刑警|刑侦|城管|公安|救援|执法|养护|工程)[一-鿿]{0,6}$"
)

_CIVIL_REACH = 10  # characters, the longest it can be


@dataclass(frozen=True)
class Hit:
    """One suspect part of a text: text[start:end] is `words`."""

    start: int
    end: int
    words: str


def find_designations(text: str | None) -> list[Hit]:
    """Return what looks like a unit designation or code name, in the order of the text."""
    if not text:
        return []
    read = folded(text)
    spans = sorted(
        (match.start(), match.end())
        for pattern in _PATTERNS
        for match in pattern.finditer(read.plain)
        if match.group() and not _is_civil(read.plain, match.start())
    )
    typed = [read.typed_span(start, end) for start, end in _joined(spans)]
    return [Hit(start, end, text[start:end]) for start, end in typed]


def refuse_designations(text: str | None, *, field: str) -> None:
    """Raise DomainError at a field whose text may name a unit; the sentence quotes the words."""
    for hit in find_designations(text):
        raise DomainError(f"“{hit.words}”像是部队番号，可能涉密，请改写。", field=field)


def _is_civil(plain: str, start: int) -> bool:
    return _CIVIL.search(plain, max(0, start - _CIVIL_REACH), start) is not None


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Merge spans that touch or overlap."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
