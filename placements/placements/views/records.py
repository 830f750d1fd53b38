"""Placements for employers and the bureau: list, page, confirm, verify, end, make void."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock, looks, paging
from core.access import (
    BUREAU_READERS,
    CASEWORKERS,
    COUNTY_READERS,
    HIRING_DESK,
    HIRING_READERS,
    Role,
    allow,
)
from core.files.storage import answer_with
from core.forms import BaseForm, ButtonForm, Saved, VersionedForm, again
from core.list_filters import asked_year
from jobs.applications.disclosure import name_for, names_for
from placements.placements.forms import EndForm, UndoForm, VerifyPlacementForm
from placements.placements.lifecycle import LIFE
from placements.placements.models import Placement, PlacementChannel, PlacementStatus, Side
from placements.placements.operations import confirming, ending, verifying
from placements.placements.queries import records
from placements.placements.views.blueprint import bp


@bp.get("/placements")
@allow(*HIRING_READERS)
def index() -> str:
    """List the placements within the viewer's scope."""
    status = PlacementStatus.get(request.args.get("status"))
    query = records.placements_seen_by(
        current_user,
        status=status,
        channel=PlacementChannel.get(request.args.get("channel")),
        year=asked_year(),
    )
    page = paging.paginate(query, number=paging.asked_page())
    return render_template(
        "placements/index.html",
        page=page,
        names=names_for(current_user, [row.veteran for row in page.rows]),
        counts=records.count_by_status(current_user),
        statuses=list(PlacementStatus),
        status=status,
        is_own=current_user.role is Role.EMPLOYER,
        is_county=current_user.role in COUNTY_READERS,
        year=clock.this_year(),
    )


@bp.get("/placements/<int:placement_id>")
@allow(*HIRING_READERS)
def detail(placement_id: int) -> str:
    """Show one placement and what may be done with it."""
    return _detail(placement_id)


def _detail(placement_id: int, failed: BaseForm | None = None) -> str:
    placement = records.placement_for(placement_id, current_user)
    role = current_user.role
    name = name_for(current_user, placement.veteran, "")
    looks.show((placement.veteran,))  # an employer sees their pay, if not their name
    is_employer, may_change = role is Role.EMPLOYER, role in HIRING_DESK
    events = dict(LIFE.events(placement, role)) if may_change else {}
    return render_template(
        "placements/detail.html",
        placement=placement,
        who=name or f"{placement.id} 号记录",
        is_nameless=not name,
        is_claimed=placement.status is PlacementStatus.CLAIMED,
        may_check=may_change and placement.status is PlacementStatus.VERIFIED,
        may_verify="verify" in events,
        may_end="end" in events,
        may_void="void" in events,
        may_nothing=not events,
        evidence=[] if is_employer else records.evidence_of(placement.id),
        is_employer=is_employer,
        may_change=may_change,
        failed=failed,
        verify_form=_form(VerifyPlacementForm, failed, placement),
        undo_form=_form(UndoForm, failed, placement),
        end_form=_form(EndForm, failed, placement),
    )


def _form(
    kind: type[VersionedForm], failed: BaseForm | None, placement: Placement
) -> VersionedForm:
    """Return the form that failed where it is of this kind, else an empty one."""
    form = failed if isinstance(failed, kind) else kind(formdata=None)
    form.version.data, form.version.raw_data = placement.version, None
    return form


@bp.route("/placements/<int:placement_id>/confirm/<side>", methods=["POST"])
@allow(*HIRING_DESK)
def confirm(placement_id: int, side: str) -> ResponseReturnValue:
    """Confirm for the employer, or for either side that confirmed to staff by telephone."""

    def save() -> Saved:
        placement = records.placement_for(placement_id, current_user)
        chosen = confirming.side_of(current_user.role, Side.get(side.upper()))
        confirming.confirm(placement, chosen, by=current_user)
        message = f"已确认，现在是“{placement.status.label}”。"
        return Saved(message, url_for(".detail", placement_id=placement_id))

    return ButtonForm().save(save) or again(_detail(placement_id))


@bp.route("/placements/<int:placement_id>/deny", methods=["POST"])
@allow(*HIRING_DESK)
def deny(placement_id: int) -> ResponseReturnValue:
    """Make a placement void: the employer denies it, or the bureau undoes it."""
    form = UndoForm()

    def save() -> Saved:
        placement = records.placement_for(placement_id, current_user)
        form.require_seen(placement)
        ending.undo(placement, by=current_user, reason=form.reason.data or "")
        message = "已记为不成立，本人回到求职的人里。"
        return Saved(message, url_for(".detail", placement_id=placement_id))

    return form.save(save) or again(_detail(placement_id, form))


@bp.route("/placements/<int:placement_id>/verify", methods=["POST"])
@allow(*CASEWORKERS)
def verify(placement_id: int) -> ResponseReturnValue:
    """Verify what both sides confirmed."""
    form = VerifyPlacementForm()

    def save() -> Saved:
        placement = records.placement_for(placement_id, current_user)
        form.require_seen(placement)
        verifying.verify(placement, form.facts(), by=current_user)
        return Saved("已核实，计入就业人数。", url_for(".detail", placement_id=placement_id))

    return form.save(save) or again(_detail(placement_id, form))


@bp.route("/placements/<int:placement_id>/end", methods=["POST"])
@allow(*HIRING_DESK)
def end(placement_id: int) -> ResponseReturnValue:
    """Record that the veteran left."""
    form = EndForm()

    def save() -> Saved:
        placement = records.placement_for(placement_id, current_user)
        form.require_seen(placement)
        ending.end(placement, form.facts(), by=current_user)
        return Saved("已登记离职。", url_for(".detail", placement_id=placement_id))

    return form.save(save) or again(_detail(placement_id, form))


@bp.get("/placements/<int:placement_id>/evidence/<int:evidence_id>")
@allow(*BUREAU_READERS)
def evidence(placement_id: int, evidence_id: int) -> ResponseReturnValue:
    """Show one of the documents behind a placement."""
    placement = records.placement_for(placement_id, current_user)
    looks.show((placement.veteran,))
    return answer_with(records.evidence_for(evidence_id, placement).file)
