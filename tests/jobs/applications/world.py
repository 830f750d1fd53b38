"""People and answers for tests of applications, and what they add to the world of access tests."""

from typing import Any

from sqlalchemy import select

from core import clock
from core.access import Role
from core.db import db
from jobs.applications.models import Application, ContactConsent
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import make_account
from tests.people.veterans.world import make_veteran
from tests.support.rows import fresh, save

GUARDED = frozenset({"application_id", "contact_consent_id"})


def things(ids: dict[str, Any]) -> dict[str, int]:
    """Make an application, and the veteran's consent to show the employer a telephone number."""
    application = save(
        Application(
            veteran_id=ids["veteran_id"], vacancy_id=ids["vacancy_id"], applied_at=clock.now()
        )
    )
    consent = save(
        ContactConsent(
            veteran_id=ids["veteran_id"],
            employer_id=ids["employer_id"],
            wording="同意。",
            given_at=clock.now(),
        )
    )
    return {"application_id": application.id, "contact_consent_id": consent.id}


class Cast:
    """A veteran, an employer with one vacancy, and their browsers."""

    def __init__(self, sign_in: Any, headcount: int = 1) -> None:
        self.veteran_account = make_account(name="张建国")
        self.veteran = make_veteran(account=self.veteran_account)
        self.boss = make_account(role=Role.EMPLOYER, name="王经理")
        self.employer = make_employer(account=self.boss, name="顺达物流有限公司")
        self.vacancy = make_vacancy(employer=self.employer, headcount=headcount)
        self.zhang = sign_in(self.veteran_account)
        self.wang = sign_in(self.boss)

    def apply(self, *, contact: str = "no", note: str = "") -> Application:
        """Send the application form and return the row."""
        answer = self.zhang.post(
            f"/open-vacancies/{self.vacancy.id}/apply", data={"contact": contact, "note": note}
        )
        assert answer.status_code == 302, answer.text
        return newest()

    def do(self, application: Application, event: str, **data: Any) -> Any:
        """Send one of the employer's answers."""
        form = {"version": fresh(application).version} | data
        return self.wang.post(f"/applications/{application.id}/do/{event}", data=form)

    def answer(self, application: Application, event: str, **data: str) -> Any:
        """Send one of the veteran's answers."""
        return self.zhang.post(f"/me/applications/{application.id}/do/{event}", data=data)

    def accepted(self, *, contact: str = "no") -> Application:
        """Return an application that was offered the work and accepted."""
        application = self.apply(contact=contact)
        assert self.do(application, "offer").status_code == 302
        assert self.answer(application, "accept").status_code == 302
        return application


def newest() -> Application:
    """Return the application created last."""
    db.session.rollback()
    return db.session.scalars(select(Application).order_by(Application.id.desc()).limit(1)).one()
