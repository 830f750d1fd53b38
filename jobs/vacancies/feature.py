"""Vacancies and complaints about them as the application sees them."""

from core.access import COUNTY_READERS, VACANCY_READERS
from core.features import DeskLine, Feature
from core.navigation import Entry
from jobs.vacancies import complaints, queries, schedule
from jobs.vacancies.cli import cli
from jobs.vacancies.lifecycle import LIFE
from jobs.vacancies.parameters import HIDE_AFTER, HIDE_SCAM
from jobs.vacancies.privacy import PERSONAL
from jobs.vacancies.views import bp
from people.accounts.models import Account


def _count_waiting(_viewer: Account) -> int:
    return queries.count_waiting()


def _count_complaints(_viewer: Account) -> int:
    return complaints.count_open()


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
        Entry(
            "岗位举报",
            "alert-triangle",
            "vacancies.complaint_queue",
            COUNTY_READERS,
            "招聘",
            25,
            _count_complaints,
        ),
    ),
    parameters=(HIDE_AFTER, HIDE_SCAM),
    personal=PERSONAL,
    desk_lines=(
        DeskLine(
            "个岗位等审核", _count_waiting, "vacancies.queue", "去审核", COUNTY_READERS, order=20
        ),
        DeskLine(
            "条岗位举报等处理",
            _count_complaints,
            "vacancies.complaint_queue",
            "去处理",
            COUNTY_READERS,
            order=30,
            is_urgent=True,
        ),
    ),
    lifecycles=(LIFE,),
)
