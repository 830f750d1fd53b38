"""The scheduler as the application sees it."""

from typing import Any

from core.access import OFFICERS, SYSTEM_READERS
from core.features import DeskLine, Feature
from core.navigation import Entry
from core.scheduling import leader
from core.scheduling.cli import cli
from core.scheduling.views import bp


def _count_missing(_viewer: Any) -> int:
    """Return 1 where no process runs scheduled tasks."""
    return int(leader.current() is None)


FEATURE = Feature(
    name="scheduling",
    blueprint=bp,
    commands=(cli,),
    menu=(
        Entry("定时任务", "clock", "scheduling.index", SYSTEM_READERS, "系统", 95, _count_missing),
    ),
    desk_lines=(
        DeskLine(
            "定时任务没有在做：到期、提醒都不会发生",
            _count_missing,
            "scheduling.index",
            "看一看",
            OFFICERS,
            order=1,
            is_urgent=True,
        ),
    ),
)
