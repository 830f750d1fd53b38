"""Words of a ledger's cells as choices of a profile: 退役士兵's 大专, 已就业, 士官."""

import re
from typing import TypeVar

from core.labels import Labelled
from people.divisions.queries import COUNTY, division, find_place
from people.veterans.models import (
    Branch,
    EmploymentStatus,
    ResettlementMode,
    Schooling,
    Sex,
    SoldierClass,
)
from sheets.texts import half_width

T = TypeVar("T", bound=Labelled)
Words = tuple[tuple[str, T], ...]  # tried in order: the narrower word comes first
LONGEST = 20  # characters of a cell that names one choice
TOWNSHIP_LENGTH = 9
_OPEN_END = re.compile(r"以下|以上|不限|及格")
_PAY = re.compile(r"(\d{1,6}(?:\.\d)?)(千|k|K|万)?元?(/月|每月)?(以上|左右)?")
_TIMES = {"千": 1000, "k": 1000, "K": 1000, "万": 10_000}

SEXES: Words[Sex] = (("男", Sex.MALE), ("女", Sex.FEMALE))
CLASSES: Words[SoldierClass] = (
    ("义务兵", SoldierClass.CONSCRIPT),
    ("士官", SoldierClass.SERGEANT),
    ("军士", SoldierClass.SERGEANT),
    ("军官", SoldierClass.OFFICER),
    ("干部", SoldierClass.OFFICER),
)
MODES: Words[ResettlementMode] = (
    ("逐月", ResettlementMode.MONTHLY_PENSION),
    ("自主就业", ResettlementMode.SELF_EMPLOY),
    ("自主择业", ResettlementMode.SELF_CHOICE),
    ("自谋职业", ResettlementMode.SELF_FOUND),
    ("安排工作", ResettlementMode.ASSIGNED),
    ("政府安排", ResettlementMode.ASSIGNED),
    ("转业", ResettlementMode.TRANSFER),
    ("复员", ResettlementMode.DEMOB),
    ("退休", ResettlementMode.RETIREMENT),
    ("供养", ResettlementMode.SUPPORT),
    ("复工复学", ResettlementMode.RETURN_STUDY_WORK),
    ("政府指导", ResettlementMode.GOV_GUIDE),
)
SCHOOLINGS: Words[Schooling] = (
    ("博士", Schooling.MASTER),
    ("硕士", Schooling.MASTER),
    ("研究生", Schooling.MASTER),
    ("专科", Schooling.COLLEGE),
    ("大专", Schooling.COLLEGE),
    ("高职", Schooling.COLLEGE),
    ("本科", Schooling.BACHELOR),
    ("大学", Schooling.BACHELOR),
    ("学士", Schooling.BACHELOR),
    ("高中", Schooling.SENIOR),
    ("中专", Schooling.SENIOR),
    ("技校", Schooling.SENIOR),
    ("中技", Schooling.SENIOR),
    ("职高", Schooling.SENIOR),
    ("初中", Schooling.JUNIOR),
    ("小学", Schooling.PRIMARY),
)
BRANCHES: Words[Branch] = (
    ("武警", Branch.PAP),
    ("武装警察", Branch.PAP),
    ("火箭军", Branch.ROCKET),
    ("第二炮兵", Branch.SECOND_ARTILLERY),
    ("二炮", Branch.SECOND_ARTILLERY),
    ("战略支援", Branch.STRATEGIC_SUPPORT),
    ("信息支援", Branch.INFO),
    ("军事航天", Branch.SPACE),
    ("网络空间", Branch.CYBER),
    ("联勤", Branch.LOGISTICS),
    ("海军", Branch.NAVY),
    ("空军", Branch.AIRFORCE),
    ("陆军", Branch.ARMY),
)
STATUSES: Words[EmploymentStatus] = (
    ("待安排", EmploymentStatus.WAITING_ASSIGNMENT),
    ("已安排", EmploymentStatus.ASSIGNED),
    ("公益性岗位", EmploymentStatus.PUBLIC_POST),
    ("公益岗", EmploymentStatus.PUBLIC_POST),
    ("灵活就业", EmploymentStatus.FLEXIBLE),
    ("创业", EmploymentStatus.SELF_EMPLOYED),
    ("个体", EmploymentStatus.SELF_EMPLOYED),
    ("暂无意愿", EmploymentStatus.NO_INTENT),
    ("无就业意愿", EmploymentStatus.NO_INTENT),
    ("未就业", EmploymentStatus.SEEKING),
    ("待业", EmploymentStatus.SEEKING),
    ("失业", EmploymentStatus.SEEKING),
    ("无业", EmploymentStatus.SEEKING),
    ("求职", EmploymentStatus.SEEKING),
    ("单位就业", EmploymentStatus.EMPLOYED),
    ("已就业", EmploymentStatus.EMPLOYED),
    ("在职", EmploymentStatus.EMPLOYED),
    ("升学", EmploymentStatus.STUDY),
    ("复学", EmploymentStatus.STUDY),
    ("在读", EmploymentStatus.STUDY),
    ("退休", EmploymentStatus.RETIRED),
    ("失联", EmploymentStatus.UNREACHABLE),
    ("去世", EmploymentStatus.DECEASED),
    ("死亡", EmploymentStatus.DECEASED),
    ("病故", EmploymentStatus.DECEASED),
    ("未了解", EmploymentStatus.UNKNOWN),
)
WHOLE: dict[tuple[type[Labelled], str], Labelled] = {  # too short to be looked for in a text
    (EmploymentStatus, "就业"): EmploymentStatus.EMPLOYED,
    (EmploymentStatus, "是"): EmploymentStatus.EMPLOYED,
    (EmploymentStatus, "否"): EmploymentStatus.SEEKING,
}


def chosen(text: str, words: Words[T]) -> T | None:
    """Return the choice a cell names, None where it names none for certain."""
    plain = half_width(text)
    if len(plain) > LONGEST or _OPEN_END.search(plain):
        return None
    kind = type(words[0][1])
    by_label = next((one for one in kind if half_width(one.label) == plain), None)
    if by_label is not None:
        return by_label
    whole = WHOLE.get((kind, plain))
    if isinstance(whole, kind):
        return whole
    return next((choice for word, choice in words if word in plain), None)


def township_of(text: str) -> str | None:
    """Return the code of the county's township a cell names, with or without the county."""
    for written in (text, f"{division(COUNTY).name}{text}"):
        code = find_place(written) or ""
        if code.startswith(COUNTY) and len(code) >= TOWNSHIP_LENGTH:
            return code[:TOWNSHIP_LENGTH]
    return None


def pay_of(text: str) -> int | None:
    """Return the yuan a month a cell states, None where it is no one number."""
    found = _PAY.fullmatch(half_width(text).replace(",", ""))
    return round(float(found[1]) * _TIMES.get(found[2] or "", 1)) if found else None
