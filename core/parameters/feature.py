"""The parameters page as the application sees it."""

from core import rooms
from core.access import COUNTY_READERS
from core.features import Feature
from core.navigation import Entry
from core.parameters.views import bp

FEATURE = Feature(
    name="parameters",
    blueprint=bp,
    menu=(Entry("参数", "settings", "parameters.index", COUNTY_READERS, rooms.SYSTEM, 89),),
)
