"""The lists of what waits: each line is a count, and leads to the rows it counts."""

from dataclasses import dataclass
from datetime import date

from flask import url_for

from core import clock
from core.access import Role
from core.parameters.registry import Parameter, amount_of, declare
from jobs.applications import queries as applications
from jobs.employers import queries as employers
from jobs.fairs import queries as fairs
from jobs.fairs.models import FairStatus
from jobs.placements import queries as placements
from jobs.placements.models import PlacementState
from jobs.vacancies import queries as vacancies
from jobs.vacancies import reports
from people.accounts.models import Account
from people.notices.queries import count_calls
from people.stations import queries as stations
from people.stations.queries import CaseFilter
from people.stations.settings import CONTACT_DAYS
from people.veterans import queries as veterans

FAILED_REFERRALS = declare(
    Parameter(
        "failed_referrals",
        "推荐几次没成，要人工看一看",
        "次",
        3,
        least=1,
        most=20,
        note="列在工作台上，请换个思路帮他。",
    )
)


@dataclass(frozen=True)
class Waiting:
    """One line of the desk."""

    count: int
    label: str
    url: str
    act: str
    note: str = ""
    hot: bool = False


def bureau_lines(viewer: Account) -> list[Waiting]:
    """Return what waits for an officer, a leader or a clerk, the most pressing first."""
    today = clock.today()
    lines = [*_people_lines(viewer, today)]
    if viewer.role is not Role.CLERK:
        lines = [*_county_lines(today), *lines]
    found = [line for line in lines if line.count]
    return sorted(found, key=lambda line: not line.hot)


def employer_lines(viewer: Account, employer_id: int) -> list[Waiting]:
    """Return what waits for an employer."""
    silent = applications.count_silent(viewer)
    results = [
        booking
        for booking in fairs.invitations(employer_id)
        if booking.fair.status is FairStatus.ENDED
        and booking.booth_id is not None
        and booking.results_in_at is None
    ]
    confirm = placements.count_by_state(viewer).get(PlacementState.CLAIMED, 0)
    lines = [
        Waiting(
            silent,
            "份投递等您答复太久了",
            url_for("applications.index", silent=1),
            "去答复",
            hot=True,
        ),
        Waiting(
            applications.count_new(viewer),
            "份新投递",
            url_for("applications.index", status="APPLIED"),
            "去看",
        ),
        Waiting(
            len(results), "场招聘会的结果没报", url_for("fairs.employer_fairs"), "去报", hot=True
        ),
        Waiting(confirm, "条到岗等确认", url_for("placements.index", state="CLAIMED"), "去看"),
    ]
    return [line for line in lines if line.count]


def _county_lines(today: date) -> list[Waiting]:
    return [
        Waiting(
            employers.count_waiting(),
            "家单位等核实",
            url_for("employers.queue"),
            "去核实",
            "2 个工作日内办完",
        ),
        Waiting(vacancies.count_waiting(), "个岗位等审核", url_for("vacancies.queue"), "去审核"),
        Waiting(
            reports.count_open(),
            "条岗位举报等处理",
            url_for("vacancies.report_queue"),
            "去处理",
            hot=True,
        ),
        Waiting(
            len(fairs.overdue_results(today)),
            "家单位的招聘会结果没报",
            url_for("fairs.index", status="ENDED"),
            "去催",
            hot=True,
        ),
    ]


def _people_lines(viewer: Account, today: date) -> list[Waiting]:
    days = amount_of(CONTACT_DAYS, today)
    silent = CaseFilter(silent_since=stations.silent_moment(days))
    tries = amount_of(FAILED_REFERRALS, today)
    may_work = viewer.role is not Role.LEADER
    lines = [
        Waiting(
            applications.count_silent(viewer),
            "份投递单位太久没答复",
            url_for("applications.index", silent=1),
            "去催单位",
            hot=True,
        ),
        Waiting(
            placements.count_checks_due(viewer, today),
            "个就业回访到期",
            url_for("placements.checks"),
            "去回访",
            hot=True,
        ),
        Waiting(
            len(applications.referrals_that_failed(viewer, least=tries)),
            f"人推荐 {tries} 次没成",
            url_for("desk.failed_referrals"),
            "看一看",
        ),
        Waiting(
            stations.count_cases(viewer, silent),
            f"人没工作、{days} 天没联系",
            url_for("stations.caseload", silent=1),
            "去联系",
        ),
        Waiting(
            stations.count_cases(viewer, CaseFilter(overdue_by=today)),
            "人的下一步过期了",
            url_for("stations.caseload", overdue=1),
            "去办",
            hot=True,
        ),
        Waiting(stations.count_tasks(viewer), "件站里的任务", url_for("stations.tasks"), "去办"),
    ]
    if may_work:
        calls = Waiting(count_calls(viewer), "个电话要打", url_for("stations.calls"), "去打")
        waiting = veterans.count_waiting(viewer)
        verify = Waiting(waiting, "名退役军人等核实", url_for("veterans.queue"), "去核实")
        lines += [calls, verify]
    return lines
