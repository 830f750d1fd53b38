"""Stations as the application sees them."""

from core import rooms
from core.access import ADMINS, BUREAU_READERS, COUNTY_READERS
from core.features import DeskLine, Feature
from core.navigation import Entry
from people.accounts.models import Account
from people.stations.beginnings import BEGINNINGS
from people.stations.exports import EXPORTS
from people.stations.parameters import SMALL_STATION
from people.stations.privacy import PERSONAL
from people.stations.queries import count_tasks, count_without_account
from people.stations.recorded import RECORDED
from people.stations.sheet import STATIONS
from people.stations.views import bp


def _count_without_account(_viewer: Account) -> int:
    return count_without_account()


FEATURE = Feature(
    name="stations",
    recorded=RECORDED,
    blueprint=bp,
    exports=EXPORTS,
    menu=(
        Entry("服务站", "building-community", "stations.index", COUNTY_READERS, rooms.STATIONS, 60),
        Entry(
            "站里的任务",
            "list-check",
            "stations.tasks",
            BUREAU_READERS,
            rooms.STATIONS,
            61,
            count_tasks,
            covers=frozenset({"/stations"}),
        ),
        Entry(
            "站里人员账号",
            "user-plus",
            "stations.open_accounts",
            ADMINS,
            rooms.SYSTEM,
            76,
            _count_without_account,
            counted={"_anchor": "choices"},
        ),
    ),
    sheets=(STATIONS,),
    beginnings=BEGINNINGS,
    parameters=(SMALL_STATION,),
    personal=PERSONAL,
    desk_lines=(
        DeskLine("件站里的任务", count_tasks, "stations.tasks", "去办", BUREAU_READERS, order=110),
    ),
)
