"""Exchange with other bureaus as the application sees it."""

from core import rooms
from core.access import OFFICERS
from core.features import Feature
from core.navigation import Entry
from fairs.exchange.parameters import PARTNER_DAYS
from fairs.exchange.recorded import RECORDED
from fairs.exchange.views import bp

FEATURE = Feature(
    name="exchange",
    recorded=RECORDED,
    blueprint=bp,
    menu=(Entry("跨局交换", "arrows-sort", "exchange.index", OFFICERS, rooms.FAIRS, 39),),
    parameters=(PARTNER_DAYS,),
)
