"""Frozen inputs of the engine: the record of a veteran and the record of a vacancy."""

from dataclasses import dataclass, field
from enum import IntEnum

from lexicon.durations import Spell

BY_PIECE = "计件"


class Education(IntEnum):
    """Level of schooling, ordered, so that `>=` states whether a demand is met."""

    NONE = 0  # 不限
    PRIMARY = 1  # 小学
    JUNIOR = 2  # 初中
    SENIOR = 3  # 高中/中专/技校
    COLLEGE = 4  # 大专
    BACHELOR = 5  # 本科
    MASTER = 6  # 硕士及以上


@dataclass(frozen=True, slots=True)
class Service:
    """One spell of military service in one trade.

    `spell` are its days where they are known; without them `months` is its length as stated, 0
    where that is unknown too.
    """

    specialty: str
    months: int
    duty: str = ""
    ref: str = ""
    spell: Spell | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """One civilian spell of work since; `months` and `spell` as in a service."""

    title: str
    months: int
    text: str = ""
    ref: str = ""
    spell: Spell | None = None


@dataclass(frozen=True, slots=True)
class Credential:
    """A certificate or licence. `key` is a key of the lexicon, or "" if it is not listed."""

    key: str
    name: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class VeteranDoc:
    """The record of a veteran for matching. Name, sex, disability and family are absent by design.

    `place_codes` are division codes (2, 4, 6 or 9 digits) where work is wanted; `home` is the
    9-digit township. `pay_min` is yuan a month. None or empty always means "not stated".
    `lapsed` are credentials stated that are no longer valid: neither held nor unknown.
    """

    id: int
    services: tuple[Service, ...] = ()
    works: tuple[Work, ...] = ()
    credentials: tuple[Credential, ...] = ()
    credentials_stated: bool = False  # the list is complete, even where it is empty
    lapsed: tuple[Credential, ...] = ()
    education: Education | None = None
    age: int | None = None
    skills_text: str = ""
    wanted_occupations: tuple[str, ...] = ()
    place_codes: tuple[str, ...] = ()
    home: str = ""
    accepts_away: bool | None = None
    pay_min: int | None = None
    wants_lodging: bool | None = None
    refuses_nights: bool | None = None


@dataclass(frozen=True, slots=True)
class Demand:
    """Hard conditions of a vacancy, apart from its text. None or empty means that there is none."""

    education: Education | None = None
    age_max: int | None = None
    age_min: int | None = None
    credentials: tuple[str, ...] = ()  # all are needed; a credential that includes one counts as it
    years: int | None = None  # years of work in the trade, service years count


@dataclass(frozen=True, slots=True)
class VacancyDoc:
    """The record of an open vacancy for matching. Pay is yuan a month before tax.

    `posting` is equal for vacancies that are one posting published again, "" where unknown.
    `pay_basis` states in words how pay by the day or hour was converted, "" for monthly pay;
    ``BY_PIECE`` where pay is stated by the piece, which gives no pay by the month.
    """

    id: int
    title: str
    duties: str = ""
    requirements: str = ""
    occupation_code: str = ""  # 职业分类大典 code, "" if not given
    industry: str = ""
    place_code: str = ""  # 6 or 9 digits
    place_name: str = ""
    demand: Demand = field(default_factory=Demand)
    pay_min: int | None = None
    pay_max: int | None = None
    pay_basis: str = ""
    has_lodging: bool | None = None
    has_insurance: bool | None = None
    has_nights: bool | None = None
    veterans_first: bool = False
    headcount: int = 1
    posting: str = ""
