"""Placements as the application sees them."""

from core import clock, rooms
from core.access import BUREAU_READERS, EMPLOYERS
from core.features import DeskLine, Feature
from core.navigation import Entry
from people.accounts.models import Account
from placements.placements import parameters, schedule
from placements.placements.exports import EXPORTS
from placements.placements.figures import PLACED
from placements.placements.following import follow_application
from placements.placements.lifecycle import LIFE
from placements.placements.models import PlacementStatus
from placements.placements.privacy import PERSONAL
from placements.placements.queries import checks, records
from placements.placements.recorded import RECORDED
from placements.placements.views import bp


def _count_checks(viewer: Account) -> int:
    return checks.count_checks_due(viewer, clock.today())


def _count_claims(viewer: Account) -> int:
    return records.count_by_status(viewer).get(PlacementStatus.CLAIMED, 0)


def _count_unverified(viewer: Account) -> int:
    return records.count_by_status(viewer).get(PlacementStatus.CONFIRMED, 0)


FEATURE = Feature(
    name="placements",
    recorded=RECORDED,
    blueprint=bp,
    exports=EXPORTS,
    schedule=(schedule.checks,),
    menu=(
        Entry("到岗的人", "users", "placements.index", EMPLOYERS, rooms.OWN_HIRES, 27),
        Entry("就业记录", "briefcase-2", "placements.index", BUREAU_READERS, rooms.PLACED, 50),
        Entry(
            "到期回访",
            "phone",
            "placements.checks",
            BUREAU_READERS,
            rooms.PLACED,
            51,
            _count_checks,
        ),
    ),
    parameters=(
        parameters.ATTRIBUTION_MONTHS,
        parameters.START_AHEAD_DAYS,
        parameters.CHECK_LATE_DAYS,
    ),
    personal=PERSONAL,
    figures=(PLACED,),
    desk_lines=(
        DeskLine(
            "条到岗等确认",
            _count_claims,
            "placements.index",
            "去看",
            EMPLOYERS,
            order=40,
            arguments={"status": PlacementStatus.CLAIMED.value},
        ),
        DeskLine(
            "条就业等核实",
            _count_unverified,
            "placements.index",
            "去核实",
            BUREAU_READERS,
            order=65,
            arguments={"status": PlacementStatus.CONFIRMED.value},
            note="核实以后才算就业人数。",
        ),
        DeskLine(
            "个就业回访到期",
            _count_checks,
            "placements.checks",
            "去回访",
            BUREAU_READERS,
            order=70,
            is_urgent=True,
        ),
    ),
    lifecycles=(LIFE,),
    follows={"application": follow_application},
)
