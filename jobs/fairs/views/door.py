"""At the door: by code, name or last four; from paper; from a device without a network."""

import json
from datetime import datetime

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock, paging
from core.access import CASEWORKERS, allow
from core.crypto import keyring
from core.db import transaction
from core.errors import DomainError
from jobs.fairs import lifecycle, operations, queries
from jobs.fairs.forms import DoorForm, PaperListForm
from jobs.fairs.models import CheckInMethod, SignUp
from jobs.fairs.operations import CheckInRecord
from jobs.fairs.views.blueprint import bp, county, page
from people.veterans.models import Veteran
from people.veterans.queries import veteran_for

MOST_NOTES = 1000


@bp.get("/fairs/doors")
@allow(*CASEWORKERS)
def doors() -> str:
    """List the fairs at whose door one works."""
    found = paging.paginate(queries.doors_of(current_user), number=paging.asked_page())
    people = queries.count_sign_ups([fair.id for fair in found.rows])
    return render_template("fairs/doors.html", page=found, people=people)


@bp.route("/fairs/<int:fair_id>/door", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def door(fair_id: int) -> ResponseReturnValue:
    """Find who stands at the door; a code lets in at once, a name is looked at first."""
    fair = queries.door_fair(fair_id, current_user)
    form = DoorForm()
    found: list[SignUp] = []
    registered: list[Veteran] = []
    if form.validate_on_submit():
        words = form.words.data
        row = queries.sign_up_by_code(fair_id, words)
        if row is not None:
            return _admit(fair_id, row.id, CheckInMethod.QR)
        found, registered = _look_up(fair_id, words)
        if not found and not registered:
            form.words.errors = ["没有找到。没登记过的，请先代办登记，再来签到。"]
    signed, came = queries.count_sign_ups([fair_id]).get(fair_id, (0, 0))
    newest = sorted(
        queries.sign_ups(fair_id, only_in=True), key=lambda one: one.checked_in_at or clock.now()
    )
    shown = render_template(
        "fairs/door.html",
        fair=fair,
        form=form,
        newest=newest[-10:][::-1],
        found=found,
        registered=registered,
        signed=signed,
        came=came,
    )
    return shown, 422 if form.errors else 200


def _look_up(fair_id: int, words: str) -> tuple[list[SignUp], list[Veteran]]:
    """Return who of those signed up fits a name or last four, and who is merely registered."""
    people = queries.sign_ups(fair_id)
    if len(words) == 4 and words[:3].isdecimal():
        tail = words.upper()
        fits = [one for one in people if _identity(one).endswith(tail)]
        return fits, []
    named = [one for one in people if queries.name_of(one) == words]
    known = {one.veteran_id for one in named}
    registered = queries.veterans_named(words, current_user)
    return named, [veteran for veteran in registered if veteran.id not in known]


def _identity(sign_up: SignUp) -> str:
    return (sign_up.veteran.id_number or "") if sign_up.veteran else ""


@bp.post("/fairs/<int:fair_id>/door/<int:sign_up_id>")
@allow(*CASEWORKERS)
def admit(fair_id: int, sign_up_id: int) -> ResponseReturnValue:
    """Let in somebody who was found by name or last four."""
    tail = request.form.get("method") == CheckInMethod.ID_TAIL.value
    return _admit(fair_id, sign_up_id, CheckInMethod.ID_TAIL if tail else CheckInMethod.NAME)


def _admit(fair_id: int, sign_up_id: int, method: CheckInMethod) -> ResponseReturnValue:
    with transaction():
        fair = queries.door_fair(fair_id, current_user)
        row = queries.sign_up_for(fair_id, sign_up_id)
        if fair.status not in lifecycle.HAS_DOORS | lifecycle.TAKES_PEOPLE:
            raise DomainError(f"招聘会现在是“{fair.status.label}”，不能签到。")
        is_new = operations.check_in(row, method=method, by_id=current_user.id)
    flash("签到好了。" if is_new else "这位已经签到过了。", "success" if is_new else "info")
    return redirect(url_for(".door", fair_id=fair_id))


@bp.post("/fairs/<int:fair_id>/door/walk-in/<int:veteran_id>")
@allow(*CASEWORKERS)
def walk_in(fair_id: int, veteran_id: int) -> ResponseReturnValue:
    """Let in somebody registered who did not sign up."""
    with transaction():
        fair = queries.door_fair(fair_id, current_user)
        veteran = veteran_for(veteran_id, current_user)
        row = operations.sign_up(fair, veteran, county=county(), by=current_user, is_walk_in=True)
        operations.check_in(row, method=CheckInMethod.NAME, by_id=current_user.id)
    flash("已登记到场。", "success")
    return redirect(url_for(".door", fair_id=fair_id))


@bp.post("/fairs/<int:fair_id>/door/<int:sign_up_id>/undo")
@allow(*CASEWORKERS)
def undo(fair_id: int, sign_up_id: int) -> ResponseReturnValue:
    """Take a wrong check-in back."""
    with transaction():
        queries.door_fair(fair_id, current_user)
        operations.undo_check_in(queries.sign_up_for(fair_id, sign_up_id))
    flash("已撤销签到。", "success")
    return redirect(url_for(".door", fair_id=fair_id))


@bp.route("/fairs/<int:fair_id>/door/paper", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def paper_list(fair_id: int) -> ResponseReturnValue:
    """Type a paper list in; lines that name nobody for sure come back, the others count."""
    fair = queries.door_fair(fair_id, current_user)
    form = PaperListForm()
    merged = None
    if form.validate_on_submit():
        lines = [line.strip() for line in form.lines.data.splitlines() if line.strip()]
        try:
            with transaction():
                merged = operations.merge_check_ins(
                    queries.door_fair(fair_id, current_user),
                    [_from_paper(fair_id, line) for line in lines],
                    by=current_user,
                    county=county(),
                )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            form.lines.data = "\n".join(who for _line, who, _why in merged.doubtful)
            form.lines.raw_data = None
            fair = queries.door_fair(fair_id, current_user)
            return render_template("fairs/paper_list.html", fair=fair, form=form, merged=merged)
    return page("paper_list", fair=fair, form=form, merged=merged)


def _from_paper(fair_id: int, line: str) -> CheckInRecord:
    """Return one line of a paper list; the same line again has the same key."""
    key = keyring.blind(f"{fair_id} {line}", "paper list")
    return CheckInRecord(key, line, CheckInMethod.PAPER, clock.now())


@bp.post("/fairs/<int:fair_id>/door/batch")
@allow(*CASEWORKERS)
def batch(fair_id: int) -> ResponseReturnValue:
    """Take in what a device noted while the network was away."""
    queries.door_fair(fair_id, current_user)
    notes = _notes(request.form.get("notes", ""))
    with transaction():
        fair = queries.door_fair(fair_id, current_user)
        merged = operations.merge_check_ins(fair, notes, by=current_user, county=county())
    doubtful = [{"line": line, "why": why} for line, _who, why in merged.doubtful]
    return jsonify(came=merged.came, repeats=merged.repeats, doubtful=doubtful)


def _notes(text: str) -> list[CheckInRecord]:
    """Return a device's notes. Raises DomainError where they make no sense."""
    try:
        rows = json.loads(text)
        notes = [
            CheckInRecord(
                str(row["key"])[:64],
                str(row["who"])[:40],
                CheckInMethod(row["method"]),
                datetime.fromisoformat(row["at"]),
            )
            for row in rows
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise DomainError("离线记录读不出来，请不要清空，联系我们。") from error
    if len(notes) > MOST_NOTES or any(note.at.tzinfo is None for note in notes):
        raise DomainError("离线记录太多或不完整，请分批上传。")
    return notes
