"""Arrivals as the application sees them."""

from core import rooms
from core.access import BUREAU_READERS
from core.features import Feature
from core.navigation import Entry
from people.arrivals.exports import ARRIVALS as EXPORT
from people.arrivals.parameters import PARAMETERS
from people.arrivals.privacy import PERSONAL
from people.arrivals.recorded import RECORDED
from people.arrivals.sheet import ARRIVALS
from people.arrivals.views import bp

FEATURE = Feature(
    name="arrivals",
    recorded=RECORDED,
    blueprint=bp,
    menu=(
        Entry("新接收“一件事”", "list-check", "arrivals.index", BUREAU_READERS, rooms.PEOPLE, 14),
    ),
    parameters=PARAMETERS,
    exports=(EXPORT,),
    sheets=(ARRIVALS,),
    personal=PERSONAL,
)
