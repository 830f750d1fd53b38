"""What the match pages show: engine answers joined with the rows they speak of."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from core.filters import span
from core.paging import Page
from jobs.vacancies.display import pay_of
from jobs.vacancies.models import Vacancy
from matching.board import Board
from matching.engine.nearmiss import NearMiss
from matching.engine.ranking import Filters, RankedJob
from matching.engine.reasons import Reason
from matching.engine.records import VeteranDoc
from matching.queries import vacancies_by_id
from people.stations.queries import place_name
from people.veterans.models import Veteran

PER_PAGE = 10
NEAR_STEP = 2  # posts further off are not "almost within reach"
SHOWN_NEAR = 5
WITHIN_REACH = ("credentials", "education", "place")  # what a person can still change comes first
CONDITIONS = {
    "credentials": "证件",
    "education": "学历",
    "age": "年龄",
    "years": "工作年限",
    "place": "地点",
}
# Which small step of the profile a reason's source is edited in.
STEP_OF_FIELD = {
    "services": "service",
    "works": "work",
    "credentials": "certificates",
    "education": "education",
    "age": "basic",
    "skills_text": "skills",
    "wanted_occupations": "jobs",
    "place_codes": "places",
    "accepts_away": "places",
    "home": "township",
    "pay_min": "terms",
    "wants_board": "terms",
    "refuses_nights": "terms",
}
POST_FIELDS = {
    "title": "岗位名称",
    "duties": "工作内容",
    "requirements": "招聘条件",
    "occupation_code": "职业类别",
    "place_code": "工作地点",
    "pay_min": "工资",
    "pay_max": "工资",
    "has_board": "食宿",
    "has_nights": "班次",
    "veterans_first": "退役军人优先",
    "demand.education": "学历要求",
    "demand.age_max": "年龄要求",
    "demand.age_min": "年龄要求",
    "demand.credentials": "证件要求",
    "demand.years": "年限要求",
}


@dataclass(frozen=True)
class Match:
    """One post of a list with its row."""

    vacancy: Vacancy
    ranked: RankedJob


@dataclass(frozen=True)
class MatchList:
    """One page of a veteran's list and how many posts fit in all."""

    page: Page[Match]
    fitting: int


@dataclass(frozen=True)
class NearGroup:
    """One condition that alone keeps posts shut, with the best of them."""

    miss: NearMiss
    vacancies: Sequence[Vacancy]

    @property
    def rest(self) -> int:
        """How many more posts there are than shown."""
        return self.miss.count - len(self.vacancies)

    @property
    def tasks(self) -> list[dict[str, str]]:
        """The posts as lines of a list, each leading to how it was scored."""
        return [_line(vacancy) for vacancy in self.vacancies]


def match_list(board: Board, veteran: VeteranDoc, *, filters: Filters, number: int) -> MatchList:
    """Return one page of the posts a veteran is entitled to, best first."""
    found = board.page(veteran, filters=filters, number=number, per_page=PER_PAGE)
    rows = vacancies_by_id([ranked.job_id for ranked in found.jobs])
    matches = [Match(rows[ranked.job_id], ranked) for ranked in found.jobs if ranked.job_id in rows]
    page = Page(matches, found.number, PER_PAGE, found.total)
    return MatchList(page, found.fitting)


def near_groups(board: Board, veteran: VeteranDoc) -> list[NearGroup]:
    """Return what one condition alone keeps from a veteran, with a few posts of each."""
    misses = sorted(
        board.near_misses(veteran, least_step=NEAR_STEP),
        key=lambda miss: (miss.condition not in WITHIN_REACH, -miss.count),
    )
    rows = vacancies_by_id([one for miss in misses for one in miss.ids[:SHOWN_NEAR]])
    return [
        NearGroup(miss, [rows[one] for one in miss.ids[:SHOWN_NEAR] if one in rows])
        for miss in misses
    ]


def _line(vacancy: Vacancy) -> dict[str, str]:
    facts = (vacancy.employer.name, place_name(vacancy.place_code), str(pay_of(vacancy)))
    return {
        "label": vacancy.title,
        "url": url_for("matching.why", vacancy_id=vacancy.id),
        "note": "，".join(fact for fact in facts if fact),
    }


def step_of(reason: Reason) -> str:
    """Return the profile step where the source of a reason is edited, "" where there is none."""
    return STEP_OF_FIELD.get(reason.profile_ref.field, "") if reason.profile_ref else ""


def post_field(reason: Reason) -> str:
    """Return the name of the field of the post a reason quotes."""
    return POST_FIELDS.get(reason.post_ref.field, "岗位") if reason.post_ref else ""


@dataclass(frozen=True)
class LinkedReason:
    """A reason as a list shows it: the sentence, leading to where it comes from."""

    text: str
    url: str


def linked(reasons: Sequence[Reason], url: str) -> list[LinkedReason]:
    """Return reasons that lead to their sources on the page `url`."""
    return [LinkedReason(reason.text, f"{url}#for") for reason in reasons]


def facts_of(veteran: Veteran) -> list[str]:
    """Return the line under a veteran's name: rank, longest trade, highest licence."""
    facts = []
    longest = max(veteran.services, key=lambda record: record.months, default=None)
    if longest is not None:
        last = veteran.services[-1]
        facts.append(f"退役{last.rank}" if last.rank else "退役军人")
        facts.append(f"{longest.specialty} {span(longest.months)}")
    driving = sorted(record.key for record in veteran.credentials if is_driving(record.key))
    if driving:
        facts.append(f"{driving[0].removeprefix('drive_').upper()} 驾照")
    return facts or ["资料补全一些，推荐会更准"]


def is_driving(key: str) -> bool:
    """Tell whether a credential is a driving licence; their keys sort from A1 down."""
    return key.startswith("drive_")
