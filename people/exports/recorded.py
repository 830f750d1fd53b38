"""What the record calls the events of exports."""

from core.features import installed
from core.recorded import Detail, Kind, Recorded, Subject


def _title(key: str) -> str:
    return next((one.title for one in installed().exports if one.key == key), "已取消的名单")


RECORDED = Recorded(
    actions={
        Kind.EXPORT: {"export.make": "导出了名单"},
        Kind.TASK: {
            "export.begin": "开始在后台导出",
            "export.fail": "没有导成",
            "export.expire": "删了导出的表",
        },
    },
    details={"list": Detail("名单", words=_title), "whole": Detail("号码完整")},
    subjects={"export_run": Subject("导出")},
    pages={"exports.new": "导出表格", "exports.whole": "导出完整号码"},
)
