"""Pages of the check-in desk: find and check in, walk-ins, newcomers, undo."""

from functools import partial
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import paging
from core.access import CASEWORKERS, COUNTY_READERS, allow
from core.crypto import keyring
from core.db import transaction
from core.errors import DomainError, NotFoundError
from core.forms import ButtonForm, Saved, again, form_page
from core.turns import LOOK_WAIT
from fairs.fairs import operations, queries
from fairs.fairs.device_notes import door_key
from fairs.fairs.door_words import read_door_words, shown_words
from fairs.fairs.forms.attendance import AdmitForm, DoorForm, NewcomerForm
from fairs.fairs.models import CheckInMethod, SignUp
from fairs.fairs.views.blueprint import bp, county
from people.veterans.forms.registration import ON_BEHALF_WORDING
from people.veterans.models import Veteran
from people.veterans.queries import any_veteran, may_see

NEWEST = 10
PROOF_LENGTH = 24
REGISTERED = "已登记，已签到进场。"
KNOWN = "这位以前登记过，已签到进场。刚才填的没有改动原来的资料。"


@bp.get("/fairs/doors")
@allow(*CASEWORKERS)
def doors() -> str:
    """List the fairs whose check-in the viewer works at."""
    found = paging.paginate(queries.doors_of(current_user), number=paging.asked_page())
    ids = [fair.id for fair in found.rows]
    people, waiting = queries.count_sign_ups(ids), queries.open_notes_of(ids)
    return render_template(
        "fairs/doors.html", page=found, people=people, waiting=waiting, is_county=_is_county()
    )


def _is_county() -> bool:
    """Return whether the viewer may read the names behind the numbers."""
    return current_user.role in COUNTY_READERS


@bp.route("/fairs/<int:fair_id>/door", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def door(fair_id: int) -> ResponseReturnValue:
    """Check in by code at once; by name or number, show the matches first."""
    queries.door_fair(fair_id, current_user)
    form = DoorForm()
    if not form.validate_on_submit():
        return door_page(fair_id, form)
    row = queries.door_matches(fair_id, form.words.data).by_code
    if row is not None:
        save = partial(_admitted, fair_id, row.id, CheckInMethod.QR)
        return form.save(save) or door_page(fair_id, form)
    return look_up(fair_id, form, form.words.data)


def look_up(
    fair_id: int, form: DoorForm, words: str, note: int | None = None
) -> ResponseReturnValue:
    """Return the page with who fits the words, or with the form to register a newcomer.

    `note` is the offline record that the check-in of one of them settles.
    """
    with transaction(audited=False, wait=LOOK_WAIT):
        matches = queries.door_matches(fair_id, words)
        operations.log_door_looks(matches)
    if not matches.is_empty:  # the field is empty for the next scan
        return door_page(fair_id, DoorForm(formdata=None), matches=matches, note=note)
    form.add_domain_error(DomainError(matches.why_none, field="words"))
    newcomer = NewcomerForm.suggested(current_user, read_door_words(words), note)
    return door_page(fair_id, form, newcomer=newcomer)


def door_page(fair_id: int, form: DoorForm, **more: Any) -> ResponseReturnValue:
    """Return the page of the check-in desk: status 422 where a form of it has errors."""
    fair = queries.door_fair(fair_id, current_user)
    signed, came = queries.count_sign_ups([fair_id]).get(fair_id, (0, 0))
    page = form_page(
        "fairs/door.html",
        form,
        fair=fair,
        signed=signed,
        came=came,
        is_county=_is_county(),
        newest=queries.newest_check_ins(fair_id, NEWEST),
        doubtful_times=queries.doubtful_times(fair_id),
        waiting=queries.open_notes(fair_id),
        shown_words=shown_words,
        proof_of=partial(_proof, fair_id),
        door_key=door_key(fair_id),
        why_closed=operations.why_no_check_in(fair),
        **({"matches": None, "newcomer": None} | more),
    )
    newcomer = more.get("newcomer")
    return again(page) if newcomer is not None and newcomer.errors else page


def _proof(fair_id: int, veteran: Veteran) -> str:
    """Return the mark that the viewer found a veteran at this desk, whose page they may not see."""
    mark = f"{fair_id} {veteran.id} {current_user.id}"
    return keyring.blind(mark, "found at the check-in desk")[:PROOF_LENGTH]


def _admitted(
    fair_id: int, sign_up_id: int, method: CheckInMethod, note: int | None = None
) -> Saved:
    """Check a person in within the running transaction and return the answer."""
    fair = queries.door_fair(fair_id, current_user)
    row = queries.sign_up_for(fair_id, sign_up_id)
    is_new = operations.admit(fair, row, method=method, by_id=current_user.id)
    _settle(fair_id, note, row)
    return _in(fair_id, is_new=is_new)


def _settle(fair_id: int, note_id: int | None, row: SignUp | None) -> None:
    """Settle the offline record that led to a check-in."""
    if note_id is not None and row is not None:
        note = queries.doubtful_note(fair_id, note_id)
        operations.settle_note(note, by_id=current_user.id, row=row)


def _in(fair_id: int, *, is_new: bool) -> Saved:
    url = url_for(".door", fair_id=fair_id)
    return Saved("签到好了。", url) if is_new else Saved("这位已经签到过了。", url, "info")


@bp.post("/fairs/<int:fair_id>/door/<int:sign_up_id>")
@allow(*CASEWORKERS)
def admit(fair_id: int, sign_up_id: int) -> ResponseReturnValue:
    """Check in a person who was found by name or number."""
    form = AdmitForm()

    def save() -> Saved:
        return _admitted(fair_id, sign_up_id, form.check_in_method(), form.note.chosen())

    return form.save(save) or again(_empty_page(fair_id))


def _empty_page(fair_id: int) -> ResponseReturnValue:
    return door_page(fair_id, DoorForm(formdata=None))


@bp.post("/fairs/<int:fair_id>/door/walk-in/<int:veteran_id>")
@allow(*CASEWORKERS)
def walk_in(fair_id: int, veteran_id: int) -> ResponseReturnValue:
    """Check in a registered veteran who did not sign up, of any township."""
    form = AdmitForm()

    def save() -> Saved:
        fair = queries.door_fair(fair_id, current_user)
        veteran = _found_veteran(fair_id, veteran_id, form.proof.data)
        method = form.check_in_method()
        is_new = operations.walk_in(fair, veteran, county=county(), by=current_user, method=method)
        _settle(fair_id, form.note.chosen(), queries.sign_up_of(fair_id, veteran_id))
        return _in(fair_id, is_new=is_new)

    return form.save(save) or again(_empty_page(fair_id))


def _found_veteran(fair_id: int, veteran_id: int, proof: str | None) -> Veteran:
    """Return a veteran in the viewer's scope, or one they found at this desk.

    Raises NotFoundError for others: nobody learns a name by trying numbers.
    """
    veteran = any_veteran(veteran_id)
    if may_see(current_user, veteran) or proof == _proof(fair_id, veteran):
        return veteran
    raise NotFoundError


@bp.route("/fairs/<int:fair_id>/door/newcomer", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def newcomer(fair_id: int) -> ResponseReturnValue:
    """Register a person who comes without being registered, and check them in."""
    queries.door_fair(fair_id, current_user)
    form = NewcomerForm(current_user)

    def save() -> Saved:
        fair = queries.door_fair(fair_id, current_user)
        veteran, is_new = operations.register_at_door(
            fair, form.facts(), wording=ON_BEHALF_WORDING, county=county(), by=current_user
        )
        _settle(fair_id, form.note.chosen(), queries.sign_up_of(fair_id, veteran.id))
        url = url_for(".door", fair_id=fair_id)
        return Saved(REGISTERED, url) if is_new else Saved(KNOWN, url, "info")

    return form.save(save) or door_page(fair_id, DoorForm(formdata=None), newcomer=form)


@bp.post("/fairs/<int:fair_id>/door/<int:sign_up_id>/undo")
@allow(*CASEWORKERS)
def undo(fair_id: int, sign_up_id: int) -> ResponseReturnValue:
    """Remove a wrong check-in."""

    def save() -> Saved:
        queries.door_fair(fair_id, current_user)
        operations.undo_check_in(queries.sign_up_for(fair_id, sign_up_id))
        return Saved("已撤销签到。", url_for(".door", fair_id=fair_id))

    return ButtonForm().save(save) or again(_empty_page(fair_id))
