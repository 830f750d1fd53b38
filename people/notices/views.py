"""The inbox, the same for everybody who signs in."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import paging
from core.access import NOTICE_READERS, allow
from core.db import transaction
from people.notices import operations, queries
from people.notices.models import Notice

bp = Blueprint("notices", __name__)


@bp.get("/notices")
@allow(*NOTICE_READERS)
def index() -> str:
    """List one's notices, newest first."""
    page = paging.paginate(queries.inbox(current_user), number=paging.asked_page())
    unread = queries.count_unread(current_user)
    return render_template("notices/index.html", page=page, unread=unread)


@bp.post("/notices/<int:notice_id>/open")
@allow(*NOTICE_READERS)
def open_one(notice_id: int) -> ResponseReturnValue:
    """Note that a notice was read and go where it leads."""
    with transaction():
        notice = queries.notice_for(notice_id, current_user)
        operations.mark_read(notice)
        target = _target(notice)
    return redirect(target)


@bp.post("/notices/read")
@allow(*NOTICE_READERS)
def read_all() -> ResponseReturnValue:
    """Note that all were seen."""
    addressee = queries.addressee_of(current_user)
    if addressee is not None:
        with transaction():
            operations.mark_all_read(*addressee)
    flash("都标成已读了。", "success")
    return redirect(url_for(".index"))


def _target(notice: Notice) -> str:
    """Return where a notice leads: its endpoint has one id in its address, or none."""
    if not notice.endpoint or notice.endpoint not in current_app.view_functions:
        return url_for(".index")
    rule = next(current_app.url_map.iter_rules(notice.endpoint))
    wanted = rule.arguments - set(rule.defaults or {})
    return url_for(notice.endpoint, **dict.fromkeys(wanted, notice.target_id))


def _unread() -> int:
    return queries.count_unread(current_user)
