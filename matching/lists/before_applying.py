"""What an application page states before the application is sent: the conditions that fail."""

from collections.abc import Mapping

from core import clock
from core.db import db
from matching.engine.eligibility import ConditionResult
from matching.index.open_vacancies import current_vacancies
from matching.index.queries import uses_profile
from matching.index.records import veteran_doc
from people.veterans.models import Veteran


def failed_conditions(veteran_id: int, vacancy_id: int) -> Mapping[str, list[str]] | None:
    """Return a sentence for each hard condition that fails, None where none is known to.

    The caller has checked that the viewer may see the veteran and that the vacancy is open.
    """
    veteran = db.session.get(Veteran, veteran_id)
    if veteran is None or not uses_profile(veteran):
        return None
    doc = veteran_doc(veteran, clock.today())
    verdicts = current_vacancies().for_veteran(doc).verdicts(vacancy_id)
    failed = [one.text for one in verdicts if one.result is ConditionResult.FAILED]
    return {"failed": failed} if failed else None
