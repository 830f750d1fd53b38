"""The telephone list as the application sees it."""

from core import rooms
from core.access import CASEWORKERS
from core.features import DeskLine, Feature
from core.navigation import Entry
from people.calls.exports import CALLS
from people.calls.queries import count_calls
from people.calls.recorded import RECORDED
from people.calls.views import bp

FEATURE = Feature(
    name="calls",
    recorded=RECORDED,
    blueprint=bp,
    exports=(CALLS,),
    menu=(Entry("电话名单", "phone", "calls.index", CASEWORKERS, rooms.PEOPLE, 13, count_calls),),
    desk_lines=(
        DeskLine("个电话要打", count_calls, "calls.index", "去打", CASEWORKERS, order=120),
    ),
)
