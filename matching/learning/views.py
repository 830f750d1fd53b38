"""Versions of the model behind the lists, and the report of what a list showed."""

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import paging
from core.access import COUNTY_READERS, OFFICERS, VETERANS, Role, allow
from core.errors import NotFoundError
from core.forms import ButtonForm, Saved, again
from core.list_filters import searched_words
from core.numbers import whole_number
from matching.engine.weights import DIMENSIONS, PRIOR
from matching.learning import operations, queries
from matching.learning.forms import TitleForm
from matching.versions import operations as versions
from matching.versions.models import ModelKind
from matching.versions.queries import active, newest
from people.veterans.queries import has_profile, own_profile

bp = Blueprint("learning", __name__)
MAKERS = {ModelKind.TITLES: operations.make_titles, ModelKind.WEIGHTS: operations.make_weights}
ROWS = 30


@bp.get("/matching/versions")
@allow(*COUNTY_READERS)
def version_list() -> str:
    """Show the active versions, those that were tried, and the titles they learn from."""
    return _list_page()


def _list_page(form: TitleForm | None = None) -> str:
    words = searched_words()
    titles = queries.training_titles(words)
    return render_template(
        "learning/versions.html",
        form=form,
        kinds=list(ModelKind),
        titles_kind=ModelKind.TITLES,
        shown={kind: newest(kind) for kind in ModelKind},
        active={kind: active(kind) for kind in ModelKind},
        startable=versions.STARTABLE,
        dimensions=DIMENSIONS,
        prior=PRIOR,
        page=paging.page_of(titles, number=paging.asked_page(), per_page=ROWS),
        words=words,
        excluded_titles=queries.excluded_titles(),
        may_change=current_user.role is Role.OFFICER,
        pending=queries.pending_labels(),
    )


@bp.post("/matching/versions/<kind>/make")
@allow(*OFFICERS)
def version_make(kind: str) -> ResponseReturnValue:
    """Make a version from what is confirmed or has happened since, and replay it."""
    make = MAKERS[_kind(kind)]

    def save() -> Saved:
        version = make(by_id=current_user.id)
        return _saved(f"第 {version.id} 版试排好了：{version.status.label}。")

    return ButtonForm().save(save) or again(_list_page())


@bp.post("/matching/versions/<int:version_id>/activate")
@allow(*OFFICERS)
def version_activate(version_id: int) -> ResponseReturnValue:
    """Activate a version."""

    def save() -> Saved:
        version = versions.activate(version_id)
        return _saved(f"第 {version.id} 版启用了，推荐列表从现在起按它排。")

    return ButtonForm().save(save) or again(_list_page())


@bp.post("/matching/versions/<kind>/back")
@allow(*OFFICERS)
def version_back(kind: str) -> ResponseReturnValue:
    """Return to the version before the active one."""

    def save() -> Saved:
        before = versions.roll_back(_kind(kind))
        return _saved(f"退回第 {before.id} 版了。" if before else "退回最初的了。")

    return ButtonForm().save(save) or again(_list_page())


@bp.post("/matching/titles/leave-out")
@allow(*OFFICERS)
def title_exclude() -> ResponseReturnValue:
    """Exclude a title from the next version on."""
    form = TitleForm()

    def save() -> Saved:
        operations.exclude_title(form.title.data, by_id=current_user.id)
        return _saved("撤掉了，下一版里没有它。")

    return form.save(save) or again(_list_page(form))


@bp.post("/matching/titles/let-in")
@allow(*OFFICERS)
def title_include() -> ResponseReturnValue:
    """Include a title again from the next version on."""
    form = TitleForm()

    def save() -> Saved:
        operations.include_title(form.title.data)
        return _saved("放回去了，下一版里有它。")

    return form.save(save) or again(_list_page(form))


def _saved(message: str) -> Saved:
    return Saved(message, url_for(".version_list"))


@bp.post("/matches/seen")
@allow(*VETERANS)
def seen() -> ResponseReturnValue:
    """Store what the veteran's own list showed; the browser reports it from the screen."""
    if not has_profile(current_user):
        raise NotFoundError
    operations.note_seen(
        own_profile(current_user).id,
        request.form.get("shown", ""),
        key=str(current_app.secret_key),
        opened=whole_number(request.form.get("opened", "")),
    )
    return Response(status=204, mimetype="text/plain")


def _kind(name: str) -> ModelKind:
    kind = ModelKind.get(name)
    if kind is None:
        raise NotFoundError
    return kind
