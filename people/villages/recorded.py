"""What the record calls the events of villages."""

from core.recorded import Detail, Kind, Recorded, Subject
from people.divisions.queries import place_name


def _village(code: str | None) -> str:
    return place_name(code) or "已撤销的村"


RECORDED = Recorded(
    actions={
        Kind.CHANGE: {
            "village.add": "加了村、社区",
            "village.rename": "改了村、社区名",
            "village.load": "导入了村、社区",
            "residence.set": "登记了住哪个村",
        },
        Kind.UNDO: {"village.remove": "撤销了村、社区", "residence.remove": "清空了住哪个村"},
    },
    details={
        "code": Detail("村、社区", words=_village),
        "village": Detail("村、社区", words=_village),
        "added": Detail("新加"),
        "renamed": Detail("改名"),
    },
    subjects={"village": Subject("村、社区")},
    pages={
        "villages.detail": "村、社区的人",
        "villages.print_people": "村、社区的人",
        "villages.without": "没有填村的人",
        "villages.set_together": "没有填村的人",
        "villages.residence": "住哪个村",
    },
)
