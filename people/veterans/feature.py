"""Veterans as the application sees them."""

from core import rooms
from core.access import BUREAU_READERS, CASEWORKERS, VETERANS, Role
from core.features import DeskLine, Feature
from core.navigation import Entry
from people.secrecy.redaction import redact
from people.veterans.beginnings import BEGINNINGS
from people.veterans.exports import EXPORTS
from people.veterans.parameters import CLAIM_DAYS
from people.veterans.privacy import PERSONAL
from people.veterans.queries import count_waiting, identity_of, own_inbox
from people.veterans.recorded import RECORDED
from people.veterans.views import bp

FEATURE = Feature(
    name="veterans",
    recorded=RECORDED,
    beginnings=BEGINNINGS,
    blueprint=bp,
    menu=(
        Entry("名单", "users", "veterans.index", BUREAU_READERS, rooms.PEOPLE, 10),
        Entry(
            "待核实",
            "clipboard-check",
            "veterans.queue",
            CASEWORKERS,
            rooms.PEOPLE,
            11,
            count_waiting,
        ),
    ),
    tabs=(
        Entry(
            "我的",
            "user",
            "veterans.me",
            VETERANS,
            order=90,
            covers=frozenset({"/account"}),
        ),
    ),
    desk_lines=(
        DeskLine(
            "名退役军人等核实", count_waiting, "veterans.queue", "去核实", CASEWORKERS, order=130
        ),
    ),
    parameters=(CLAIM_DAYS,),
    exports=EXPORTS,
    personal=PERSONAL,
    addressees={Role.VETERAN: own_inbox},
    identity_of=identity_of,
    redact=redact,
)
