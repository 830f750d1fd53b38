"""Benefits of hiring veterans as the application sees them."""

from core import rooms
from core.access import COUNTY_READERS, EMPLOYERS
from core.features import Feature
from core.navigation import Entry
from placements.benefits import parameters
from placements.benefits.recorded import RECORDED
from placements.benefits.views import bp

FEATURE = Feature(
    name="benefits",
    recorded=RECORDED,
    blueprint=bp,
    menu=(
        Entry("招用优惠", "cash", "benefits.own", EMPLOYERS, rooms.OWN_HIRES, 28),
        Entry("拥军企业", "medal", "benefits.recognition", COUNTY_READERS, rooms.PLACED, 52),
    ),
    parameters=(
        parameters.TAX_MONTHS,
        parameters.TAX_CONTRACT,
        parameters.TAX_YEARLY,
        parameters.RECOGNITION_HIRES,
        parameters.RECOGNITION_STAY,
    ),
)
