"""Public pages: search the open vacancies, read one."""

from dataclasses import dataclass
from datetime import date

from flask import current_app, render_template, request

from core import clock, paging
from core.access import VETERANS, current_role, public
from core.addresses import public_address
from core.list_filters import (
    FilterLink,
    address_with,
    asked_number,
    filter_link,
    kept_query,
    searched_words,
)
from jobs.vacancies import display, postings, queries
from jobs.vacancies.jsonld import job_posting
from jobs.vacancies.search import AWAY, FAMILIES, VacancyFilter, count_matching, search_open
from jobs.vacancies.views.blueprint import bp
from people.divisions.queries import townships

PAYS = (4000, 6000, 8000, 10000)
DAYS = {3: "3 天内", 7: "一周内", 30: "一个月内"}
# Query name in the address, name in VacancyFilter.
_SWITCHES = {
    "lodging": ("lodging", "包吃住"),
    "insurance": ("insurance", "交五险"),
    "nonight": ("no_nights", "不上夜班"),
    "noexp": ("no_experience", "不要求经验"),
}
_NAMES = {
    "words": "q",
    "place": "place",
    "pay_from": "pay",
    "family": "kind",
    "days": "days",
    **{part: name for name, (part, _) in _SWITCHES.items()},
}
_LABELS = {
    "words": "搜索的词",
    "place": "地点",
    "pay_from": "工资",
    "family": "工种",
    "days": "发布时间",
    **dict(_SWITCHES.values()),
}


@dataclass(frozen=True)
class WayOut:
    """How many vacancies match without one of the filters, and the address that drops it."""

    label: str
    url: str
    count: int


@bp.get("/open-vacancies")
@public
def open_vacancies() -> str:
    """List the open vacancies that match the filters, newest first."""
    day, wanted = clock.today(), _asked()
    query = search_open(wanted, day, county=_county())
    number = paging.asked_page()
    page = (
        paging.paginate_at_once(query, number=number)
        if wanted.active()
        else paging.paginate(query, number=number, total=postings.count_open(day))
    )
    return render_template(
        "vacancies/open_vacancies.html",
        page=page,
        wanted=wanted,
        kept=dict(kept_query("q", "page")),
        filter_links=_main_links(),
        places=_place_links(),
        kinds=[filter_link("kind", family.key, family.label) for family in FAMILIES],
        ways_out=[] if page.total else _ways_out(wanted, day),
        is_veteran=current_role() in VETERANS,
        display=display,
    )


@bp.get("/open-vacancies/<int:vacancy_id>")
@public
def open_vacancy(vacancy_id: int) -> str:
    """Show one vacancy; a closed one is marked, with similar open ones below.

    Of a vacancy whose employer was never verified the page shows that alone.
    """
    day = clock.today()
    vacancy = queries.get_addressed(vacancy_id)
    if queries.is_never_verified(vacancy):
        return render_template("vacancies/held.html")
    is_open = vacancy.is_open(day)
    url = public_address(".open_vacancy", vacancy_id=vacancy.id)
    return render_template(
        "vacancies/open_vacancy.html",
        vacancy=vacancy,
        is_open=is_open,
        is_held=queries.is_held(vacancy, day),
        posting=job_posting(vacancy, url=url) if is_open else None,
        similar=[] if is_open else postings.similar_open(vacancy, day),
        share_url=url,
        is_veteran=current_role() in VETERANS,
        display=display,
    )


def _county() -> str:
    return str(current_app.extensions["settings"].office.county_code)


def _asked() -> VacancyFilter:
    """Return the filters in the address; a value outside its range is ignored."""
    args = request.args
    kinds = {family.key for family in FAMILIES}
    place = args.get("place", "")
    return VacancyFilter(
        words=searched_words(),
        place=place if place == AWAY or place.isdecimal() else "",
        pay_from=_number("pay", most=1_000_000),
        family=args.get("kind", "") if args.get("kind") in kinds else "",
        days=_number("days", most=3650),
        **{part: args.get(name) == "1" for name, (part, _) in _SWITCHES.items()},
    )


def _number(name: str, *, most: int) -> int:
    return min(max(asked_number(name) or 0, 0), most)


def _main_links() -> list[FilterLink]:
    links = [filter_link("place", _county(), "本县"), filter_link("place", AWAY, "外地")]
    links += [filter_link("pay", str(pay), f"{pay} 元以上") for pay in PAYS]
    links += [filter_link(name, "1", label) for name, (_, label) in _SWITCHES.items()]
    return links + [filter_link("days", str(days), label) for days, label in DAYS.items()]


def _place_links() -> list[FilterLink]:
    return [filter_link("place", place.code, place.name) for place in townships(_county())]


def _ways_out(wanted: VacancyFilter, day: date) -> list[WayOut]:
    """Return for each filter how many vacancies match without it, the most first."""
    found = [
        WayOut(
            _LABELS[part],
            address_with(_NAMES[part], None),
            count_matching(wanted.without(part), day, county=_county()),
        )
        for part in wanted.active()
    ]
    return sorted((way for way in found if way.count), key=lambda way: -way.count)
