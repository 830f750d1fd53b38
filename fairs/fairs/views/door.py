"""Pages of the check-in desk: by code, name or last four; from paper; from an offline device."""

from functools import partial
from typing import Any

from flask import jsonify, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import paging
from core.access import CASEWORKERS, allow
from core.errors import DomainError
from core.forms import ButtonForm, Saved, again, form_page
from fairs.fairs import operations, queries
from fairs.fairs.forms.attendance import AdmitForm, DoorForm, OfflineForm, PaperListForm
from fairs.fairs.models import CheckInMethod
from fairs.fairs.queries import DoorMatches
from fairs.fairs.views.blueprint import bp, county
from people.veterans.queries import veteran_for

NEWEST = 10
NOT_FOUND = "没有找到。没登记过的，请先代办登记，再来签到。"


@bp.get("/fairs/doors")
@allow(*CASEWORKERS)
def doors() -> str:
    """List the fairs whose check-in the viewer works at."""
    found = paging.paginate(queries.doors_of(current_user), number=paging.asked_page())
    people = queries.count_sign_ups([fair.id for fair in found.rows])
    return render_template("fairs/doors.html", page=found, people=people)


@bp.route("/fairs/<int:fair_id>/door", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def door(fair_id: int) -> ResponseReturnValue:
    """Check in by code at once; by name or last four, show the matches first."""
    queries.door_fair(fair_id, current_user)
    form, matches = DoorForm(), None
    if form.validate_on_submit():
        row = queries.sign_up_by_code(fair_id, form.words.data)
        if row is not None:
            answer = form.save(partial(_admitted, fair_id, row.id, CheckInMethod.QR))
            return answer or form_page("fairs/door.html", form, **_shown(fair_id))
        matches = queries.door_matches(fair_id, form.words.data, current_user)
        if matches.is_empty:
            form.add_domain_error(DomainError(NOT_FOUND, field="words"))
    return form_page("fairs/door.html", form, **_shown(fair_id, matches))


def _shown(fair_id: int, matches: DoorMatches | None = None) -> dict[str, Any]:
    """Return what the page shows beside the form."""
    fair = queries.door_fair(fair_id, current_user)
    signed, came = queries.count_sign_ups([fair_id]).get(fair_id, (0, 0))
    newest = queries.newest_check_ins(fair_id, NEWEST)
    return {"fair": fair, "newest": newest, "matches": matches, "signed": signed, "came": came}


def _door(fair_id: int) -> str:
    return render_template("fairs/door.html", form=DoorForm(formdata=None), **_shown(fair_id))


def _admitted(fair_id: int, sign_up_id: int, method: CheckInMethod) -> Saved:
    """Check a person in within the running transaction and return the answer."""
    fair = queries.door_fair(fair_id, current_user)
    row = queries.sign_up_for(fair_id, sign_up_id)
    is_new = operations.admit(fair, row, method=method, by_id=current_user.id)
    url = url_for(".door", fair_id=fair_id)
    return Saved("签到好了。", url) if is_new else Saved("这位已经签到过了。", url, "info")


@bp.post("/fairs/<int:fair_id>/door/<int:sign_up_id>")
@allow(*CASEWORKERS)
def admit(fair_id: int, sign_up_id: int) -> ResponseReturnValue:
    """Check in a person who was found by name or last four."""
    form = AdmitForm()

    def save() -> Saved:
        return _admitted(fair_id, sign_up_id, form.check_in_method())

    return form.save(save) or again(_door(fair_id))


@bp.post("/fairs/<int:fair_id>/door/walk-in/<int:veteran_id>")
@allow(*CASEWORKERS)
def walk_in(fair_id: int, veteran_id: int) -> ResponseReturnValue:
    """Check in a registered veteran who did not sign up."""

    def save() -> Saved:
        fair = queries.door_fair(fair_id, current_user)
        veteran = veteran_for(veteran_id, current_user)
        operations.walk_in(fair, veteran, county=county(), by=current_user)
        return Saved("已登记到场。", url_for(".door", fair_id=fair_id))

    return ButtonForm().save(save) or again(_door(fair_id))


@bp.post("/fairs/<int:fair_id>/door/<int:sign_up_id>/undo")
@allow(*CASEWORKERS)
def undo(fair_id: int, sign_up_id: int) -> ResponseReturnValue:
    """Remove a wrong check-in."""

    def save() -> Saved:
        queries.door_fair(fair_id, current_user)
        operations.undo_check_in(queries.sign_up_for(fair_id, sign_up_id))
        return Saved("已撤销签到。", url_for(".door", fair_id=fair_id))

    return ButtonForm().save(save) or again(_door(fair_id))


@bp.route("/fairs/<int:fair_id>/door/paper", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def paper_list(fair_id: int) -> ResponseReturnValue:
    """Check in the people of a paper list; doubtful lines come back, the others count."""
    fair = queries.door_fair(fair_id, current_user)
    form = PaperListForm()

    def save() -> str:
        fair = queries.door_fair(fair_id, current_user)
        merged = operations.merge_paper_list(fair, form.names(), by=current_user, county=county())
        form.keep([who for _line, who, _why in merged.doubtful])
        return render_template("fairs/paper_list.html", fair=fair, form=form, merged=merged)

    return form.save(save) or form_page("fairs/paper_list.html", form, fair=fair, merged=None)


@bp.post("/fairs/<int:fair_id>/door/batch")
@allow(*CASEWORKERS)
def batch(fair_id: int) -> ResponseReturnValue:
    """Check in the people a device recorded offline; answers the device with JSON."""
    queries.door_fair(fair_id, current_user)
    form = OfflineForm()

    def save() -> ResponseReturnValue:
        fair = queries.door_fair(fair_id, current_user)
        merged = operations.merge_check_ins(fair, form.records(), by=current_user, county=county())
        doubtful = [{"line": line, "why": why} for line, _who, why in merged.doubtful]
        return jsonify(came=merged.came, repeats=merged.repeats, doubtful=doubtful)

    return form.save(save) or (jsonify(errors=[words for _id, words in form.all_errors()]), 422)
