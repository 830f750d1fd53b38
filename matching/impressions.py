"""Vacancies shown in veterans' own lists, which were opened, and which led to an outcome."""

from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import exists, select, update
from sqlalchemy.exc import IntegrityError

from core import clock
from core.db import db, transaction
from core.errors import DomainError
from core.paging import count_of
from core.parameters.registry import amount_of
from core.slices import delete_in_slices
from jobs.applications.models import Application
from jobs.vacancies.models import Vacancy
from matching.engine.learning import Outcomes
from matching.engine.ranking import RankedVacancy
from matching.engine.weights import NAMES
from matching.models import Impression
from matching.parameters import IMPRESSION_DAYS
from people.veterans.models import Veteran
from placements.placements.models import Placement

DIGITS = 4
VALID_SECONDS = 24 * 3600  # how long a page may be reported as seen
RIPE_AFTER = timedelta(days=14)  # by then a veteran who wants a vacancy has applied
CONVERTED_WITHIN = timedelta(days=30)
MOST = 200_000  # impressions used for learning, the newest


def shown_token(
    veteran_id: int, vacancies: Iterable[RankedVacancy], *, first: int, key: str
) -> str:
    """Return a signed token of what a page shows, which the browser sends back once it is seen.

    So a GET writes nothing, and what comes back cannot be forged. `first` is the position of the
    first vacancy, counted from 1; `key` signs the token.
    """
    shown = [
        [one.vacancy_id, position, [_short(part.fraction) for part in one.parts]]
        for position, one in enumerate(vacancies, start=first)
    ]
    return _serializer(key).dumps([veteran_id, clock.today().isoformat(), shown])


def _short(fraction: float | None) -> float | None:
    return None if fraction is None else round(fraction, DIGITS)


def _serializer(key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(key, salt="impressions")


def note_seen(veteran_id: int, token: str, *, key: str, opened: int | None = None) -> None:
    """Store what a page showed a veteran, each vacancy once a day, and which one they opened.

    Raises DomainError where the token has no valid signature, is older than `VALID_SECONDS`, or
    belongs to another person.
    """
    try:
        whose, day, shown = _serializer(key).loads(token, max_age=VALID_SECONDS)
    except BadSignature as error:
        raise DomainError("页面过期了，请重新打开。") from error
    if whose != veteran_id:
        raise DomainError("页面不是您的，请重新打开。")
    try:
        with transaction(audited=False):  # a trace of reading, not an action on a record
            _keep(veteran_id, date.fromisoformat(day), shown)
            if opened is not None:
                _mark_opened(veteran_id, date.fromisoformat(day), opened)
    except IntegrityError:
        pass  # another tab sent the same at the same moment


def _keep(veteran_id: int, day: date, shown: list[tuple[int, int, list[float | None]]]) -> None:
    ids = [vacancy_id for vacancy_id, _, _ in shown]
    mine = (Impression.veteran_id == veteran_id, Impression.day == day)
    there = set(db.session.scalars(select(Impression.vacancy_id).where(*mine)))
    left = set(db.session.scalars(select(Vacancy.id).where(Vacancy.id.in_(ids)))) - there
    db.session.add_all(
        Impression(
            veteran_id=veteran_id,
            vacancy_id=vacancy_id,
            day=day,
            position=position,
            fractions=fractions,
        )
        for vacancy_id, position, fractions in shown
        if vacancy_id in left
    )
    db.session.flush()


def _mark_opened(veteran_id: int, day: date, vacancy_id: int) -> None:
    mine = (Impression.veteran_id == veteran_id, Impression.vacancy_id == vacancy_id)
    change = update(Impression).where(*mine, Impression.day == day, Impression.opened_at.is_(None))
    db.session.execute(change.values(opened_at=clock.now()))


def outcomes() -> Outcomes:
    """Return impressions at least `RIPE_AFTER` old, and whether the veteran applied or was placed.

    Veterans who have switched recommendation off since are excluded.
    """
    query = select(Impression).join(Veteran, Veteran.id == Impression.veteran_id)
    query = query.where(Impression.day <= clock.today() - RIPE_AFTER, Veteran.personalised)
    rows = list(db.session.scalars(query.order_by(Impression.id.desc()).limit(MOST)))
    earned = [[one or 0.0 for one in row.fractions] for row in rows]
    converted = _conversions()
    return Outcomes(
        fractions=np.array(earned, dtype=np.float64).reshape(len(rows), len(NAMES)),
        positions=np.array([row.position for row in rows], dtype=np.intp),
        converted=np.array([_has_converted(row, converted) for row in rows], dtype=bool),
        person=np.array([row.veteran_id for row in rows], dtype=np.intp),
    )


def _conversions() -> dict[tuple[int, int], list[date]]:
    """Return by (veteran, vacancy) the days of applications and of first days at work."""
    applied = select(Application.veteran_id, Application.vacancy_id, Application.applied_at)
    placed = select(Placement.veteran_id, Placement.vacancy_id, Placement.start_on)
    days = [
        (veteran, vacancy, clock.local(at).date())
        for veteran, vacancy, at in db.session.execute(applied)
    ]
    days += [
        (veteran, vacancy, day)
        for veteran, vacancy, day in db.session.execute(placed)
        if vacancy is not None
    ]
    found: dict[tuple[int, int], list[date]] = {}
    for veteran, vacancy, day in days:
        found.setdefault((veteran, vacancy), []).append(day)
    return found


def _has_converted(row: Impression, converted: dict[tuple[int, int], list[date]]) -> bool:
    days = converted.get((row.veteran_id, row.vacancy_id), ())
    return any(row.day <= day <= row.day + CONVERTED_WITHIN for day in days)


def count_conversions() -> int:
    """Return how many applications were made for vacancies that had been shown to the veteran."""
    query = select(Application.id).where(
        exists().where(
            Impression.veteran_id == Application.veteran_id,
            Impression.vacancy_id == Application.vacancy_id,
        )
    )
    return count_of(query)


def forget_old() -> int:
    """Delete impressions older than `IMPRESSION_DAYS` and return how many."""
    today = clock.today()
    oldest = today - timedelta(days=amount_of(IMPRESSION_DAYS, today))
    return delete_in_slices(Impression, Impression.day < oldest)
