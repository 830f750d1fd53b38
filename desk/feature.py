"""The first pages of staff and employers as the application sees them."""

from core import clock, rooms
from core.access import ADMINS, BUREAU_READERS, EMPLOYERS
from core.features import DeskLine, Feature
from core.navigation import Entry
from core.parameters.registry import amount_of
from desk.parameters import FAILED_REFERRALS
from desk.recorded import RECORDED
from desk.views import bp
from jobs.applications.queries import referrals_that_failed
from people.accounts.models import Account


def _tries() -> int:
    return amount_of(FAILED_REFERRALS, clock.today())


def _count_failed(viewer: Account) -> int:
    return len(referrals_that_failed(viewer, least=_tries()))


FEATURE = Feature(
    name="desk",
    recorded=RECORDED,
    blueprint=bp,
    menu=(
        Entry(
            "今天",
            "home",
            "desk.today",
            BUREAU_READERS,
            rooms.TODAY,
            1,
            covers=frozenset({"desk.first_day"}),
        ),
        Entry("开始使用", "list-check", "desk.first_day", ADMINS, rooms.SYSTEM, 70),
        Entry("工作台", "layout-dashboard", "desk.employer", EMPLOYERS, rooms.OWN_DESK, 10),
    ),
    parameters=(FAILED_REFERRALS,),
    desk_lines=(
        DeskLine(
            lambda: f"人推荐 {_tries()} 次没成",
            _count_failed,
            "desk.failed_referrals",
            "看一看",
            BUREAU_READERS,
            order=80,
        ),
    ),
)
