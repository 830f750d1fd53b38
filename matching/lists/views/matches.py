"""A veteran's list of vacancies, how each is scored, and what only one condition excludes."""

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock, paging
from core.access import BUREAU_READERS, VETERANS, Role, allow
from core.list_filters import FilterLink
from jobs.applications.queries import running_applications
from jobs.vacancies import postings
from jobs.vacancies import queries as vacancies
from matching.engine.eligibility import ConditionResult
from matching.engine.reasons import Side
from matching.engine.verdicts import Verdict
from matching.index import fit_level
from matching.index.open_vacancies import ScoredVacancies, current_vacancies
from matching.learning.tokens import shown_token
from matching.lists import filters, pages, reason_sources
from matching.lists.score_rounding import shown_points
from matching.lists.views.blueprint import bp
from matching.lists.views.whose import Whose, advised, doc_of, own
from matching.lists.wish_notes import wish_notes

VERDICT_TAGS = {
    ConditionResult.MET: ("符合", "ok"),
    ConditionResult.FAILED: ("不符合", "bad"),
    ConditionResult.UNKNOWN: ("看不出来", "wait"),
}


@bp.get("/matches")
@allow(*VETERANS)
def index() -> ResponseReturnValue:
    """Show the signed-in veteran the vacancies that fit, best first, with reasons."""
    whose = own()
    return _list_page(whose) if whose else redirect(url_for("veterans.me"))


@bp.get("/veterans/<int:veteran_id>/matches")
@allow(*BUREAU_READERS)
def for_veteran(veteran_id: int) -> str:
    """Show staff the list the veteran sees."""
    return _list_page(advised(veteran_id))


@bp.get("/matches/<int:vacancy_id>")
@allow(*VETERANS)
def why(vacancy_id: int) -> ResponseReturnValue:
    """Show how one vacancy is scored: every dimension, and every reason with its source."""
    whose = own()
    return _why_page(whose, vacancy_id) if whose else redirect(url_for("veterans.me"))


@bp.get("/veterans/<int:veteran_id>/matches/<int:vacancy_id>")
@allow(*BUREAU_READERS)
def why_for_veteran(veteran_id: int, vacancy_id: int) -> str:
    """Show staff how one vacancy is scored for a veteran."""
    return _why_page(advised(veteran_id), vacancy_id)


@bp.get("/matches/near")
@allow(*VETERANS)
def near() -> ResponseReturnValue:
    """Show the vacancies the signed-in veteran misses by one condition (差一点)."""
    whose = own()
    return _near_page(whose) if whose else redirect(url_for("veterans.me"))


@bp.get("/veterans/<int:veteran_id>/matches/near")
@allow(*BUREAU_READERS)
def near_for_veteran(veteran_id: int) -> str:
    """Show staff what a veteran lacks, to advise on training."""
    return _near_page(advised(veteran_id))


def _off_page(whose: Whose) -> str:
    return render_template("lists/off.html", whose=whose, veteran=whose.veteran)


def _list_page(whose: Whose) -> str:
    doc = doc_of(whose)
    if doc is None:
        return _newest_page(whose)
    open_vacancies = current_vacancies()
    scored = open_vacancies.for_veteran(doc)
    veteran = whose.veteran
    choice = filters.selected(veteran, request.args)
    links = filters.filter_links(veteran, choice, lambda query: whose.list_url("index", **query))
    chosen = filters.filters_of(veteran, choice)
    found = pages.match_list(scored, filters=chosen, number=paging.asked_page())
    is_empty = not found.page.total
    return render_template(
        "lists/index.html",
        whose=whose,
        veteran=veteran,
        found=found,
        filter_links=links,
        wish_notes=wish_notes(scored.unmet_wishes()) if found.page.total else [],
        is_filtered=bool(choice),
        applied=_applied(whose, found),
        removals=_removals(whose, scored, links) if is_empty else [],
        near_count=sum(miss.count for miss in pages.near_misses(scored)) if is_empty else 0,
        open_count=postings.count_open(clock.today()) if is_empty else 0,
        shown=_token(whose, found),
    )


def _applied(whose: Whose, found: pages.MatchList | None) -> dict[int, int]:
    """Return the veteran's running applications among the vacancies of a page, by vacancy."""
    shown = [match.vacancy.id for match in found.page.rows] if found else []
    return running_applications(whose.veteran.id, shown)


def _token(whose: Whose, found: pages.MatchList) -> str:
    """Return what the browser sends back once the list is on the screen; "" for staff."""
    page = found.page
    if not whose.is_own or not page.rows:
        return ""
    return shown_token(
        whose.veteran.id,
        [match.ranked for match in page.rows],
        first=(page.number - 1) * page.per_page + 1,
        key=str(current_app.secret_key),
    )


def _removals(
    whose: Whose, scored: ScoredVacancies, links: list[FilterLink]
) -> list[pages.Removal]:
    """Return for each active filter how many vacancies there are without it, where there are any.

    An empty list offers these as ways to go on.
    """
    active = [link for link in links if link.active]
    choices = [filters.filters_of(whose.veteran, link.rest) for link in active]
    return [
        pages.Removal(link.label, link.url, count)
        for link, count in zip(active, scored.counts(choices), strict=True)
        if count
    ]


def _newest_page(whose: Whose) -> str:
    newest = postings.open_postings(clock.today())
    page = paging.paginate(newest, number=paging.asked_page(), per_page=pages.PER_PAGE)
    return render_template("lists/newest.html", whose=whose, veteran=whose.veteran, page=page)


def _why_page(whose: Whose, vacancy_id: int) -> str:
    doc = doc_of(whose)
    if doc is None:
        return _off_page(whose)
    explanation = current_vacancies().for_veteran(doc).explain(vacancy_id)
    vacancy = vacancies.get_open(vacancy_id, clock.today())
    ranked = explanation.ranked
    match = pages.Match(vacancy, ranked)
    return render_template(
        "lists/why.html",
        whose=whose,
        veteran=whose.veteran,
        vacancy=vacancy,
        ranked=ranked,
        match=match,
        is_unknown=match.level == fit_level.NOT_STATED and not ranked.failed,
        points=shown_points(ranked),
        mentioned=pages.mentioned(match),
        verdicts=[_verdict_line(one) for one in explanation.verdicts],
        sides=Side,
        profile_source=reason_sources.profile_source,
        vacancy_source=reason_sources.vacancy_source,
        may_fill=current_user.role is not Role.LEADER,
    )


def _verdict_line(verdict: Verdict) -> dict[str, str]:
    label, tone = VERDICT_TAGS[verdict.result]
    return {"text": verdict.text, "label": label, "tone": tone}


def _near_page(whose: Whose) -> str:
    doc = doc_of(whose)
    if doc is None:
        return _off_page(whose)
    scored = current_vacancies().for_veteran(doc)
    misses = pages.near_misses(scored)
    condition, needed = request.args.get("condition", ""), request.args.get("needed", "")
    veteran = whose.veteran
    if not condition:
        groups = pages.near_groups(misses, whose.list_url)
        return render_template("lists/near.html", whose=whose, veteran=veteran, groups=groups)
    asked = (miss for miss in misses if (miss.condition, miss.needed) == (condition, needed))
    miss = next(asked, None)
    found = pages.near_list(scored, miss, number=paging.asked_page()) if miss else None
    return render_template(
        "lists/near_list.html",
        whose=whose,
        veteran=veteran,
        miss=miss,
        found=found,
        applied=_applied(whose, found),
    )
