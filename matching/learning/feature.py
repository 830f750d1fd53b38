"""Learning as the application sees it."""

from core import rooms
from core.access import COUNTY_READERS
from core.features import Feature
from core.navigation import Entry
from matching.learning import schedule
from matching.learning.cli import cli
from matching.learning.parameters import IMPRESSION_DAYS
from matching.learning.privacy import PERSONAL
from matching.learning.recorded import RECORDED
from matching.learning.views import bp

FEATURE = Feature(
    name="learning",
    recorded=RECORDED,
    blueprint=bp,
    commands=(cli,),
    schedule=(schedule.forget,),
    menu=(
        Entry(
            "推荐怎么排", "list-check", "learning.version_list", COUNTY_READERS, rooms.SYSTEM, 93
        ),
    ),
    parameters=(IMPRESSION_DAYS,),
    personal=PERSONAL,
)
