"""The scheduler as the application sees it."""

from typing import Any

from core import rooms
from core.access import OFFICERS, SYSTEM_EDITORS, SYSTEM_READERS
from core.counting import counted
from core.features import DeskLine, Feature
from core.navigation import Entry
from core.scheduling import clock_watch, leader
from core.scheduling.cli import cli
from core.scheduling.parameters import CLOCK_DAYS
from core.scheduling.views import bp


def _count_missing(_viewer: Any) -> int:
    """Return 1 where no process runs scheduled tasks."""
    return int(leader.current() is None)


def _count_faults(viewer: Any) -> int:
    """Return how many things stop scheduled tasks: no process, a clock to be checked."""
    return counted(_count_missing, viewer) + counted(clock_watch.count, viewer)


FEATURE = Feature(
    name="scheduling",
    blueprint=bp,
    commands=(cli,),
    menu=(
        Entry(
            "定时任务",
            "clock",
            "scheduling.index",
            SYSTEM_READERS,
            rooms.SYSTEM,
            95,
            _count_faults,
            counted={"_anchor": "faults"},
        ),
    ),
    parameters=(CLOCK_DAYS,),
    desk_lines=(
        DeskLine(
            "定时任务没有在做：到期、提醒都不会发生",
            _count_missing,
            "scheduling.index",
            "看一看",
            OFFICERS,
            order=1,
            arguments={"_anchor": "missing"},
            is_urgent=True,
        ),
        DeskLine(
            "件事：核对服务器的时间",
            clock_watch.count,
            "scheduling.confirm_clock",
            "去核对",
            SYSTEM_EDITORS,
            order=1,
            note="核对以前，到期、提醒、清理都先不做。",
            is_urgent=True,
        ),
    ),
)
