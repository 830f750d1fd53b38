"""What the record calls the events of the fictional county."""

from core.recorded import Detail, Kind, Recorded

RECORDED = Recorded(
    actions={Kind.TASK: {"demo.load": "装入了演示数据"}},
    details={"veterans": Detail("人数"), "vacancies": Detail("岗位数")},
)
