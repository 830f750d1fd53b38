"""Employers as the application sees them."""

from core import clock, rooms
from core.access import COUNTY_READERS, EMPLOYERS, Role
from core.features import DeskLine, Feature
from core.navigation import Entry
from core.parameters.registry import amount_of
from jobs.employers import parameters, schedule
from jobs.employers.beginnings import BEGINNINGS
from jobs.employers.cli import cli
from jobs.employers.exports import EXPORTS
from jobs.employers.queries import count_waiting, own_inbox
from jobs.employers.recorded import RECORDED
from jobs.employers.sheet import EMPLOYERS as SHEET
from jobs.employers.views import bp
from people.accounts.models import Account


def _count_waiting(_viewer: Account) -> int:
    return count_waiting()


def _decide_note() -> str:
    return f"{amount_of(parameters.DECIDE_DAYS, clock.today())} 个工作日内办完"


FEATURE = Feature(
    name="employers",
    recorded=RECORDED,
    beginnings=BEGINNINGS,
    blueprint=bp,
    exports=EXPORTS,
    sheets=(SHEET,),
    commands=(cli,),
    schedule=(schedule.lapse, schedule.remind),
    menu=(
        Entry("单位资料", "building", "employers.profile", EMPLOYERS, rooms.OWN_FIRM, 12),
        Entry(
            "单位核实",
            "shield-check",
            "employers.queue",
            COUNTY_READERS,
            rooms.HIRING,
            21,
            _count_waiting,
        ),
        Entry("用人单位", "building", "employers.index", COUNTY_READERS, rooms.HIRING, 20),
    ),
    parameters=(parameters.VERIFY_DAYS, parameters.RENEW_DAYS, parameters.DECIDE_DAYS),
    desk_lines=(
        DeskLine(
            "家单位等核实",
            _count_waiting,
            "employers.queue",
            "去核实",
            COUNTY_READERS,
            order=10,
            note=_decide_note,
        ),
    ),
    addressees={Role.EMPLOYER: own_inbox},
)
