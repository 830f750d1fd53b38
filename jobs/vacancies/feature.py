"""Vacancies as the application sees them."""

from core.access import COUNTY_READERS, VACANCY_READERS
from core.features import DeskLine, Feature
from core.navigation import Entry
from jobs.vacancies import queries, schedule
from jobs.vacancies.cli import cli
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
    blueprint=bp,
    commands=(cli,),
    schedule=(schedule.expire, schedule.remind),
    menu=(
        Entry(
            "岗位审核",
            "clipboard-check",
            "vacancies.queue",
            COUNTY_READERS,
            "招聘",
            22,
            queries.count_waiting,
        ),
        Entry("岗位", "briefcase-2", "vacancies.index", VACANCY_READERS, "招聘", 23),
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
