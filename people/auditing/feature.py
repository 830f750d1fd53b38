"""The record as the application sees it."""

from core import rooms
from core.access import AUDITORS
from core.features import Feature
from core.navigation import Entry
from people.auditing.parameters import EXPORT_MOST
from people.auditing.recorded import RECORDED
from people.auditing.views import bp

FEATURE = Feature(
    name="auditing",
    blueprint=bp,
    menu=(Entry("操作记录", "clipboard-check", "auditing.index", AUDITORS, rooms.SYSTEM, 92),),
    parameters=(EXPORT_MOST,),
    recorded=RECORDED,
)
