"""What the record calls the import of a fair's roster."""

from core.recorded import Detail, Kind, Recorded

RECORDED = Recorded(
    actions={
        Kind.CHANGE: {"fair.take_roster": "导入了招聘会名册"},
        Kind.UNDO: {"fair.undo_roster": "撤销了招聘会名册的导入"},
    },
    details={
        "came": Detail("签到"),
        "met": Detail("结果"),
        "created": Detail("新增"),
        "left": Detail("没有写"),
        "deleted": Detail("删去的"),
        "restored": Detail("恢复"),
        "batch": Detail("批次"),
    },
)
