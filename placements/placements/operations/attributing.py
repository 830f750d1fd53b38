"""Set how a veteran came to the work: by the written rule, or corrected with a reason."""

from core import audit, clock
from core.db import db, found, lock_row
from core.errors import DomainError, Refusals, check_length
from core.parameters.registry import amount_of
from fairs.fairs.models import Fair
from people.accounts.models import Account
from placements.placements.attribution import attribute
from placements.placements.facts import LONGEST_REASON
from placements.placements.models import Placement, PlacementChannel, PlacementStatus
from placements.placements.parameters import ATTRIBUTION_MONTHS


def attribute_by_rule(placement: Placement) -> None:
    """Set channel, fair and reason by the written rule."""
    result = attribute(
        placement.veteran_id,
        placement.employer_id,
        placement.start_on,
        months=amount_of(ATTRIBUTION_MONTHS, clock.today()),
    )
    placement.channel, placement.fair_id = result.channel, result.fair_id
    placement.attribution = result.reason
    placement.channel_reason, placement.channel_by, placement.channel_at = "", None, None


def name_fair(placement: Placement, fair_id: int, reason: str, *, by: Account) -> None:
    """Set a fair in place of what the rule found. Raises DomainError without a reason."""
    _replace(placement, PlacementChannel.FAIR, fair_id, reason, by=by, at_reason="fair_reason")


def correct_channel(
    placement: Placement,
    channel: PlacementChannel,
    *,
    fair_id: int | None,
    reason: str,
    by: Account,
) -> None:
    """Correct how the veteran came to the work; what the rule found stays beside it.

    Raises DomainError for a void placement, without a reason, for a fair that had not begun by
    the start day, and for 招聘会 without a fair.
    """
    locked = lock_row(placement)  # another may verify it or make it void just now
    if locked.status is PlacementStatus.VOID:
        raise DomainError("这条就业记录不成立，不用改怎么来的。")
    before = locked.channel
    _replace(locked, channel, fair_id, reason, by=by, at_reason="reason")
    db.session.flush()
    audit.record(
        "placement.correct_channel",
        "placement",
        locked.id,
        before=before.value,
        channel=channel.value,
        fair=locked.fair_id,
        about=[locked.veteran_id],
    )


def _replace(
    placement: Placement,
    channel: PlacementChannel,
    fair_id: int | None,
    reason: str,
    *,
    by: Account,
    at_reason: str,
) -> None:
    refusals = Refusals()
    is_fair = channel is PlacementChannel.FAIR
    if is_fair:
        with refusals.collecting():
            _check_fair(placement, fair_id)
    if not reason.strip():
        refusals.add("和系统判断的不一样，请写明理由。", field=at_reason)
    with refusals.collecting():
        check_length(reason.strip(), LONGEST_REASON, field=at_reason)
    refusals.raise_if_any()
    placement.channel, placement.fair_id = channel, fair_id if is_fair else None
    placement.channel_reason = reason.strip()
    placement.channel_by, placement.channel_at = by.id, clock.now()


def _check_fair(placement: Placement, fair_id: int | None) -> None:
    if fair_id is None:
        raise DomainError("请选是哪一场招聘会。", field="fair")
    fair = found(db.session.get(Fair, fair_id))
    if clock.day_of(fair.starts_at) > placement.start_on:
        raise DomainError("这场招聘会在到岗以后才开，不会是从那里来的。", field="fair")
