"""The inbox of an account."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import paging
from core.access import NOTICE_READERS, VETERANS, allow
from core.forms import ButtonForm, Saved, again
from people.notices import operations, queries
from people.notices.models import Notice

bp = Blueprint("notices", __name__)


@bp.get("/notices")
@allow(*NOTICE_READERS)
def index() -> str:
    """List the notices of the account, newest first."""
    only_unread = "unread" in request.args
    listed = queries.inbox(current_user, only_unread=only_unread)
    return render_template(
        "notices/index.html",
        page=paging.paginate(listed, number=paging.asked_page()),
        only_unread=only_unread,
        unread=queries.count_unread(current_user),
        is_veteran=current_user.role in VETERANS,
    )


@bp.post("/notices/<int:notice_id>/open")
@allow(*NOTICE_READERS)
def open_one(notice_id: int) -> ResponseReturnValue:
    """Mark a notice as read and go to what it is about."""

    def save() -> ResponseReturnValue:
        notice = queries.notice_for(notice_id, current_user)
        operations.mark_read(notice)
        return redirect(_target(notice))

    return ButtonForm().save(save) or again(index())


@bp.post("/notices/read")
@allow(*NOTICE_READERS)
def read_all() -> ResponseReturnValue:
    """Mark all notices of the account as read."""

    def save() -> Saved:
        operations.mark_all_read(queries.addressee_of(current_user))
        return Saved("都标成已读了。", url_for(".index"))

    return ButtonForm().save(save) or again(index())


def _target(notice: Notice) -> str:
    """Return the address a notice leads to; its endpoint takes one id, or none."""
    if not notice.endpoint or notice.endpoint not in current_app.view_functions:
        return url_for(".index")
    rule = next(current_app.url_map.iter_rules(notice.endpoint))
    wanted = rule.arguments - set(rule.defaults or {})
    return url_for(notice.endpoint, **dict.fromkeys(wanted, notice.target_id))
