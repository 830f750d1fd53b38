"""The migration that ends consents whose applications had failed, and its way down."""

from pathlib import Path

from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from core import clock
from core.config import ROOT
from core.db import db
from jobs.applications.models import Application, ApplicationStatus, ContactConsent
from jobs.vacancies.models import Vacancy
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import make_vacancy
from tests.people.veterans.world import make_veteran
from tests.support.rows import save

S = ApplicationStatus


def revision_before() -> str:
    scripts = ScriptDirectory(str(ROOT / "migrations")).walk_revisions()
    (own,) = (one for one in scripts if Path(one.path).stem.endswith("consent_purpose"))
    return str(own.down_revision)


def apply(vacancy: Vacancy, status: ApplicationStatus) -> int:
    """Return the id of the consent that goes with an application of a status."""
    veteran_id = make_veteran(name=status.value).id
    save(
        Application(
            veteran_id=veteran_id, vacancy_id=vacancy.id, status=status, applied_at=clock.now()
        )
    )
    values = {"employer_id": vacancy.employer_id, "wording": "同意。", "given_at": clock.now()}
    return int(save(ContactConsent(veteran_id=veteran_id, **values)).id)


def withdrawn(consent_id: int) -> bool:
    return db.session.get_one(ContactConsent, consent_id).withdrawn_at is not None


def test_consents_without_a_purpose_end_and_others_stay(app):
    vacancy = make_vacancy(employer=make_employer())
    kept = [apply(vacancy, one) for one in (S.OFFERED, S.ACCEPTED)]
    ended = [apply(vacancy, one) for one in (S.REJECTED, S.CANCELLED, S.VACANCY_REMOVED)]
    db.session.remove()

    downgrade(revision=revision_before())
    older = set(db.session.scalars(text("SELECT status FROM application")))
    db.session.remove()
    upgrade()

    assert older == {"OFFERED", "ACCEPTED", "REJECTED", "WITHDRAWN", "EXPIRED_NO_REPLY"}
    assert not any(map(withdrawn, kept))
    assert all(map(withdrawn, ended))
