"""One arrival: receive, its checklist, one item, its papers, how the veteran was received."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock, looks
from core.access import BUREAU_READERS, CASEWORKERS, allow
from core.db import found
from core.files.storage import answer_with
from core.forms import BaseForm, Saved, form_page
from people.arrivals import operations, queries
from people.arrivals.checklist import templates_by_key
from people.arrivals.forms import CorrectForm, ReceiveForm, TickForm
from people.arrivals.models import group_of
from people.arrivals.operations.ticking import items_to_change
from people.arrivals.views.blueprint import bp
from people.divisions.queries import short_name
from people.veterans.queries import veteran_for


@bp.route("/veterans/<int:veteran_id>/arrival", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def receive(veteran_id: int) -> ResponseReturnValue:
    """Record a veteran's arrival, or go to the checklist there is."""
    veteran = veteran_for(veteran_id, current_user)
    known = queries.arrival_of(veteran_id)
    if known is not None:
        return redirect(url_for(".detail", arrival_id=known.id))
    form = ReceiveForm(resettlement_mode=veteran.resettlement_mode)

    def save() -> Saved:
        arrival = operations.receive(
            veteran_for(veteran_id, current_user),
            approved_on=form.approved_on.data,
            mode=form.resettlement_mode.member,
        )
        return Saved("已接收，下面是要办的事。", url_for(".detail", arrival_id=arrival.id))

    return form.save(save) or form_page(
        "arrivals/receive.html", form, veteran=veteran_for(veteran_id, current_user)
    )


@bp.get("/arrivals/<int:arrival_id>")
@allow(*BUREAU_READERS)
def detail(arrival_id: int) -> ResponseReturnValue:
    """Show the checklist of a veteran, and who changed what."""
    arrival = queries.arrival_for(arrival_id, current_user)
    profile = arrival.veteran.resettlement_mode
    return form_page(
        "arrivals/detail.html",
        BaseForm(formdata=None),
        arrival=arrival,
        group=arrival.group,
        other_mode=profile if profile and group_of(profile) is not arrival.group else None,
        changes=queries.history_of(arrival.id),
        place=short_name,
        may_tick=current_user.role in CASEWORKERS,
        late={item.id for item in arrival.items if item.is_late(clock.today())},
    )


@bp.route("/arrivals/<int:arrival_id>/correct", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def correct(arrival_id: int) -> ResponseReturnValue:
    """Correct the year, the day of approval and the way of resettlement."""
    arrival = queries.arrival_for(arrival_id, current_user)
    form = CorrectForm(obj=arrival)

    def save() -> Saved:
        present = queries.arrival_for(arrival_id, current_user)
        form.check_version(present)
        operations.set_facts(
            present,
            year=form.year.data,
            approved_on=form.approved_on.data,
            mode=form.resettlement_mode.member,
        )
        return Saved("接收情况已改。", url_for(".detail", arrival_id=arrival_id))

    return form.save(save) or form_page("arrivals/correct.html", form, arrival=arrival)


@bp.route("/arrivals/items/<int:item_id>", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def tick(item_id: int) -> ResponseReturnValue:
    """Record the result of an item, with its day, its paper and a file."""
    item = queries.item_for(item_id, current_user)
    form = TickForm.of(item)

    def save() -> Saved:
        (present,) = items_to_change([item_id], current_user)
        operations.tick(present, form.result(), by=current_user, document=form.document)
        return Saved("已记下。", url_for(".detail", arrival_id=present.arrival_id))

    answer = form.save(save)
    if answer is not None:
        return answer
    item = queries.item_for(item_id, current_user)
    one = templates_by_key().get(item.key)
    has_paper = one is None or one.has_paper or item.paper_no or item.file_id
    return form_page("arrivals/item.html", form, item=item, has_paper=bool(has_paper))


@bp.get("/arrivals/items/<int:item_id>/document")
@allow(*BUREAU_READERS)
def document(item_id: int) -> ResponseReturnValue:
    """Show the paper of an item."""
    item = queries.item_for(item_id, current_user)
    looks.show([item.arrival.veteran])
    return answer_with(found(item.file))
