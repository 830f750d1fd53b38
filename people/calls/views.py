"""Pages of the telephone list."""

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock, paging
from core.access import CASEWORKERS, allow
from core.forms import BaseForm, Saved, form_page
from people.calls import operations, queries
from people.calls.forms import NOT_REACHED, REACHED, CallForm, SheetForm

PER_PAGE = 40
bp = Blueprint("calls", __name__)


@bp.get("/calls")
@allow(*CASEWORKERS)
def index() -> ResponseReturnValue:
    """List the notices to pass on by telephone, those of one veteran together."""
    return _index(CallForm(formdata=None))


def _index(form: BaseForm) -> ResponseReturnValue:
    sheet_form = form if isinstance(form, SheetForm) else SheetForm(formdata=None)
    return form_page("calls/index.html", form, sheet_form=sheet_form, **_list())


def _list() -> dict[str, Any]:
    due = paging.paginate(
        queries.calls_due(current_user), number=paging.asked_page(), per_page=PER_PAGE
    )
    return {
        "page": due,
        "veterans": queries.recipients_of(due.rows),
        "field_id": CallForm(formdata=None).was_reached.id,
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

    return form.save(save) or _index(form)


@bp.post("/calls/sheet")
@allow(*CASEWORKERS)
def sheet() -> ResponseReturnValue:
    """Return the list to print, with whole numbers; each veteran's record keeps who read theirs."""
    form = SheetForm()

    def save() -> str:
        found = operations.reveal_calls(current_user)
        return render_template("calls/print.html", sheet=found, today=clock.today())

    return form.save(save) or _index(form)
