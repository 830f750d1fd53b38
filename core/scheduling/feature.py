"""The scheduler as the application sees it."""

from core.access import SYSTEM_READERS
from core.features import Feature
from core.navigation import Entry
from core.scheduling.cli import cli
from core.scheduling.views import bp

FEATURE = Feature(
    name="scheduling",
    blueprint=bp,
    commands=(cli,),
    menu=(Entry("定时任务", "clock", "scheduling.index", SYSTEM_READERS, "系统", 95),),
)
