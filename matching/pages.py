"""What the match pages show: engine answers joined with the rows they speak of."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from core.filters import span
from core.paging import Page
from jobs.vacancies.models import Vacancy
from matching import fit_level
from matching.engine.nearmiss import NearMiss
from matching.engine.ranking import Filters, RankedVacancy
from matching.engine.reasons import Reason
from matching.engine.records import VeteranDoc
from matching.open_vacancies import OpenVacancies, RankedPage
from matching.queries import vacancies_by_id
from people.veterans.models import Veteran

PER_PAGE = 10
NEAR_LEVEL = 2  # posts further off are not "almost within reach"
TITLES = 3  # posts named under a condition
# What a person can still change comes first.
WITHIN_REACH = {
    "credentials": "只差一张证",
    "education": "只差学历",
    "place": "只差地点",
    "years": "只差工作年限",
    "age": "只差年龄",
}
STAFF_PAGES = {"index": "for_veteran", "why": "why_for_veteran", "near": "near_for_veteran"}


@dataclass(frozen=True)
class Whose:
    """Whose list a page shows: one's own, or a veteran's whom staff advise."""

    veteran: Veteran
    is_own: bool
    may_refer: bool = False  # staff who may put this person forward

    def url(self, page: str, **values: Any) -> str:
        """Return the address of the same kind of page for this person."""
        if self.is_own:
            return url_for(f"matching.{page}", **values)
        return url_for(f"matching.{STAFF_PAGES[page]}", veteran_id=self.veteran.id, **values)

    @property
    def profile_url(self) -> str:
        """The page of the whole profile."""
        if self.is_own:
            return url_for("veterans.me")
        return url_for("veterans.detail", veteran_id=self.veteran.id)

    def section_url(self, section: str) -> str:
        """Return where one small step of the profile is filled in."""
        veteran_id = None if self.is_own else self.veteran.id
        return url_for("veterans.section", section=section, veteran_id=veteran_id)


@dataclass(frozen=True)
class LinkedReason:
    """A reason as a list shows it: the sentence, leading to where it comes from."""

    text: str
    url: str


@dataclass(frozen=True)
class Match:
    """One post of a list with its row."""

    vacancy: Vacancy
    ranked: RankedVacancy

    @property
    def level(self) -> int:
        """The level shown, 4 best, 0 where too little is known."""
        return fit_level.level_of(self.ranked.level, self.ranked.confidence)

    @property
    def word(self) -> str:
        """The level in words."""
        return fit_level.WORDS[self.level]

    def linked(self, reasons: Sequence[Reason], url: str) -> list[LinkedReason]:
        """Return reasons that lead to their own place on the page `url`."""
        places = {reason: place for place, reason in enumerate(self.ranked.reasons, start=1)}
        return [LinkedReason(one.text, f"{url}#reason-{places[one]}") for one in reasons]


@dataclass(frozen=True)
class Removal:
    """One filter switched off: how many posts there would be."""

    label: str
    url: str
    count: int


@dataclass(frozen=True)
class MatchList:
    """One page of a veteran's list and how many posts fit in all."""

    page: Page[Match]
    fitting: int

    @property
    def is_thin(self) -> bool:
        """Tell whether too little is known to say of any post shown how well it fits."""
        return bool(self.page.rows) and all(
            one.level == fit_level.NOT_STATED for one in self.page.rows
        )


@dataclass(frozen=True)
class NearGroup:
    """All that one kind of condition alone keeps shut; each line leads to its posts."""

    title: str
    lines: Sequence[Mapping[str, str]]


def match_list(
    open_vacancies: OpenVacancies, veteran: VeteranDoc, *, filters: Filters, number: int
) -> MatchList:
    """Return one page of the posts a veteran is entitled to, best first."""
    return _joined(open_vacancies.page(veteran, filters=filters, number=number, per_page=PER_PAGE))


def _joined(found: RankedPage) -> MatchList:
    rows = vacancies_by_id([ranked.vacancy_id for ranked in found.vacancies])
    matches = [
        Match(rows[ranked.vacancy_id], ranked)
        for ranked in found.vacancies
        if ranked.vacancy_id in rows
    ]
    return MatchList(Page(matches, found.number, PER_PAGE, found.total), found.fitting)


def near_misses(open_vacancies: OpenVacancies, veteran: VeteranDoc) -> list[NearMiss]:
    """Return what one condition alone keeps from a veteran, what he can change first."""
    kinds = list(WITHIN_REACH)
    found = open_vacancies.near_misses(veteran, least_level=NEAR_LEVEL)
    return sorted(found, key=lambda miss: (kinds.index(miss.condition), -miss.count))


def near_groups(misses: Sequence[NearMiss], whose: Whose) -> list[NearGroup]:
    """Return the conditions by kind, each with its count, a few titles and its whole list."""
    rows = vacancies_by_id([one for miss in misses for one in miss.ids[:TITLES]])
    lines: dict[str, list[Mapping[str, str]]] = {}
    for miss in misses:
        lines.setdefault(miss.condition, []).append(_near_line(miss, rows, whose))
    return [NearGroup(WITHIN_REACH[condition], found) for condition, found in lines.items()]


def _near_line(miss: NearMiss, rows: Mapping[int, Vacancy], whose: Whose) -> Mapping[str, str]:
    titles = dict.fromkeys(rows[one].title for one in miss.ids[:TITLES] if one in rows)
    more = "等" if miss.count > len(titles) else ""
    url = whose.url("near", condition=miss.condition, needed=miss.needed)
    return {"label": miss.text, "note": "、".join(titles) + more, "url": url}


def near_list(
    open_vacancies: OpenVacancies, veteran: VeteranDoc, miss: NearMiss, *, number: int
) -> MatchList:
    """Return one page of the posts that one condition alone keeps from a veteran."""
    return _joined(open_vacancies.page_of(veteran, miss.ids, number=number, per_page=PER_PAGE))


def facts_of(veteran: Veteran) -> list[str]:
    """Return the line under a veteran's name: rank, longest trade, highest licence."""
    facts = []
    months: Counter[str] = Counter()
    for record in veteran.services:
        months[record.specialty] += record.months
    for specialty, total in months.most_common(1):
        rank = veteran.services[-1].rank
        facts.append(f"退役{rank}" if rank else "退役军人")
        facts.append(f"{specialty} {span(total)}")
    driving = sorted(record.key for record in veteran.credentials if is_driving(record.key))
    if driving:
        facts.append(f"{driving[0].removeprefix('drive_').upper()} 驾照")
    return facts or ["资料补全一些，推荐会更准"]


def is_driving(key: str) -> bool:
    """Tell whether a credential is a driving licence; their keys sort from A1 down."""
    return key.startswith("drive_")
