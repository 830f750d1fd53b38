"""Queries of what is learnt from: confirmed titles and trades, impressions and their outcomes."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from sqlalchemy import exists, select

from core import clock
from core.db import db
from core.paging import count_of
from jobs.applications.models import Application
from jobs.vacancies.models import Vacancy
from lexicon.characters import nfkc
from lexicon.mentions import find_specialty
from matching.engine.learning import Outcomes
from matching.engine.titles import ConfirmedTitle, ConfirmedTrade
from matching.engine.weights import NAMES
from matching.learning.models import Impression, TitleExclusion
from matching.versions.language import language
from matching.versions.models import ModelKind
from matching.versions.queries import current, labels_of
from people.veterans.models import ServiceRecord, Veteran
from placements.placements.models import Placement, PlacementStatus

RIPE_AFTER = timedelta(days=14)  # by then a veteran who wants a vacancy has applied
CONVERTED_WITHIN = timedelta(days=30)
MOST = 200_000  # impressions used for learning, the newest
# Below these the 95 % interval of the gain is too wide to show that other weights are better.
LEAST_CONVERTED = 500  # applications and placements
LEAST_PEOPLE = 100


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
        (veteran, vacancy, clock.day_of(at)) for veteran, vacancy, at in db.session.execute(applied)
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


def confirmed_titles() -> tuple[ConfirmedTitle, ...]:
    """Return title and occupation of every published vacancy, without the excluded titles."""
    query = select(Vacancy.title, Vacancy.occupation_code).where(
        Vacancy.published_at.is_not(None), Vacancy.occupation_code != ""
    )
    excluded_titles = set(db.session.scalars(select(TitleExclusion.title)))
    rows = db.session.execute(query.order_by(Vacancy.id))
    return tuple((title, code) for title, code in rows if title not in excluded_titles)


def confirmed_trades() -> tuple[ConfirmedTrade, ...]:
    """Return (military trade, occupation, people) of verified placements.

    Each veteran counts once for a trade and an occupation.
    """
    query = (
        select(ServiceRecord.specialty, Placement.occupation_code, Placement.veteran_id)
        .join(ServiceRecord, ServiceRecord.veteran_id == Placement.veteran_id)
        .where(Placement.verified_at.is_not(None), Placement.status != PlacementStatus.VOID)
        .where(Placement.occupation_code != "")
    )
    rows = db.session.execute(query)
    placed = {(_trade(specialty), code, veteran_id) for specialty, code, veteran_id in rows}
    people = Counter((trade, code) for trade, code, _ in placed)
    return tuple(sorted((trade, code, count) for (trade, code), count in people.items()))


def _trade(specialty: str) -> str:
    """Return the lexicon's key of a military trade, or its own words where it is not listed."""
    if specialty in language().lexicon.specialties:
        return specialty
    return find_specialty(specialty) or nfkc(specialty).strip()


@dataclass(frozen=True)
class TrainingTitle:
    """A title of published vacancies, the occupation staff confirmed, and how many vacancies."""

    title: str
    code: str
    occupation: str
    vacancies: int


def training_titles(words: str = "") -> list[TrainingTitle]:
    """Return the titles learnt from, the most frequent first, narrowed by words in their names."""
    counts = Counter(confirmed_titles())
    occupations = language().lexicon.occupations
    titles = [
        TrainingTitle(
            title, code, occupations[code].name if code in occupations else code, vacancies
        )
        for (title, code), vacancies in counts.items()
    ]
    chosen = [one for one in titles if words in one.title or words in one.occupation]
    return sorted(chosen, key=lambda one: (-one.vacancies, one.title, one.code))


def excluded_titles() -> list[str]:
    """Return the titles excluded from learning."""
    return list(db.session.scalars(select(TitleExclusion.title).order_by(TitleExclusion.title)))


def pending_labels() -> dict[ModelKind, str]:
    """Return for each kind a sentence on what a new version could learn from now."""
    model = current()
    known = set(labels_of(model.titles_id).titles)
    fresh = len(set(confirmed_titles()) - known)
    converted = count_conversions()
    return {
        ModelKind.TITLES: f"有 {fresh} 个新确认的岗位名称。" if fresh else "没有新确认的岗位名称。",
        ModelKind.WEIGHTS: f"看过推荐以后投递、就业的有 {converted} 次，"
        f"满 {LEAST_CONVERTED} 次才学。",
    }
