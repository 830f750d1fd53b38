"""What applications add to the world of the access tests: the veteran's to the vacancy."""

from typing import Any

from core import clock
from jobs.applications.models import Application, ContactConsent
from tests.support.rows import save

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
