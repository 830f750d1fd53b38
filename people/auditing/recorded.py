"""What the record calls the reading of the record."""

from core.recorded import Kind, Recorded, Subject

RECORDED = Recorded(
    actions={Kind.EXPORT: {"audit.export": "导出了操作记录"}},
    subjects={"audit": Subject("操作记录")},
    pages={
        "auditing.index": "操作记录",
        "auditing.find": "操作记录",
        "auditing.sheet": "操作记录",
    },
)
