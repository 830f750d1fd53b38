"""Notices as the application sees them."""

from flask import Flask

from core import rooms
from core.access import NOTICE_READERS, VETERANS
from core.config import Settings, SettingsError
from core.features import Feature
from core.navigation import Entry
from people.notices import schedule
from people.notices.privacy import PERSONAL
from people.notices.queries import count_unread
from people.notices.recorded import RECORDED
from people.notices.sms import PROVIDERS
from people.notices.views import bp


def _check_provider(app: Flask) -> None:
    """Raise SettingsError where RONGYE_SMS names no provider."""
    settings: Settings = app.extensions["settings"]
    if settings.sms_provider not in PROVIDERS:
        raise SettingsError(
            f"设置 RONGYE_SMS 只能填 {'、'.join(PROVIDERS)}，现在是“{settings.sms_provider}”。"
            "请改好再启动。"
        )


UNREAD = {"unread": 1}  # the page lists only what is counted

FEATURE = Feature(
    name="notices",
    recorded=RECORDED,
    blueprint=bp,
    schedule=(schedule.relay,),
    set_up=_check_provider,
    menu=(
        Entry(
            "消息",
            "bell",
            "notices.index",
            NOTICE_READERS - VETERANS,
            rooms.ACCOUNT,
            90,
            count_unread,
            counted=UNREAD,
        ),
    ),
    tabs=(
        Entry(
            "消息", "bell", "notices.index", VETERANS, order=80, count=count_unread, counted=UNREAD
        ),
    ),
    personal=PERSONAL,
)
