"""Notices as the application sees them."""

from core.access import NOTICE_READERS, VETERANS
from core.features import Feature
from core.navigation import Entry
from people.notices import schedule
from people.notices.privacy import PERSONAL
from people.notices.queries import count_unread
from people.notices.views import bp

FEATURE = Feature(
    name="notices",
    blueprint=bp,
    schedule=(schedule.relay,),
    menu=(
        Entry("消息", "bell", "notices.index", NOTICE_READERS - VETERANS, "我的", 90, count_unread),
    ),
    tabs=(Entry("消息", "bell", "notices.index", VETERANS, order=80, count=count_unread),),
    personal=PERSONAL,
)
