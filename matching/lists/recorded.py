"""What the record calls the events and pages of lists."""

from core.recorded import Detail, Kind, Recorded

RECORDED = Recorded(
    actions={Kind.TASK: {"matching.lists": "算好了推荐"}},
    details={"veterans": Detail("人数"), "depth": Detail("每人岗位数")},
    pages={
        "lists.for_veteran": "适合的岗位",
        "lists.why_for_veteran": "一个岗位为什么合适",
        "lists.near_for_veteran": "差一点的岗位",
    },
)
