"""The application that follows from an intention, as at a booth."""

from core import clock
from core.db import db
from fairs.fairs.models import Meeting, Outcome, SignUp
from jobs.applications.models import Origin
from jobs.applications.operations import apply_for
from jobs.applications.queries import open_application
from jobs.vacancies.models import Vacancy
from people.veterans.models import Veteran


def apply_where_intended(meeting: Meeting, sign_up_id: int) -> int | None:
    """Return the application behind a meeting, created now for an intention without one.

    Who came into the list by a sheet has agreed to nothing yet: for them there is none.
    """
    if meeting.outcome is not Outcome.INTENT or meeting.vacancy_id is None:
        return meeting.application_id
    sign_up = db.session.get_one(SignUp, sign_up_id)
    vacancy = db.session.get_one(Vacancy, meeting.vacancy_id)
    veteran = sign_up.veteran
    if veteran is None or _is_unasked(veteran):
        return meeting.application_id
    running = open_application(veteran.id, vacancy.id)
    if running is not None:
        return running.id
    if not vacancy.is_open(clock.today()):
        return None
    return apply_for(veteran, vacancy, origin=Origin.FAIR).id


def _is_unasked(veteran: Veteran) -> bool:
    return veteran.import_batch_id is not None and veteran.account_id is None
