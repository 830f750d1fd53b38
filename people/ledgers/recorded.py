"""What the record calls the import of a ledger."""

from core.recorded import Detail, Kind, Recorded

RECORDED = Recorded(
    actions={
        Kind.CHANGE: {
            "veteran.take_from_ledger": "从台账导入",
            "veteran.change_by_ledger": "按台账改了资料",
        },
        Kind.UNDO: {"veteran.undo_ledger": "撤销了台账的导入"},
    },
    details={
        "created": Detail("新增"),
        "changed": Detail("改动"),
        "restored": Detail("恢复"),
        "left": Detail("没有写"),
        "batch": Detail("批次"),
    },
)
