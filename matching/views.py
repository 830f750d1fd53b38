"""Pages of matching: a veteran's list with reasons, 差一点, candidates of a post, 放宽一条."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock, paging
from core.access import STAFF, Role, allow, current_role, public
from core.db import transaction
from core.navigation import Entry, menu
from jobs.vacancies import display
from jobs.vacancies import queries as vacancies
from jobs.vacancies.relaxing import relax_condition
from matching import pages
from matching.board import current_board
from matching.engine.nearmiss import NearMiss
from matching.engine.ranking import Filters
from matching.queries import candidate_docs, veteran_doc
from people.stations.queries import place_name
from people.veterans.models import Veteran
from people.veterans.queries import has_profile, own_profile, veteran_for

bp = Blueprint("matching", __name__)
CANDIDATES = 20


@bp.context_processor
def _shown() -> dict[str, Any]:
    """Give the pages of this package the words for posts and people."""
    return {
        "display": display,
        "facts_of": pages.facts_of,
        "place_name": place_name,
        "reason_links": pages.linked,
    }


@dataclass(frozen=True)
class Chip:
    """A filter as a link that switches itself on or off."""

    label: str
    url: str
    active: bool


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """Lead everybody to where his work is; visitors see what the platform is for."""
    role = current_role()
    if role is Role.VETERAN:
        return redirect(url_for("matching.index"))
    if role is Role.EMPLOYER:
        return redirect(url_for("vacancies.desk"))
    if role in (Role.ADMIN, Role.AUDITOR):
        return redirect(url_for("accounts.staff"))
    if role in STAFF:
        return redirect(url_for("veterans.index"))
    day = clock.today()
    return render_template(
        "matching/home.html",
        open_posts=vacancies.count_open(day),
        newest=vacancies.newest_open(day, most=5),
    )


@bp.get("/matches")
@allow(Role.VETERAN)
def index() -> ResponseReturnValue:
    """Show the posts that fit, in order, with reasons."""
    if not has_profile(current_user):
        return redirect(url_for("veterans.me"))
    veteran = own_profile(current_user)
    return _list_page(veteran, "matching.index", {})


@bp.get("/veterans/<int:veteran_id>/matches")
@allow(Role.CLERK, Role.OFFICER, Role.LEADER)
def for_veteran(veteran_id: int) -> ResponseReturnValue:
    """Show staff the same list the veteran sees."""
    veteran = veteran_for(veteran_id, current_user)
    return _list_page(veteran, "matching.for_veteran", {"veteran_id": veteran_id})


def _list_page(veteran: Veteran, endpoint: str, arguments: dict[str, int]) -> str:
    number = paging.asked_page()
    if not veteran.personalised:
        newest = vacancies.open_vacancies(clock.today())
        page = paging.paginate(newest, number=number, per_page=pages.PER_PAGE)
        return render_template("matching/newest.html", veteran=veteran, page=page)
    doc = veteran_doc(veteran, clock.today())
    found = pages.match_list(current_board(), doc, filters=_filters(veteran), number=number)
    return render_template(
        "matching/index.html",
        veteran=veteran,
        found=found,
        chips=_chips(veteran, endpoint, arguments),
        is_own=endpoint == "matching.index",
    )


def _filters(veteran: Veteran) -> Filters:
    """Read the filters of the address; each is a link on the page."""
    home = veteran.township_code or ""
    near = {"town": home, "county": home[:6]}.get(request.args.get("near", ""), "")
    return Filters(
        place=near,
        pay_min=veteran.pay_min if "pay" in request.args else None,
        has_board=True if "board" in request.args else None,
        no_nights=True if "days" in request.args else None,
        veterans_first=True if "first" in request.args else None,
    )


def _chips(veteran: Veteran, endpoint: str, arguments: dict[str, int]) -> list[Chip]:
    offered = [("near", "county", "本县"), ("board", "1", "包吃住"), ("days", "1", "不上夜班")]
    if veteran.township_code:
        offered.insert(0, ("near", "town", "本乡镇"))
    if veteran.pay_min:
        offered.append(("pay", "1", f"工资 {veteran.pay_min} 元以上"))
    offered.append(("first", "1", "退役军人优先"))
    chosen = {name: value for name, value in request.args.items() if name != "page"}
    return [_chip(endpoint, arguments, chosen, *one) for one in offered]


def _chip(
    endpoint: str,
    arguments: dict[str, int],
    chosen: dict[str, str],
    name: str,
    value: str,
    label: str,
) -> Chip:
    is_on = chosen.get(name) == value
    query = {key: kept for key, kept in chosen.items() if key != name}
    if not is_on:
        query[name] = value
    values: dict[str, Any] = {**arguments, **query}
    return Chip(label, url_for(endpoint, **values), is_on)


@bp.get("/matches/<int:vacancy_id>")
@allow(Role.VETERAN)
def why(vacancy_id: int) -> str:
    """Show how one post is scored: every dimension, every reason and where it comes from."""
    return _why_page(own_profile(current_user), vacancy_id, is_own=True)


@bp.get("/veterans/<int:veteran_id>/matches/<int:vacancy_id>")
@allow(Role.CLERK, Role.OFFICER, Role.LEADER)
def why_for_veteran(veteran_id: int, vacancy_id: int) -> str:
    """Show staff how one post is scored for a veteran."""
    return _why_page(veteran_for(veteran_id, current_user), vacancy_id, is_own=False)


def _why_page(veteran: Veteran, vacancy_id: int, *, is_own: bool) -> str:
    doc = veteran_doc(veteran, clock.today())
    explanation = current_board().explain(doc, vacancy_id)
    return render_template(
        "matching/why.html",
        veteran=veteran,
        vacancy=vacancies.get_open(vacancy_id, clock.today()),
        ranked=explanation.ranked,
        verdicts=explanation.verdicts,
        step_of=pages.step_of,
        post_field=pages.post_field,
        is_own=is_own,
    )


@bp.get("/matches/near")
@allow(Role.VETERAN)
def near() -> str:
    """Show which single condition keeps most posts shut (差一点)."""
    veteran = own_profile(current_user)
    groups = pages.near_groups(current_board(), veteran_doc(veteran, clock.today()))
    return render_template("matching/near.html", veteran=veteran, groups=groups)


@bp.get("/vacancies/<int:vacancy_id>/candidates")
@allow(Role.EMPLOYER, Role.OFFICER, Role.LEADER)
def candidates(vacancy_id: int) -> str:
    """Show who fits a post, without anything that tells who it is."""
    vacancy = vacancies.vacancy_for(vacancy_id, current_user)
    day = clock.today()
    found = []
    if vacancy.is_open(day):
        found = current_board().candidates(vacancy.id, candidate_docs(), k=CANDIDATES)
    return render_template(
        "matching/candidates.html", vacancy=vacancy, found=found, is_open=vacancy.is_open(day)
    )


@bp.get("/vacancies/<int:vacancy_id>/relax")
@allow(Role.EMPLOYER, Role.OFFICER, Role.LEADER)
def relax(vacancy_id: int) -> str:
    """Show how many veterans each single condition of a post keeps out (放宽一条)."""
    vacancy = vacancies.vacancy_for(vacancy_id, current_user)
    day = clock.today()
    misses: tuple[NearMiss, ...] = ()
    if vacancy.is_open(day):
        misses = current_board().near_candidates(vacancy.id, candidate_docs())
    return render_template(
        "matching/relax.html",
        vacancy=vacancy,
        misses=misses,
        bars=[{"label": pages.CONDITIONS[miss.condition], "value": miss.count} for miss in misses],
        is_open=vacancy.is_open(day),
        may_change=current_user.role is not Role.LEADER,
    )


@bp.post("/vacancies/<int:vacancy_id>/relax")
@allow(Role.EMPLOYER, Role.OFFICER)
def relax_one(vacancy_id: int) -> ResponseReturnValue:
    """Take one condition off a post; the list of candidates is made anew."""
    with transaction():
        vacancy = vacancies.vacancy_for(vacancy_id, current_user)
        condition = request.form.get("condition", "")[:20]
        relax_condition(vacancy, condition, request.form.get("needed", "")[:40])
    flash("已放宽，合适的人按新条件重新排好了。", "success")
    return redirect(url_for(".candidates", vacancy_id=vacancy_id))


VETERAN = frozenset({Role.VETERAN})
menu.add_tab(Entry("找工作", "briefcase-2", "matching.index", VETERAN, order=10))
menu.add_tab(Entry("差一点", "school", "matching.near", VETERAN, order=30))
