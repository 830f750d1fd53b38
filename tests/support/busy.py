"""A busy world: beside its rows, one in each status that shows pages of its own."""

from datetime import date, timedelta
from typing import Any

from core import clock
from core.access import Role
from core.db import db
from core.scheduling.models import SeenMoment
from fairs.fairs.models import Fair, FairStatus
from jobs.applications.models import Application, ApplicationStatus
from jobs.complaints.models import Complaint, ComplaintReason
from jobs.employers.models import Employer
from jobs.vacancies.models import Vacancy, VacancyStatus
from people.veterans.models import EmploymentStatus, Veteran
from placements.placements.models import (
    Placement,
    PlacementChannel,
    PlacementCheck,
    PlacementStatus,
)
from placements.pledges.models import HirePledge
from tests.fairs.fairs.world import book, hand_in_all, make_booths, make_fair, offer, sign_up
from tests.jobs.importing.world import bring_in, choose, newest, sheet, upload
from tests.jobs.vacancies.world import make_vacancy
from tests.people.arrivals import world as arrivals
from tests.people.veterans.world import make_veteran
from tests.support.rows import save
from tests.support.world import World

REFERRALS = 3


def make_busy(world: World, browsers: dict[Role, Any]) -> None:
    """Add what waits, runs and is late around the veteran and the employer of a world."""
    _fairs(world, browsers)
    _vacancies(world)
    _applications(world)
    _placements(world)
    _imports(browsers)
    make_veteran(name="没填村的人")
    save(SeenMoment(id=1, seen_at=clock.now(), doubted_at=clock.now()))


def _row(kind: Any, world: World, name: str) -> Any:
    return db.session.get_one(kind, world.own[name])


def _fairs(world: World, browsers: dict[Role, Any]) -> None:
    """Make a fair that runs, with the two of them there, and one nobody signed up for."""
    running = make_fair(FairStatus.RUNNING, title="正在开的招聘会")
    (booth,) = make_booths(running, 1)
    book(running, _row(Employer, world, "employer_id"), booth)
    offer(running, _row(Vacancy, world, "vacancy_id"))
    sign_up(running, _row(Veteran, world, "veteran_id"))
    make_fair(title="还没报名的招聘会")
    hand_in_all(browsers[Role.OFFICER], _row(Fair, world, "fair_id"))


def _vacancies(world: World) -> None:
    """Make a draft, a vacancy to be reviewed and one with a complaint."""
    employer = _row(Employer, world, "employer_id")
    make_vacancy(employer=employer, title="草稿岗位", status=VacancyStatus.DRAFT)
    make_vacancy(employer=employer, title="待审岗位", status=VacancyStatus.SUBMITTED)
    complained = make_vacancy(employer=employer, title="被举报的岗位")
    save(
        Complaint(
            vacancy_id=complained.id,
            veteran_id=world.own["veteran_id"],
            reason=ComplaintReason.GONE,
        )
    )


def _applications(world: World) -> None:
    """Make an accepted application, and referrals without success."""
    _apply(world, status=ApplicationStatus.ACCEPTED)
    officer = world.accounts[Role.OFFICER].id
    for _time in range(REFERRALS):
        _apply(world, status=ApplicationStatus.REJECTED, referred_by=officer)


def _apply(world: World, **more: Any) -> None:
    vacancy = make_vacancy(employer=_row(Employer, world, "employer_id"))
    values = {"veteran_id": world.own["veteran_id"], "vacancy_id": vacancy.id}
    save(Application(**values, applied_at=clock.now(), **more))


def _placements(world: World) -> None:
    """Make a confirmed placement, a verified one with a check that is due, a broken promise."""
    now, today = clock.now(), clock.today()
    employer = _row(Employer, world, "employer_id")
    values = {
        "employer_id": employer.id,
        "employer_name": employer.name,
        "channel": PlacementChannel.SELF,
        "title": "司机",
        "status_before": EmploymentStatus.SEEKING,
        "claimed_at": now,
        "employer_confirmed_at": now,
        "veteran_confirmed_at": now,
    }
    save(
        Placement(
            **values,
            veteran_id=make_veteran().id,
            start_on=today - timedelta(days=9),
            status=PlacementStatus.CONFIRMED,
        )
    )
    verified = save(
        Placement(
            **values,
            veteran_id=make_veteran().id,
            start_on=date(today.year - 1, 1, 5),
            status=PlacementStatus.VERIFIED,
            verified_at=now,
        )
    )
    save(PlacementCheck(placement_id=verified.id, months=1, due_on=clock.days_ahead(-3)))
    promised = {"headcount": 9, "made_on": clock.days_ahead(-90), "due_on": clock.days_ahead(-30)}
    save(HirePledge(employer_id=employer.id, **promised))


def _imports(browsers: dict[Role, Any]) -> None:
    """Bring sheets of the employer and the clerk as far as the dry run, and load one of each of
    the officer and the clerk.
    """
    rest = "2,合肥市,200元/天,不限,持焊工证,焊接车厢"
    lines = (f"电焊工,怀远县{name}焊接有限公司,{rest}" for name in ("新来", "又来"))
    bring_in(browsers[Role.OFFICER], sheet(*lines))
    browser = browsers[Role.EMPLOYER]
    assert upload(browser, sheet("保安,十个,榴城镇")).status_code == 302
    choose(browser, newest())
    assert upload(browser, sheet(), name="还没认列.csv").status_code == 302
    clerk = browsers[Role.CLERK]
    bring_in(clerk, arrivals.sheet(arrivals.line("新接收一"), arrivals.line("新接收二", phone="")))
    for name in ("新接收三", "新接收四"):
        assert upload(clerk, arrivals.sheet(arrivals.line(name))).status_code == 302
        if name == "新接收三":
            choose(clerk, newest())
