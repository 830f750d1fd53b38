"""People and steps for tests of placements, and what they add to the world of access tests."""

from datetime import date
from typing import Any

from sqlalchemy import select

from core import clock
from core.access import Role
from core.db import db, transaction
from jobs.applications.models import Application, ApplicationStatus
from jobs.employers.models import Employer
from people.veterans.models import EmploymentStatus, Veteran
from placements.placements.models import (
    Placement,
    PlacementChannel,
    PlacementCheck,
    PlacementEvidence,
    PlacementStatus,
    VerifyMethod,
)
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import make_account
from tests.people.veterans.world import make_veteran
from tests.support.rows import fresh, save, stored_file

GUARDED = frozenset({"placement_id", "check_id", "evidence_id"})
TODAY = clock.today()
WORK = {"title": "货车驾驶员", "start_on": TODAY.isoformat(), "contract": "FIXED", "wage": "6500"}


def things(ids: dict[str, Any]) -> dict[str, Any]:
    """Make a placement of the veteran with a check and evidence."""
    employer = db.session.get_one(Employer, ids["employer_id"])
    placement = save(
        Placement(
            veteran_id=ids["veteran_id"],
            employer_id=employer.id,
            employer_name=employer.name,
            channel=PlacementChannel.SELF,
            title="司机",
            start_on=date(2026, 1, 5),
            status_before=db.session.get_one(Veteran, ids["veteran_id"]).employment_status,
            claimed_at=clock.now(),
        )
    )
    check = save(PlacementCheck(placement_id=placement.id, months=1, due_on=date(2026, 2, 5)))
    evidence = save(
        PlacementEvidence(
            placement_id=placement.id,
            kind=VerifyMethod.CONTRACT,
            file_id=stored_file("contract").id,
        )
    )
    made = {"placement_id": placement.id, "check_id": check.id, "evidence_id": evidence.id}
    return made | {"side": "employer"}


class Cast:
    """张建国, whose application was accepted, the employer's 王经理, and 陈主任 of the bureau."""

    def __init__(self, sign_in: Any, headcount: int = 2) -> None:
        account = make_account(name="张建国")
        self.veteran = make_veteran(account=account)
        boss = make_account(role=Role.EMPLOYER, name="王经理")
        self.employer = make_employer(account=boss, name="顺达物流有限公司")
        self.vacancy = make_vacancy(employer=self.employer, headcount=headcount)
        self.application = save(
            Application(
                veteran_id=self.veteran.id,
                vacancy_id=self.vacancy.id,
                status=ApplicationStatus.ACCEPTED,
                applied_at=clock.now(),
            )
        )
        self.zhang, self.wang = sign_in(account), sign_in(boss)
        self.chen = sign_in(make_account(role=Role.OFFICER, name="陈主任"))

    @property
    def claim_path(self) -> str:
        """Where the employer claims that 张建国 started work."""
        return f"/applications/{self.application.id}/placement"

    def claim_by_employer(self, **more: str) -> Placement:
        """Return the placement the employer claims."""
        answer = self.wang.post(self.claim_path, data=WORK | more)
        assert answer.status_code == 302, answer.text
        return newest()

    def confirmed(self) -> Placement:
        """Return a placement both sides confirmed."""
        placement = self.claim_by_employer()
        self.zhang.post(f"/me/placements/{placement.id}/confirm")
        confirmed: Placement = fresh(placement)
        return confirmed

    def verify(self, placement: Placement, **more: Any) -> Any:
        """Send the bureau's verification."""
        data = {"version": fresh(placement).version, "method": "CALL"} | more
        return self.chen.post(f"/placements/{placement.id}/verify", data=data)

    def verified(self) -> Placement:
        """Return a placement the bureau verified."""
        placement = self.confirmed()
        assert self.verify(placement).status_code == 302
        verified: Placement = fresh(placement)
        return verified


def newest() -> Placement:
    """Return the placement created last."""
    db.session.rollback()
    return db.session.scalars(select(Placement).order_by(Placement.id.desc()).limit(1)).one()


def overdue_check(placement: Placement, months: int = 1) -> PlacementCheck:
    """Return one of a placement's checks, due three days ago."""
    with transaction(audited=False) as session:
        row = session.scalars(
            select(PlacementCheck).where(
                PlacementCheck.placement_id == placement.id, PlacementCheck.months == months
            )
        ).one()
        row.due_on = clock.days_ahead(-3)
    return row


def verified_on(veteran: Any, employer: Any, start_on: date, **more: Any) -> Placement:
    """Return a placement that was verified and has ended."""
    values = {
        "veteran_id": veteran.id,
        "employer_id": employer.id,
        "employer_name": employer.name,
        "channel": PlacementChannel.SELF,
        "title": "司机",
        "start_on": start_on,
        "status_before": EmploymentStatus.SEEKING,
        "claimed_at": clock.now(),
        "status": PlacementStatus.ENDED,
        "verified_at": clock.now(),
        "ended_on": start_on,
    }
    placement: Placement = save(Placement(**(values | more)))
    return placement
