"""Who confirmed a placement, on whose behalf and how, and how its channel came about, in words."""

from collections.abc import Mapping

from core.filters import moment
from placements.placements.models import Placement, Side

STAFF = "工作人员"  # for viewers who do not read the names of staff


def confirmation_of(placement: Placement, side: Side, staff: Mapping[int, str]) -> str:
    """Return when and by whom a side was confirmed; `staff` are the names the viewer may read."""
    if side is Side.EMPLOYER:
        if placement.employer_id is None:
            return "单位不在平台上，没有请它确认"
        at, by, asked = (
            placement.employer_confirmed_at,
            placement.employer_confirmed_by,
            placement.employer_asked_by,
        )
    else:
        at, by, asked = (
            placement.veteran_confirmed_at,
            placement.veteran_confirmed_by,
            placement.veteran_asked_by,
        )
    if at is None:
        return "还没有"
    if by is None:
        return moment(at)
    means = f"凭{asked.label}" if asked else "怎么问到的没有记"
    return f"{moment(at)}，{staff.get(by, STAFF)}代{side.label}记（{means}）"


def channel_note(placement: Placement, staff: Mapping[int, str]) -> str:
    """Return what the rule found and, where staff corrected it, who did, when and why."""
    if not placement.channel_reason:
        return placement.attribution
    who = staff.get(placement.channel_by or 0, STAFF)
    return (
        f"{who}在{moment(placement.channel_at)}改的，理由：{placement.channel_reason}。"
        f"按规则判断的是：{placement.attribution}"
    )


def restored_note(placement: Placement, staff: Mapping[int, str]) -> str:
    """Return who took a void back, when and why; empty where nobody did."""
    if placement.restored_at is None:
        return ""
    who = staff.get(placement.restored_by or 0, STAFF)
    return (
        f"曾记为不成立（{placement.void_note}）。"
        f"{who}在{moment(placement.restored_at)}撤销，理由：{placement.restored_reason}"
    )


def staff_named(placement: Placement) -> set[int]:
    """Return the ids of the staff these words name."""
    ids = (
        placement.employer_confirmed_by,
        placement.veteran_confirmed_by,
        placement.channel_by,
        placement.restored_by,
    )
    return {one for one in ids if one is not None}
