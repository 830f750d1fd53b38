"""What the record calls the events of placements."""

from collections.abc import Collection

from sqlalchemy import select

from core.db import pairs
from core.recorded import Detail, Kind, Recorded, Subject
from placements.placements.models import (
    CheckResult,
    EndReason,
    Placement,
    PlacementChannel,
    PlacementStatus,
    Side,
    VerifyMethod,
    VoidCause,
)


def _employers(ids: Collection[int]) -> dict[int, str]:
    return pairs(select(Placement.id, Placement.employer_name).where(Placement.id.in_(set(ids))))


RECORDED = Recorded(
    actions={
        Kind.CHANGE: {
            "placement.claim": "登记到岗",
            "placement.confirm": "确认到岗",
            "placement.end": "登记离职",
            "placement.evidence": "上传了就业凭证",
            "placement.check": "记了回访",
            "placement.contract": "填了合同和社保",
            "placement.correct_channel": "改了怎么来的",
        },
        Kind.DECIDE: {"placement.verify": "核实就业"},
        Kind.UNDO: {
            "placement.void": "就业记录不成立",
            "placement.restore": "撤销了就业记录不成立",
        },
        Kind.TASK: {"placement.remind_checks": "提醒回访"},
    },
    details={
        "side": Detail("由哪一方", (Side,)),
        "by_side": Detail("由哪一方", (Side,)),
        "reason": Detail("原因", (EndReason,)),
        "method": Detail("怎么核实", (VerifyMethod,)),
        "kind": Detail("哪一种", (VerifyMethod,)),
        "result": Detail("结果", (CheckResult,)),
        "fair": Detail(),
        "status": Detail("改成", (PlacementStatus,)),
        "cause": Detail("为什么不成立", (VoidCause,)),
        "channel": Detail("改成", (PlacementChannel,)),
        "before": Detail("原来", (PlacementChannel,)),
    },
    subjects={"placement": Subject("就业记录", _employers)},
    pages={
        "placements.index": "就业记录",
        "placements.detail": "一条就业记录",
        "placements.confirm": "一条就业记录",
        "placements.deny": "一条就业记录",
        "placements.end": "一条就业记录",
        "placements.verify": "一条就业记录",
        "placements.restore": "一条就业记录",
        "placements.correct": "一条就业记录",
        "placements.contract": "合同和社保",
        "placements.evidence": "就业凭证",
        "placements.claim": "登记到岗",
        "placements.claim_for": "登记到岗",
        "placements.checks": "到期回访",
        "placements.check": "回访",
        "placements.people": "就业名单",
    },
)
