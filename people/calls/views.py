"""Pages of the telephone list."""

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock, paging
from core.access import CASEWORKERS, allow
from core.forms import ButtonForm, Saved, again, form_page
from people.calls import operations, queries
from people.calls.forms import NOT_REACHED, REACHED, CallForm
from people.notices.models import CallStatus

PER_PAGE = 40
bp = Blueprint("calls", __name__)


@bp.get("/calls")
@allow(*CASEWORKERS)
def index() -> str:
    """List the notices to pass on by telephone, those of one veteran together."""
    return render_template("calls/index.html", form=CallForm(formdata=None), **_list())


def _list() -> dict[str, Any]:
    due = paging.paginate(
        queries.calls_due(current_user), number=paging.asked_page(), per_page=PER_PAGE
    )
    return {
        "page": due,
        "veterans": queries.recipients_of(due.rows),
        "failed": CallStatus.FAILED,
        "reached": REACHED,
        "not_reached": NOT_REACHED,
    }


@bp.post("/calls/<int:notice_id>")
@allow(*CASEWORKERS)
def record(notice_id: int) -> ResponseReturnValue:
    """Record whether a call reached the veteran."""
    queries.call_for(notice_id, current_user)
    form = CallForm()

    def save() -> Saved:
        notice = queries.call_for(notice_id, current_user)
        operations.record_call(notice, was_reached=form.reached, by=current_user)
        message = "记下了：打通了。" if form.reached else "记下了：没打通，还在名单上。"
        return Saved(message, url_for(".index"))

    return form.save(save) or form_page("calls/index.html", form, **_list())


@bp.post("/calls/sheet")
@allow(*CASEWORKERS)
def sheet() -> ResponseReturnValue:
    """Return the list to print, with whole numbers; each veteran's record keeps who read theirs."""

    def save() -> str:
        calls = operations.reveal_calls(current_user)
        return render_template("calls/print.html", calls=calls, today=clock.today())

    return ButtonForm().save(save) or again(index())
