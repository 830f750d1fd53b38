"""Vacancies as the application sees them."""

from core.access import COUNTY_READERS, VACANCY_READERS
from core.features import DeskLine, Feature
from core.navigation import Entry
from jobs.vacancies import queries, schedule
from jobs.vacancies.cli import cli
from jobs.vacancies.lifecycle import LIFE
from jobs.vacancies.views import bp
from people.accounts.models import Account


def _count_waiting(_viewer: Account) -> int:
    return queries.count_waiting()


FEATURE = Feature(
    name="vacancies",
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
            _count_waiting,
        ),
        Entry("岗位", "briefcase-2", "vacancies.index", VACANCY_READERS, "招聘", 23),
    ),
    desk_lines=(
        DeskLine(
            "个岗位等审核", _count_waiting, "vacancies.queue", "去审核", COUNTY_READERS, order=20
        ),
    ),
    lifecycles=(LIFE,),
)
