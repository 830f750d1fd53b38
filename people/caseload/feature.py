"""The caseload as the application sees it."""

from core import clock, rooms
from core.access import BUREAU_READERS
from core.features import DeskLine, Feature
from core.navigation import Entry
from core.parameters.registry import amount_of
from people.accounts.models import Account
from people.caseload import operations, queries
from people.caseload.exports import CASELOAD
from people.caseload.parameters import CONTACT_DAYS
from people.caseload.privacy import PERSONAL
from people.caseload.queries import CaseFilter
from people.caseload.recorded import RECORDED
from people.caseload.views import bp


def _contact_days() -> int:
    return amount_of(CONTACT_DAYS, clock.today())


def _count_silent(viewer: Account) -> int:
    moment = queries.silent_moment(_contact_days())
    return queries.count_cases(viewer, CaseFilter(silent_since=moment))


def _count_overdue(viewer: Account) -> int:
    return queries.count_cases(viewer, CaseFilter(overdue_by=clock.today()))


FEATURE = Feature(
    name="caseload",
    recorded=RECORDED,
    blueprint=bp,
    exports=(CASELOAD,),
    menu=(Entry("没有就业的人", "user", "caseload.index", BUREAU_READERS, rooms.PEOPLE, 12),),
    parameters=(CONTACT_DAYS,),
    personal=PERSONAL,
    hand_over=operations.hand_over,
    desk_lines=(
        DeskLine(
            lambda: f"人没工作、{_contact_days()} 天没联系",
            _count_silent,
            "caseload.index",
            "去联系",
            BUREAU_READERS,
            order=90,
            arguments={"silent": 1},
        ),
        DeskLine(
            "人的下一步过期了",
            _count_overdue,
            "caseload.index",
            "去办",
            BUREAU_READERS,
            order=100,
            arguments={"overdue": 1},
            is_urgent=True,
        ),
    ),
)
