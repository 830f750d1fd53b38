"""放宽一条: remove one hard condition from a published vacancy, on record."""

from collections.abc import Callable

from core import audit, clock
from core.db import db
from core.errors import DomainError
from jobs.vacancies.models import Vacancy, VacancyStatus
from lexicon.certificates import LICENCE
from lexicon.tables import load_lexicon

LONGEST_TEXT = 2000  # characters of requirements, as in the form


def _drop_schooling(vacancy: Vacancy, _needed: str) -> None:
    vacancy.schooling_min = None


def _drop_years(vacancy: Vacancy, _needed: str) -> None:
    vacancy.years_min = None


def _drop_credential(vacancy: Vacancy, needed: str) -> None:
    certificate = load_lexicon().certificates.get(needed)
    if certificate is not None and certificate.kind == LICENCE:
        raise DomainError("这个证是法律规定上岗要有的，不能放宽。")
    kept = [credential for credential in vacancy.credentials if credential.key != needed]
    if len(kept) == len(vacancy.credentials):
        raise DomainError("岗位已经不要求这个证了。")
    vacancy.credentials = kept


# No certificate is named: a name in the text reads as one the vacancy asks for.
STATED = {
    "education": "学历放宽：不限。",
    "years": "工作年限放宽：不限。",
    "credentials": "必须有的证，以“证书”一栏为准。",
}


def _write_below(vacancy: Vacancy, words: str) -> None:
    """Write below the requirements what no longer holds: their text may still demand it."""
    text = vacancy.requirements.rstrip()
    if words not in text and len(text) + len(words) < LONGEST_TEXT:
        vacancy.requirements = f"{text}\n{words}".lstrip()


DROP: dict[str, Callable[[Vacancy, str], None]] = {
    "education": _drop_schooling,
    "years": _drop_years,
    "credentials": _drop_credential,
}


def relax_condition(vacancy: Vacancy, condition: str, needed: str = "") -> None:
    """Remove a condition from a published vacancy; `needed` is the key where it is a credential.

    The requirements get a line that states it, since their text may still demand the condition.
    Raises DomainError where the vacancy is not published or the condition cannot be relaxed here.
    """
    if vacancy.status is not VacancyStatus.PUBLISHED:
        raise DomainError("岗位不在招聘中，不能放宽条件。")
    if condition not in DROP:
        raise DomainError("这一条不能在这里放宽。")
    DROP[condition](vacancy, needed)
    _write_below(vacancy, STATED[condition])
    vacancy.updated_at = clock.now()  # else a change of credentials alone would leave no trace
    db.session.flush()
    audit.record("vacancy.relax", "vacancy", vacancy.id, condition=condition, needed=needed)
