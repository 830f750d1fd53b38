"""What was shown in somebody's own list, what he opened, and what came of it."""

from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np
from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.exc import IntegrityError

from core import clock
from core.db import db, transaction
from core.errors import DomainError
from jobs.applications.models import Application
from jobs.placements.models import Placement
from jobs.vacancies.models import Vacancy
from matching.engine.learning import Outcomes
from matching.engine.ranking import RankedVacancy
from matching.engine.weights import NAMES
from matching.models import Impression
from people.veterans.models import Veteran

DIGITS = 4
VALID_SECONDS = 24 * 3600  # how long after a page was made it may still be told of
RIPE_AFTER = timedelta(days=14)  # by then whoever wants a post has gone for it
CONVERTED_WITHIN = timedelta(days=30)
KEPT = timedelta(days=400)
MOST = 200_000  # newest impressions learnt from


def shown_token(veteran_id: int, vacancies: Iterable[RankedVacancy], *, first: int) -> str:
    """Return a signed word of what a page shows, for the browser to send back once it is seen.

    A page that is read writes nothing; and what comes back cannot have been made up.
    """
    shown = [
        [one.vacancy_id, position, [_short(part.fraction) for part in one.parts]]
        for position, one in enumerate(vacancies, start=first)
    ]
    return _serializer().dumps([veteran_id, clock.today().isoformat(), shown])


def _short(fraction: float | None) -> float | None:
    return None if fraction is None else round(fraction, DIGITS)


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="impressions")


def note_seen(veteran_id: int, token: str, *, opened: int | None = None) -> None:
    """Keep what a page showed to a veteran, each post once a day, and which one he opened.

    Raises DomainError where the word is not one of ours, is old, or is another person's.
    """
    try:
        whose, day, shown = _serializer().loads(token, max_age=VALID_SECONDS)
    except BadSignature as error:
        raise DomainError("页面过期了，请重新打开。") from error
    if whose != veteran_id:
        raise DomainError("页面不是您的，请重新打开。")
    try:
        with transaction(audited=False):  # a trace of reading, no deed: it has no audit event
            _keep(veteran_id, date.fromisoformat(day), shown)
            if opened is not None:
                _mark_opened(veteran_id, date.fromisoformat(day), opened)
    except IntegrityError:
        pass  # another tab told the same at the same moment


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
    """Return what was shown long enough ago, and whether the person went for it.

    Who switched recommendation off since teaches nothing any more.
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
    """Return on which days each person went for each post: applied, or began to work there."""
    applied = select(Application.veteran_id, Application.vacancy_id, Application.applied_at)
    placed = select(Placement.veteran_id, Placement.vacancy_id, Placement.start_on)
    days = [
        (who, vacancy, clock.local(at).date()) for who, vacancy, at in db.session.execute(applied)
    ]
    days += [
        (who, vacancy, day)
        for who, vacancy, day in db.session.execute(placed)
        if vacancy is not None
    ]
    found: dict[tuple[int, int], list[date]] = {}
    for who, vacancy, day in days:
        found.setdefault((who, vacancy), []).append(day)
    return found


def _has_converted(row: Impression, converted: dict[tuple[int, int], list[date]]) -> bool:
    days = converted.get((row.veteran_id, row.vacancy_id), ())
    return any(row.day <= day <= row.day + CONVERTED_WITHIN for day in days)


def count_conversions() -> int:
    """Return how many applications were made for posts that had been shown to the person."""
    query = select(func.count(Application.id)).where(
        exists().where(
            Impression.veteran_id == Application.veteran_id,
            Impression.vacancy_id == Application.vacancy_id,
        )
    )
    return db.session.scalar(query) or 0


def forget_old() -> int:
    """Delete what was shown too long ago to teach anything; return how many."""
    with transaction(audited=False) as session:
        old = delete(Impression).where(Impression.day < clock.today() - KEPT)
        return int(session.execute(old).rowcount)  # type: ignore[attr-defined]
