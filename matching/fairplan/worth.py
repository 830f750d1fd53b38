"""How much each meeting of a fair is worth, with its vacancy and reason."""

import numpy as np

from core import clock
from matching.engine.ranking import RankedVacancy
from matching.fairplan.queries import Hall
from matching.index.open_vacancies import OpenVacancies
from matching.index.queries import uses_profile
from matching.index.records import veteran_doc
from people.veterans.models import Veteran
from people.veterans.queries import veterans_with_records

TOP = 100.0  # the score whose meeting is worth 1
LEAST_WORTH = 0.05
UNKNOWN_WORTH = 0.3  # of a partner's guest, or a veteran whose profile must not be used
ABOUT_WORK = frozenset({"trade", "experience", "skills", "credentials"})
Best = dict[tuple[int, int], tuple[int | None, str]]


def worths_of(
    hall: Hall, open_vacancies: OpenVacancies
) -> tuple["np.ndarray[tuple[int, int], np.dtype[np.float64]]", Best]:
    """Return the worth of each meeting, and its vacancy and reason.

    The worth has shape (n_people, n_bookings), in [0, 1], NaN where a hard condition
    excludes the person from all vacancies of the employer. One entry of the mapping for each
    (person, booking) that is not NaN.
    """
    worth = np.full((len(hall.people), len(hall.bookings)), np.nan)
    best: Best = {}
    ids = [row.veteran_id for row in hall.people if row.veteran_id is not None]
    veterans = {row.id: row for row in veterans_with_records(ids)}
    for person, row in enumerate(hall.people):
        veteran = veterans.get(row.veteran_id or 0)
        for booth, found in enumerate(_of_person(hall, open_vacancies, veteran)):
            if found is not None:
                worth[person, booth], vacancy, why = found
                best[person, booth] = (vacancy, why)
    return worth, best


def _of_person(
    hall: Hall, open_vacancies: OpenVacancies, veteran: Veteran | None
) -> list[tuple[float, int | None, str] | None]:
    """Return (worth, vacancy, reason) at each booth, None where a hard condition excludes."""
    if veteran is None or not uses_profile(veteran):
        return [(UNKNOWN_WORTH, None, "现场了解") for _ in hall.bookings]
    doc = veteran_doc(veteran, clock.today())
    found = open_vacancies.for_veteran(doc).best_of(
        [hall.vacancies[booking.id] for booking in hall.bookings]
    )
    described: list[tuple[float, int | None, str] | None] = []
    for booking, ranked in zip(hall.bookings, found, strict=True):
        if ranked is not None:
            worth = min(1.0, max(LEAST_WORTH, ranked.score / TOP))
            described.append((worth, ranked.vacancy_id, _why(ranked)[:200]))
        else:
            described.append(
                None if hall.vacancies[booking.id] else (UNKNOWN_WORTH, None, "岗位现场公布")
            )
    return described


def _why(ranked: RankedVacancy) -> str:
    """Return why the veteran should go there: a reason of the work, else that none is known."""
    shown = ranked.reasons_for
    of_work = [reason for reason in shown if reason.dimension in ABOUT_WORK]
    if of_work:
        return of_work[0].text
    trade = [reason for reason in ranked.reasons if reason.dimension == "trade"]
    return "；".join(reason.text for reason in (*trade[:1], *shown[:1])) or "现场了解"
