"""What the pages of lists show: results of the engine joined with their rows."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.filters import span
from core.paging import Page
from jobs.vacancies.models import Vacancy
from lexicon.durations import Spell, months_of
from matching.engine.nearmiss import NearMiss
from matching.engine.ranking import Filters, RankedVacancy
from matching.engine.reasons import OPEN, Reason
from matching.index import fit_level
from matching.index.open_vacancies import RankedPage, ScoredVacancies
from matching.index.queries import vacancies_by_id
from people.veterans.models import Veteran

PER_PAGE = 10
NEAR_LEVEL = 2  # the least level of fit of a near miss
TITLES = 3  # vacancies named under a condition
# Conditions in the order of how readily a person can change them.
WITHIN_REACH = {
    "credentials": "只差一张证",
    "education": "只差学历",
    "place": "只差地点",
    "years": "只差工作年限",
}
FAILS = "有条件不符合"
PageUrl = Callable[..., str]


@dataclass(frozen=True)
class LinkedReason:
    """A reason in a list: its sentence, linked to where it comes from or is answered."""

    text: str
    url: str
    label: str = "看原文"


@dataclass(frozen=True)
class Match:
    """One vacancy of a list with its row."""

    vacancy: Vacancy
    ranked: RankedVacancy

    @property
    def level(self) -> int:
        """The level shown: 4 best, 0 where too little is known or a hard condition fails."""
        if self.ranked.failed:
            return fit_level.NOT_STATED
        return fit_level.level_of(self.ranked.level, self.ranked.confidence)

    @property
    def is_unclear(self) -> bool:
        """Return whether the profile leaves a hard condition open."""
        return any(reason.dimension == OPEN for reason in self.ranked.reasons)

    @property
    def word(self) -> str:
        """The level in words, or that a hard condition fails."""
        return FAILS if self.ranked.failed else fit_level.WORDS[self.level]

    def linked(self, reasons: Sequence[Reason], url: str) -> list[LinkedReason]:
        """Return reasons linked to their anchors on the page `url`."""
        places = {reason: place for place, reason in enumerate(self.ranked.reasons, start=1)}
        return [LinkedReason(one.text, f"{url}#reason-{places[one]}") for one in reasons]

    def cautions(self, url: str, fill_url: str) -> list[LinkedReason]:
        """Return the reasons against, each linked to its anchor or to where it is answered."""
        against = self.ranked.reasons_against
        linked = self.linked(against, url)
        return [
            answered_at(reason, one, fill_url) for reason, one in zip(against, linked, strict=True)
        ]


def mentioned(match: Match) -> set[str]:
    """Return the dimensions a vacancy mentions, whether they earn points for the veteran or not.

    A certificate anybody gets within days and a priority of another trade are mentioned and count
    nothing.
    """
    papers = (one for one in match.ranked.reasons if one.dimension == "credentials")
    stated = {"veteran"} if match.vacancy.prefers_veterans else set()
    return stated | {one.dimension for one in papers if one.vacancy_ref}


def answered_at(reason: Reason, linked: LinkedReason, fill_url: str) -> LinkedReason:
    """Return a reason against a vacancy, linked to the form where the veteran can answer it.

    `fill_url` is that of the certificates, "" for who may not fill in the profile.
    """
    ref = reason.profile_ref
    if not fill_url or reason.dimension != "condition" or not ref or ref.field != "credentials":
        return linked
    return LinkedReason(linked.text, fill_url, "去填证书")


@dataclass(frozen=True)
class Removal:
    """How many vacancies the list would have with one filter switched off."""

    label: str
    url: str
    count: int


@dataclass(frozen=True)
class MatchList:
    """One page of a veteran's list; of the whole list how many fit, and how many are unclear."""

    page: Page[Match]
    fitting: int
    unclear: int

    @staticmethod
    def parts_of(match: Match) -> str:
        """Return the parts of the list a match is counted in, as `data-row` names them."""
        is_fitting = match.ranked.level >= fit_level.FITTING
        return f"{'fitting ' if is_fitting else ''}{'unclear' if match.is_unclear else 'clear'}"

    @property
    def is_thin(self) -> bool:
        """Return whether too little is known to rate any vacancy of the page."""
        return bool(self.page.rows) and all(
            one.level == fit_level.NOT_STATED for one in self.page.rows
        )


@dataclass(frozen=True)
class NearGroup:
    """The near misses of one kind of condition; each line links to its vacancies."""

    title: str
    lines: Sequence[Mapping[str, Any]]


def match_list(scored: ScoredVacancies, *, filters: Filters, number: int) -> MatchList:
    """Return one page of the vacancies a veteran is entitled to, best first."""
    return _joined(scored.page(filters=filters, number=number, per_page=PER_PAGE))


def _joined(found: RankedPage) -> MatchList:
    rows = vacancies_by_id([ranked.vacancy_id for ranked in found.vacancies])
    matches = [
        Match(rows[ranked.vacancy_id], ranked)
        for ranked in found.vacancies
        if ranked.vacancy_id in rows
    ]
    return MatchList(
        Page(matches, found.number, PER_PAGE, found.total), found.fitting, found.unclear
    )


def near_misses(scored: ScoredVacancies) -> list[NearMiss]:
    """Return a veteran's near misses, conditions that are easiest to change first."""
    kinds = list(WITHIN_REACH)
    found = scored.near_misses(least_level=NEAR_LEVEL)
    return sorted(found, key=lambda miss: (kinds.index(miss.condition), -miss.count))


def near_groups(misses: Sequence[NearMiss], url: PageUrl) -> list[NearGroup]:
    """Return near misses by condition, each with its count, a few titles and a link to its list.

    `url` returns the address of a page ("near") with query values.
    """
    rows = vacancies_by_id([one for miss in misses for one in miss.ids[:TITLES]])
    lines: dict[str, list[Mapping[str, Any]]] = {}
    for miss in misses:
        lines.setdefault(miss.condition, []).append(_near_line(miss, rows, url))
    return [NearGroup(WITHIN_REACH[kind], found) for kind, found in lines.items()]


def _near_line(miss: NearMiss, rows: Mapping[int, Vacancy], url: PageUrl) -> Mapping[str, Any]:
    titles = dict.fromkeys(rows[one].title for one in miss.ids[:TITLES] if one in rows)
    more = "等" if miss.count > len(titles) else ""
    return {
        "label": miss.text,
        "count": miss.count,
        "list": "near",
        "note": "、".join(titles) + more,
        "url": url("near", condition=miss.condition, needed=miss.needed),
    }


def near_list(scored: ScoredVacancies, miss: NearMiss, *, number: int) -> MatchList:
    """Return one page of the vacancies of a near miss."""
    return _joined(scored.page_of(miss.ids, number=number, per_page=PER_PAGE))


def facts_of(veteran: Veteran) -> list[str]:
    """Return the facts under a veteran's name: rank, longest trade, highest driving licence."""
    facts = []
    spells: dict[str, list[Spell]] = {}
    for record in veteran.services:
        spells.setdefault(record.specialty, []).append(record.spell)
    months = Counter({specialty: months_of(found) for specialty, found in spells.items()})
    for specialty, total in months.most_common(1):
        rank = veteran.services[-1].rank
        facts.append(f"退役{rank}" if rank else "退役军人")
        facts.append(f"{specialty} {span(total)}")
    driving = sorted(record.key for record in veteran.credentials if is_driving(record.key))
    if driving:
        facts.append(f"{driving[0].removeprefix('drive_').upper()} 驾照")
    return facts or ["资料补全一些，推荐会更准"]


def is_driving(key: str) -> bool:
    """Return whether a credential is a driving licence; their keys sort from A1 down."""
    return key.startswith("drive_")
