"""Fairs as the application sees them."""

from core import clock, rooms
from core.access import CASEWORKERS, COUNTY_READERS, EMPLOYERS, VETERANS
from core.features import DeskLine, Feature
from core.navigation import Entry
from fairs.fairs import queries, schedule
from fairs.fairs.cli import cli
from fairs.fairs.exports import EXPORTS
from fairs.fairs.figures import FIGURES
from fairs.fairs.lifecycle import LIFE
from fairs.fairs.parameters import DOOR_MINUTES, REMINDER_DAYS, RESULT_DAYS
from fairs.fairs.privacy import PERSONAL
from fairs.fairs.recorded import RECORDED
from fairs.fairs.views import bp
from jobs.employers.queries import employer_of
from people.accounts.models import Account


def _count_own_results(viewer: Account) -> int:
    return len(queries.results_to_report(employer_of(viewer.id).id))


def _count_overdue_results(_viewer: Account) -> int:
    return len(queries.overdue_results(clock.today()))


FEATURE = Feature(
    name="fairs",
    recorded=RECORDED,
    blueprint=bp,
    exports=EXPORTS,
    commands=(cli,),
    schedule=(schedule.advance, schedule.results),
    menu=(
        Entry(
            "参加招聘会",
            "calendar-event",
            "fairs.employer_fairs",
            EMPLOYERS,
            rooms.OWN_FAIRS,
            26,
            covers=frozenset({"/fairs"}),
        ),
        Entry(
            "招聘会",
            "calendar-event",
            "fairs.index",
            COUNTY_READERS,
            rooms.FAIRS,
            30,
            covers=frozenset({"/fairs"}),
        ),
        Entry(
            "现场签到",
            "qrcode",
            "fairs.doors",
            CASEWORKERS,
            rooms.FAIRS,
            31,
            covers=frozenset({"fairs.door", "fairs.newcomer", "fairs.paper_list"}),
        ),
    ),
    tabs=(
        Entry(
            "招聘会",
            "calendar-event",
            "fairs.coming",
            VETERANS,
            order=50,
            covers=frozenset({"/pledges"}),
        ),
    ),
    parameters=(RESULT_DAYS, REMINDER_DAYS, DOOR_MINUTES),
    personal=PERSONAL,
    figures=FIGURES,
    desk_lines=(
        DeskLine(
            "场招聘会的结果没报",
            _count_own_results,
            "fairs.employer_fairs",
            "去报",
            EMPLOYERS,
            order=30,
            arguments={"_anchor": "to-report"},
            is_urgent=True,
        ),
        DeskLine(
            "家单位的招聘会结果没报",
            _count_overdue_results,
            "fairs.index",
            "去催",
            COUNTY_READERS,
            order=40,
            arguments={"status": "ENDED", "_anchor": "overdue"},
            is_urgent=True,
        ),
        DeskLine(
            "条离线签到没认出",
            queries.count_open_notes,
            "fairs.doors",
            "去核对",
            CASEWORKERS,
            order=41,
            arguments={"_anchor": "notes"},
        ),
    ),
    lifecycles=(LIFE,),
)
