"""Placements for employers and the bureau: list, page, confirm, verify, end, make void."""

from dataclasses import replace

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import Select

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
from core.list_filters import FilterLink, address_with, asked_year, filter_link
from jobs.applications.disclosure import name_for, names_for
from people.accounts.models import Account
from people.accounts.queries import names_of
from placements.placements import wording
from placements.placements.forms import (
    BehalfForm,
    EndForm,
    RestoreForm,
    UndoForm,
    VerifyPlacementForm,
)
from placements.placements.lifecycle import LIFE
from placements.placements.models import (
    Placement,
    PlacementChannel,
    PlacementStatus,
    Side,
    VoidCause,
)
from placements.placements.operations import confirming, ending, verifying
from placements.placements.queries import records
from placements.placements.views.blueprint import bp


def asked_placements(viewer: Account) -> Select[Placement]:
    """Return the query of the list with the filters of this address."""
    return records.placements_seen_by(
        viewer,
        status=PlacementStatus.get(request.args.get("status")),
        channel=PlacementChannel.get(request.args.get("channel")),
        year=asked_year(),
        cause=VoidCause.get(request.args.get("reason")),
    )


@bp.get("/placements")
@allow(*HIRING_READERS)
def index() -> str:
    """List the placements within the viewer's scope."""
    status = PlacementStatus.get(request.args.get("status"))
    page = paging.paginate(asked_placements(current_user), number=paging.asked_page())
    return render_template(
        "placements/index.html",
        page=page,
        names=names_for(current_user, [row.veteran for row in page.rows]),
        status_links=_status_links(status),
        year_links=[
            filter_link("year", str(one), f"{one}年") for one in records.years_seen_by(current_user)
        ],
        cause_links=_cause_links() if status is PlacementStatus.VOID else [],
        is_own=current_user.role is Role.EMPLOYER,
        is_county=current_user.role in COUNTY_READERS,
        year=clock.this_year(),
    )


def _status_links(status: PlacementStatus | None) -> list[FilterLink]:
    """Return the statuses there are as links, each with how many placements have it."""
    counts = records.count_by_status(current_user)
    rows = [FilterLink("全部", address_with("status", None), status is None)]
    for one in PlacementStatus:
        if counts.get(one):
            address = url_for(".index", status=one.value)
            rows.append(FilterLink(one.label, address, status is one, counts[one]))
    return rows


def _cause_links() -> list[FilterLink]:
    """Return the causes of void placements as links, each with how many have it."""
    counts = records.count_by_cause(current_user)
    return [
        replace(filter_link("reason", one.value, one.label), count=counts[one])
        for one in VoidCause
        if counts.get(one)
    ]


@bp.get("/placements/<int:placement_id>")
@allow(*HIRING_READERS)
def detail(placement_id: int) -> str:
    """Show one placement and what may be done with it."""
    return show_detail(placement_id)


def show_detail(placement_id: int, failed: BaseForm | None = None) -> str:
    """Return the page of a placement, with the form that failed."""
    placement = records.placement_for(placement_id, current_user)
    role = current_user.role
    name = name_for(current_user, placement.veteran, "")
    looks.show((placement.veteran,))  # an employer sees their pay, if not their name
    is_employer, may_change = role is Role.EMPLOYER, role in HIRING_DESK
    events = dict(LIFE.events(placement, role)) if may_change else {}
    asked = _unconfirmed(placement)
    return render_template(
        "placements/detail.html",
        placement=placement,
        who=name or f"{placement.id} 号记录",
        is_nameless=not name,
        is_claimed=placement.status is PlacementStatus.CLAIMED,
        is_void=placement.status is PlacementStatus.VOID,
        asked=asked,
        may_confirm=is_employer and asked is Side.EMPLOYER,
        confirm_url=_confirm_url(placement_id, asked),
        may_check=may_change and placement.status is PlacementStatus.VERIFIED,
        may_verify="verify" in events,
        may_end="end" in events,
        may_void="void" in events,
        may_restore="restore" in events,
        may_correct=role is Role.OFFICER and placement.status is not PlacementStatus.VOID,
        may_nothing=not events,
        evidence=[] if is_employer else records.evidence_of(placement.id),
        is_employer=is_employer,
        may_change=may_change,
        failed=failed,
        behalf_form=failed if isinstance(failed, BehalfForm) else BehalfForm(formdata=None),
        verify_form=_form(VerifyPlacementForm, failed, placement),
        undo_form=_form(UndoForm, failed, placement),
        restore_form=_form(RestoreForm, failed, placement),
        end_form=_form(EndForm, failed, placement),
        **_words(placement, is_employer=is_employer),
    )


def _words(placement: Placement, *, is_employer: bool) -> dict[str, str]:
    """Return who confirmed, corrected and restored; an employer reads no names of staff."""
    staff = {} if is_employer else names_of(wording.staff_named(placement))
    return {
        "employer_words": wording.confirmation_of(placement, Side.EMPLOYER, staff),
        "veteran_words": wording.confirmation_of(placement, Side.VETERAN, staff),
        "channel_words": wording.channel_note(placement, staff),
        "restored_words": wording.restored_note(placement, staff),
    }


def _confirm_url(placement_id: int, side: Side | None) -> str:
    return url_for(".confirm", placement_id=placement_id, side=side.value.lower()) if side else ""


def _unconfirmed(placement: Placement) -> Side | None:
    """Return the side a claimed placement waits for, None where it waits for none."""
    if placement.status is not PlacementStatus.CLAIMED:
        return None
    if placement.employer_id is not None and placement.employer_confirmed_at is None:
        return Side.EMPLOYER
    return Side.VETERAN if placement.veteran_confirmed_at is None else None


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
    """Confirm for the employer, or on behalf of either side that staff asked."""
    form: BaseForm = ButtonForm() if current_user.role is Role.EMPLOYER else BehalfForm()

    def save() -> Saved:
        placement = records.placement_for(placement_id, current_user)
        chosen = confirming.side_of(current_user.role, Side.get(side.upper()))
        asked_by = form.asked_by.member if isinstance(form, BehalfForm) else None
        confirming.confirm(placement, chosen, by=current_user, asked_by=asked_by)
        message = f"已确认，现在是“{placement.status.label}”。"
        return Saved(message, url_for(".detail", placement_id=placement_id))

    return form.save(save) or again(show_detail(placement_id, form))


@bp.route("/placements/<int:placement_id>/deny", methods=["POST"])
@allow(*HIRING_DESK)
def deny(placement_id: int) -> ResponseReturnValue:
    """Make a placement void: the employer denies it, or the bureau undoes it."""
    form = UndoForm()

    def save() -> Saved:
        placement = records.placement_for(placement_id, current_user)
        form.require_seen(placement)
        ending.undo(placement, form.facts(), by=current_user)
        message = "已记为不成立，本人回到求职的人里。"
        return Saved(message, url_for(".detail", placement_id=placement_id))

    return form.save(save) or again(show_detail(placement_id, form))


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

    return form.save(save) or again(show_detail(placement_id, form))


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

    return form.save(save) or again(show_detail(placement_id, form))


@bp.get("/placements/<int:placement_id>/evidence/<int:evidence_id>")
@allow(*BUREAU_READERS)
def evidence(placement_id: int, evidence_id: int) -> ResponseReturnValue:
    """Show one of the documents behind a placement."""
    placement = records.placement_for(placement_id, current_user)
    looks.show((placement.veteran,))
    return answer_with(records.evidence_for(evidence_id, placement).file)
