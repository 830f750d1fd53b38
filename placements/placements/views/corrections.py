"""Corrections of a placement: contract, channel, and a void that is taken back."""

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import looks
from core.access import HIRING_DESK, OFFICERS, allow
from core.forms import Saved, again, form_page
from jobs.applications.disclosure import name_for
from placements.placements.forms import ChannelForm, ContractForm, RestoreForm
from placements.placements.operations.attributing import correct_channel
from placements.placements.operations.contracts import record_contract
from placements.placements.operations.restoring import restore as restore_placement
from placements.placements.queries import records
from placements.placements.views.blueprint import bp
from placements.placements.views.claims import fair_choices
from placements.placements.views.records import show_detail


@bp.route("/placements/<int:placement_id>/contract", methods=["GET", "POST"])
@allow(*HIRING_DESK)
def contract(placement_id: int) -> ResponseReturnValue:
    """Record contract and social insurance, on which the tax benefit depends."""
    placement = records.placement_for(placement_id, current_user)
    looks.show((placement.veteran,))
    form = ContractForm(obj=placement)

    def save() -> Saved:
        row = records.placement_for(placement_id, current_user)
        form.require_seen(row)
        record_contract(row, form.facts())
        return Saved("合同和社保已记下。", url_for(".detail", placement_id=placement_id))

    return form.save(save) or form_page(
        "placements/contract.html",
        form,
        placement=placement,
        who=name_for(current_user, placement.veteran, f"{placement_id} 号记录"),
    )


@bp.route("/placements/<int:placement_id>/channel", methods=["GET", "POST"])
@allow(*OFFICERS)
def correct(placement_id: int) -> ResponseReturnValue:
    """Correct how the veteran came to the work, with a reason."""
    placement = records.placement_for(placement_id, current_user)
    form = ChannelForm(channel=placement.channel, fair=placement.fair_id, version=placement.version)
    choices = fair_choices(placement.veteran_id, placement.employer_id)
    form.fair.choices = [*form.fair.choices, *choices]

    def save() -> Saved:
        row = records.placement_for(placement_id, current_user)
        form.require_seen(row)
        correct_channel(
            row,
            form.channel.member,
            fair_id=form.fair.data,
            reason=form.reason.data,
            by=current_user,
        )
        return Saved("已改。", url_for(".detail", placement_id=placement_id))

    return form.save(save) or form_page("placements/channel.html", form, placement=placement)


@bp.route("/placements/<int:placement_id>/restore", methods=["POST"])
@allow(*OFFICERS)
def restore(placement_id: int) -> ResponseReturnValue:
    """Take a void back."""
    form = RestoreForm()

    def save() -> Saved:
        placement = records.placement_for(placement_id, current_user)
        form.require_seen(placement)
        restore_placement(placement, by=current_user, reason=form.restore_reason.data)
        message = f"已撤销，现在是“{placement.status.label}”。"
        return Saved(message, url_for(".detail", placement_id=placement_id))

    return form.save(save) or again(show_detail(placement_id, form))
