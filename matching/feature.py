"""Matching as the application sees it."""

from core.access import COUNTY_READERS, VETERANS
from core.features import Feature
from core.navigation import Entry
from matching import parameters, schedule
from matching.cli import cli
from matching.privacy import PERSONAL
from matching.views import bp

FEATURE = Feature(
    name="matching",
    blueprint=bp,
    commands=(cli,),
    schedule=(schedule.index, schedule.forget),
    menu=(Entry("推荐怎么排", "list-check", "matching.version_list", COUNTY_READERS, "系统", 93),),
    tabs=(Entry("找工作", "briefcase-2", "matching.index", VETERANS, order=10),),
    parameters=(parameters.GRACE_MINUTES, parameters.IMPRESSION_DAYS),
    personal=PERSONAL,
)
