"""Pledges as the application sees them."""

from core import rooms
from core.access import COUNTY_READERS, EMPLOYERS
from core.features import Feature
from core.navigation import Entry
from placements.pledges.recorded import RECORDED
from placements.pledges.views import bp

FEATURE = Feature(
    name="pledges",
    recorded=RECORDED,
    blueprint=bp,
    menu=(
        Entry("招用承诺", "heart-handshake", "pledges.own", EMPLOYERS, rooms.OWN_HIRES, 29),
        Entry(
            "没兑现的承诺", "heart-handshake", "pledges.overdue", COUNTY_READERS, rooms.PLACED, 53
        ),
    ),
)
