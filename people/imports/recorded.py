"""What the record calls the events of imports from sheets."""

from core.recorded import Detail, Kind, Recorded, Subject

RECORDED = Recorded(
    actions={
        Kind.CHANGE: {
            "import.open": "上传了表格",
            "import.choose": "对了表格的列",
            "import.look": "看了表格的内容",
            "import.fix": "成批改了表格的内容",
            "import.check": "试读了表格",
            "import.fail": "表格没有读成",
            "import.begin": "开始导入表格",
            "import.load": "导入了表格",
        },
        Kind.UNDO: {"import.undo": "撤销了导入"},
    },
    details={
        "forced": Detail("同一份表再导一次"),
        "columns": Detail("列数"),
        "fixes": Detail("改法"),
        "rows": Detail("行数"),
        "read": Detail("读了几行"),
        "loadable": Detail("能导入"),
        "refused": Detail("没有读成"),
        "removed": Detail("撤销了"),
        "kept": Detail("留下的"),
    },
    subjects={"import_batch": Subject("表格")},
    pages={"imports.undo": "撤销导入以前看留下的人"},
)
