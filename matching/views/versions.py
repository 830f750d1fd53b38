"""Versions of what lists are made by, and what browsers tell of lists they showed."""

from collections.abc import Callable

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import paging
from core.access import COUNTY_READERS, Role, allow
from core.db import transaction
from core.errors import DomainError, NotFoundError
from matching import impressions, versions
from matching.engine.weights import DIMENSIONS, PRIOR
from matching.models import ModelKind
from matching.views.blueprint import bp
from people.veterans.queries import has_profile, own_profile

MAKERS = {ModelKind.TITLES: versions.make_titles, ModelKind.WEIGHTS: versions.make_weights}
ROWS = 30


@bp.get("/matching/versions")
@allow(*COUNTY_READERS)
def version_list() -> str:
    """Show what is in force, what was tried, and what titles teach."""
    shown = {kind: versions.versions(kind) for kind in ModelKind}
    words = request.args.get("q", "").strip()
    page = paging.page_of(
        versions.training_titles(words), number=paging.asked_page(), per_page=ROWS
    )
    return render_template(
        "matching/versions.html",
        kinds=list(ModelKind),
        shown=shown,
        active={kind: versions.active(kind) for kind in ModelKind},
        dimensions=DIMENSIONS,
        prior=PRIOR,
        page=page,
        words=words,
        excluded_titles=versions.excluded_titles(),
        may_change=current_user.role is Role.OFFICER,
        waits=versions.pending_labels(),
    )


@bp.post("/matching/versions/<kind>/make")
@allow(Role.OFFICER)
def version_make(kind: str) -> ResponseReturnValue:
    """Make a version of what was taught since, and replay it."""
    made = MAKERS[_kind(kind)]

    def make() -> str:
        version = made(by_id=current_user.id)
        return f"第 {version.id} 版试排好了：{version.status.label}。"

    return _done(make)


@bp.post("/matching/versions/<int:version_id>/activate")
@allow(Role.OFFICER)
def version_activate(version_id: int) -> ResponseReturnValue:
    """Put a version in force."""

    def activate() -> str:
        version = versions.activate(version_id)
        return f"第 {version.id} 版启用了，推荐列表从现在起按它排。"

    return _done(activate)


@bp.post("/matching/versions/<kind>/back")
@allow(Role.OFFICER)
def version_back(kind: str) -> ResponseReturnValue:
    """Go back to the version before."""

    def back() -> str:
        before = versions.roll_back(_kind(kind))
        return f"退回第 {before.id} 版了。" if before else "退回最初的了。"

    return _done(back)


def _done(action: Callable[[], str]) -> ResponseReturnValue:
    """Do a deed in a transaction and tell, on the page of versions, what came of it."""
    try:
        with transaction():
            message = action()
    except DomainError as error:
        flash(error.message, "error")
    else:
        flash(message, "success")
    return redirect(url_for(".version_list"))


@bp.post("/matching/titles/leave-out")
@allow(Role.OFFICER)
def title_exclude() -> ResponseReturnValue:
    """Have a title teach nothing from the next version on."""
    with transaction():
        versions.exclude_title(request.form.get("title", ""), by_id=current_user.id)
    flash("撤掉了，下一版里没有它。", "success")
    return redirect(url_for(".version_list"))


@bp.post("/matching/titles/let-in")
@allow(Role.OFFICER)
def title_include() -> ResponseReturnValue:
    """Have a title teach again."""
    with transaction():
        versions.include_title(request.form.get("title", ""))
    flash("放回去了，下一版里有它。", "success")
    return redirect(url_for(".version_list"))


@bp.post("/matches/seen")
@allow(Role.VETERAN)
def seen() -> ResponseReturnValue:
    """Keep what one's own list showed, told by the browser once it is on the screen."""
    if not has_profile(current_user):
        raise NotFoundError
    token, opened = request.form.get("shown", ""), request.form.get("opened", type=int)
    impressions.note_seen(own_profile(current_user).id, token, opened=opened)
    return Response(status=204, mimetype="text/plain")


def _kind(name: str) -> ModelKind:
    try:
        return ModelKind(name)
    except ValueError as error:
        raise NotFoundError from error
