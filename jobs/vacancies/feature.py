"""Vacancies as the application sees them."""

from core import rooms
from core.access import COUNTY_READERS, EMPLOYERS
from core.features import DeskLine, Feature
from core.navigation import Entry
from jobs.vacancies import queries, schedule
from jobs.vacancies.beginnings import BEGINNINGS
from jobs.vacancies.cli import cli
from jobs.vacancies.exports import EXPORTS
from jobs.vacancies.lifecycle import LIFE
from jobs.vacancies.parameters import (
    MINIMUM_HOUR,
    MINIMUM_MONTH,
    REMIND_DAYS,
    USUAL_DAYS,
    WORDING_HOUSE,
)
from jobs.vacancies.recorded import RECORDED
from jobs.vacancies.views import bp

FEATURE = Feature(
    name="vacancies",
    recorded=RECORDED,
    beginnings=BEGINNINGS,
    blueprint=bp,
    exports=EXPORTS,
    commands=(cli,),
    schedule=(schedule.expire, schedule.remind),
    menu=(
        Entry(
            "岗位审核",
            "clipboard-check",
            "vacancies.queue",
            COUNTY_READERS,
            rooms.HIRING,
            23,
            queries.count_waiting,
        ),
        Entry("岗位", "briefcase-2", "vacancies.index", COUNTY_READERS, rooms.HIRING, 22),
        Entry("岗位", "briefcase-2", "vacancies.index", EMPLOYERS, rooms.OWN_VACANCIES, 22),
    ),
    parameters=(USUAL_DAYS, REMIND_DAYS, WORDING_HOUSE, MINIMUM_MONTH, MINIMUM_HOUR),
    desk_lines=(
        DeskLine(
            "个岗位等审核",
            queries.count_waiting,
            "vacancies.queue",
            "去审核",
            COUNTY_READERS,
            order=20,
        ),
    ),
    lifecycles=(LIFE,),
)
