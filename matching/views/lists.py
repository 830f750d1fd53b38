"""A veteran's list of posts, how each is scored, and what only one condition keeps shut."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock, paging
from core.access import BUREAU_READERS, Role, allow
from jobs.vacancies import queries as vacancies
from matching import list_filters, pages, reason_sources
from matching.engine.reasons import Side
from matching.engine.records import VeteranDoc
from matching.impressions import shown_token
from matching.open_vacancies import current_vacancies
from matching.pages import Whose
from matching.queries import uses_profile, veteran_doc
from matching.score_rounding import shown_points
from matching.views.blueprint import bp
from people.veterans.queries import has_profile, own_profile, veteran_for


@bp.get("/matches")
@allow(Role.VETERAN)
def index() -> ResponseReturnValue:
    """Show the posts that fit, in order, with reasons."""
    whose = _own()
    return _list_page(whose) if whose else redirect(url_for("veterans.me"))


@bp.get("/veterans/<int:veteran_id>/matches")
@allow(*BUREAU_READERS)
def for_veteran(veteran_id: int) -> str:
    """Show staff the same list the veteran sees."""
    return _list_page(_advised(veteran_id))


@bp.get("/matches/<int:vacancy_id>")
@allow(Role.VETERAN)
def why(vacancy_id: int) -> ResponseReturnValue:
    """Show how one post is scored: every dimension, every reason and where it comes from."""
    whose = _own()
    return _why_page(whose, vacancy_id) if whose else redirect(url_for("veterans.me"))


@bp.get("/veterans/<int:veteran_id>/matches/<int:vacancy_id>")
@allow(*BUREAU_READERS)
def why_for_veteran(veteran_id: int, vacancy_id: int) -> str:
    """Show staff how one post is scored for a veteran."""
    return _why_page(_advised(veteran_id), vacancy_id)


@bp.get("/matches/near")
@allow(Role.VETERAN)
def near() -> ResponseReturnValue:
    """Show which single condition keeps most posts shut (差一点)."""
    whose = _own()
    return _near_page(whose) if whose else redirect(url_for("veterans.me"))


@bp.get("/veterans/<int:veteran_id>/matches/near")
@allow(*BUREAU_READERS)
def near_for_veteran(veteran_id: int) -> str:
    """Show staff what a veteran lacks, to advise on training."""
    return _near_page(_advised(veteran_id))


def _own() -> Whose | None:
    """Return the signed-in veteran, None where he has no profile yet."""
    if not has_profile(current_user):
        return None
    return Whose(own_profile(current_user), is_own=True)


def _advised(veteran_id: int) -> Whose:
    may_refer = current_user.role is not Role.LEADER
    return Whose(veteran_for(veteran_id, current_user), is_own=False, may_refer=may_refer)


def _doc(whose: Whose) -> VeteranDoc | None:
    """Return what matching may know, None where this person's profile must not be used."""
    if not uses_profile(whose.veteran):
        return None
    return veteran_doc(whose.veteran, clock.today())


def _off_page(whose: Whose) -> str:
    return render_template("matching/off.html", whose=whose, veteran=whose.veteran)


def _list_page(whose: Whose) -> str:
    doc = _doc(whose)
    if doc is None:
        return _newest_page(whose)
    veteran, open_vacancies = whose.veteran, current_vacancies()
    choice = list_filters.selected(veteran, request.args)
    filter_links = list_filters.filter_links(
        veteran, choice, lambda query: whose.url("index", **query)
    )
    filters = list_filters.filters_of(veteran, choice)
    found = pages.match_list(open_vacancies, doc, filters=filters, number=paging.asked_page())
    is_empty = not found.page.total
    first = (found.page.number - 1) * found.page.per_page + 1
    ranked = [match.ranked for match in found.page.rows]
    return render_template(
        "matching/index.html",
        whose=whose,
        veteran=veteran,
        found=found,
        filter_links=filter_links,
        is_filtered=bool(choice),
        removals=_removals(whose, doc, filter_links) if is_empty else [],
        near_count=sum(m.count for m in pages.near_misses(open_vacancies, doc)) if is_empty else 0,
        open_count=len(open_vacancies),
        shown=shown_token(veteran.id, ranked, first=first) if whose.is_own and ranked else "",
    )


def _removals(
    whose: Whose, doc: VeteranDoc, filter_links: list[list_filters.FilterLink]
) -> list[pages.Removal]:
    """Return what each active filter keeps away, so that an empty list says how to go on."""
    active = [filter_link for filter_link in filter_links if filter_link.active]
    choices = [list_filters.filters_of(whose.veteran, filter_link.rest) for filter_link in active]
    counts = current_vacancies().counts(doc, choices)
    return [
        pages.Removal(filter_link.label, filter_link.url, count)
        for filter_link, count in zip(active, counts, strict=True)
        if count
    ]


def _newest_page(whose: Whose) -> str:
    newest = vacancies.open_vacancies(clock.today())
    page = paging.paginate(newest, number=paging.asked_page(), per_page=pages.PER_PAGE)
    return render_template("matching/newest.html", whose=whose, veteran=whose.veteran, page=page)


def _why_page(whose: Whose, vacancy_id: int) -> str:
    doc = _doc(whose)
    if doc is None:
        return _off_page(whose)
    explanation = current_vacancies().explain(doc, vacancy_id)
    vacancy = vacancies.get_open(vacancy_id, clock.today())
    ranked = explanation.ranked
    return render_template(
        "matching/why.html",
        whose=whose,
        veteran=whose.veteran,
        vacancy=vacancy,
        ranked=ranked,
        match=pages.Match(vacancy, ranked),
        points=shown_points(ranked),
        verdicts=explanation.verdicts,
        sides=Side,
        profile_source=reason_sources.profile_source,
        vacancy_source=reason_sources.vacancy_source,
        may_fill=current_user.role is not Role.LEADER,
    )


def _near_page(whose: Whose) -> str:
    doc = _doc(whose)
    if doc is None:
        return _off_page(whose)
    open_vacancies = current_vacancies()
    misses = pages.near_misses(open_vacancies, doc)
    condition = request.args.get("condition", "")
    if not condition:
        groups = pages.near_groups(misses, whose)
        return render_template(
            "matching/near.html", whose=whose, veteran=whose.veteran, groups=groups
        )
    needed = request.args.get("needed", "")
    asked = (miss for miss in misses if (miss.condition, miss.needed) == (condition, needed))
    miss = next(asked, None)
    number = paging.asked_page()
    return render_template(
        "matching/near_list.html",
        whose=whose,
        veteran=whose.veteran,
        miss=miss,
        found=pages.near_list(open_vacancies, doc, miss, number=number) if miss else None,
    )
