"""The record as the application sees it."""

from core import rooms
from core.access import AUDITORS
from core.features import Feature
from core.navigation import Entry
from people.auditing.exports import AUDIT
from people.auditing.recorded import RECORDED
from people.auditing.views import bp

FEATURE = Feature(
    name="auditing",
    blueprint=bp,
    menu=(Entry("操作记录", "clipboard-check", "auditing.index", AUDITORS, rooms.SYSTEM, 92),),
    exports=(AUDIT,),
    recorded=RECORDED,
)
