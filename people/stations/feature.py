"""Stations, the caseload and the telephone list as the application sees them."""

from core import clock
from core.access import BUREAU_READERS, CASEWORKERS, COUNTY_READERS
from core.features import DeskLine, Feature
from core.navigation import Entry
from core.parameters.registry import amount_of
from people.accounts.models import Account
from people.notices.queries import count_calls
from people.stations import queries
from people.stations.parameters import CONTACT_DAYS
from people.stations.privacy import PERSONAL
from people.stations.queries import CaseFilter
from people.stations.views import bp


def _contact_days() -> int:
    return amount_of(CONTACT_DAYS, clock.today())


def _count_silent(viewer: Account) -> int:
    moment = queries.silent_moment(_contact_days())
    return queries.count_cases(viewer, CaseFilter(silent_since=moment))


def _count_overdue(viewer: Account) -> int:
    return queries.count_cases(viewer, CaseFilter(overdue_by=clock.today()))


FEATURE = Feature(
    name="stations",
    blueprint=bp,
    menu=(
        Entry("没有就业的人", "user", "stations.caseload", BUREAU_READERS, "退役军人", 12),
        Entry("电话名单", "phone", "stations.calls", CASEWORKERS, "退役军人", 13, count_calls),
        Entry("服务站", "building-community", "stations.index", COUNTY_READERS, "服务站", 60),
        Entry(
            "站里的任务",
            "list-check",
            "stations.tasks",
            BUREAU_READERS,
            "服务站",
            61,
            queries.count_tasks,
        ),
    ),
    parameters=(CONTACT_DAYS,),
    personal=PERSONAL,
    desk_lines=(
        DeskLine(
            lambda: f"人没工作、{_contact_days()} 天没联系",
            _count_silent,
            "stations.caseload",
            "去联系",
            BUREAU_READERS,
            order=90,
            arguments={"silent": 1},
        ),
        DeskLine(
            "人的下一步过期了",
            _count_overdue,
            "stations.caseload",
            "去办",
            BUREAU_READERS,
            order=100,
            arguments={"overdue": 1},
            is_urgent=True,
        ),
        DeskLine(
            "件站里的任务", queries.count_tasks, "stations.tasks", "去办", BUREAU_READERS, order=110
        ),
        DeskLine("个电话要打", count_calls, "stations.calls", "去打", CASEWORKERS, order=120),
    ),
)
