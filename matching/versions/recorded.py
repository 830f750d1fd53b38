"""What the record calls the events of the versions of matching."""

from core.recorded import HIDDEN, Detail, Kind, Recorded, Subject
from matching.versions.models import ModelKind

RECORDED = Recorded(
    actions={
        Kind.CHANGE: {
            "matching.version_make": "算了一版匹配",
            "matching.version_activate": "启用一版匹配",
        },
        Kind.UNDO: {"matching.version_roll_back": "退回上一版匹配"},
    },
    details={"kind": Detail("哪一种", (ModelKind,)), "to": HIDDEN},
    subjects={"model_version": Subject("匹配版本")},
)
