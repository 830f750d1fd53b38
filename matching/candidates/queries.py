"""The candidates of a vacancy, cached while vacancies and candidates stay the same."""

import threading
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field

from core import clock
from core.errors import NotFoundError
from jobs.vacancies.models import Vacancy
from matching.engine.candidates import Candidate, CandidateRanker
from matching.engine.eligibility import judge
from matching.engine.index import VacancyIndex
from matching.engine.nearmiss import NearMiss, near_candidates
from matching.engine.profile import Profile
from matching.engine.scoring import Scores, score_vacancies
from matching.index import fit_level
from matching.index.candidate_pool import Pool, current_pool
from matching.index.open_vacancies import OpenVacancies, current_vacancies

SHOWN = 20
MOST_KEPT = 200  # vacancies with a cached answer; beyond it the cache is emptied


@dataclass(frozen=True)
class Demanded:
    """The candidates of one vacancy.

    `best` are at most `SHOWN` candidates in the order of a list, `entitled` the number of all,
    `by_level` their number at each level, `misses` the veterans who fail exactly one condition.
    """

    best: tuple[Candidate, ...]
    entitled: int
    by_level: Counter[int]
    misses: tuple[NearMiss, ...]

    @property
    def fitting(self) -> int:
        """The number of candidates at a fitting level."""
        return sum(count for level, count in self.by_level.items() if level >= fit_level.FITTING)


@dataclass
class Answers:
    """Cached candidates by vacancy, valid for one stamp of vacancies and candidates."""

    stamp: Hashable = None
    by_vacancy: dict[int, Demanded] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, stamp: Hashable) -> dict[int, Demanded]:
        """Return the answers valid for a stamp; older ones are dropped."""
        with self.lock:
            if self.stamp != stamp or len(self.by_vacancy) >= MOST_KEPT:
                self.stamp, self.by_vacancy = stamp, {}
            return self.by_vacancy


_answers = Answers()


def open_conditions(candidate: Candidate) -> list[str]:
    """Return the hard conditions of the vacancy that the candidate's profile leaves unknown."""
    reasons = candidate.match.reasons
    return [
        r.vacancy_ref.words.strip() for r in reasons if r.dimension == "condition" and r.vacancy_ref
    ]


def demanded(vacancy_id: int) -> Demanded:
    """Return the candidates of an open vacancy. Raises NotFoundError where it is not open."""
    open_vacancies, pool = current_vacancies(), current_pool()
    kept = _answers.of((open_vacancies.stamp, pool.stamp))
    if vacancy_id not in kept:
        kept[vacancy_id] = find_candidates(open_vacancies, pool, vacancy_id)
    return kept[vacancy_id]


def candidates_of(vacancy: Vacancy) -> Demanded | None:
    """Return the candidates of a vacancy, None where it is not open."""
    return demanded(vacancy.id) if vacancy.is_open(clock.today()) else None


def find_candidates(open_vacancies: OpenVacancies, pool: Pool, vacancy_id: int) -> Demanded:
    """Return the candidates of an open vacancy. Raises NotFoundError where it is not open.

    Only veterans who fail at most one condition are scored, and only those shown are described.
    """
    if vacancy_id not in open_vacancies.index.row_:
        raise NotFoundError
    one = open_vacancies.index.take([vacancy_id])
    judged = [score_vacancies(profile, one) for profile in pool.profiles if _is_near(profile, one)]
    entitled = [scores for scores in judged if scores.eligibility.eligible[0]]
    entitled.sort(key=_place_in_list)
    best = [scores.profile.veteran for scores in entitled[:SHOWN]]
    described = {
        found.veteran_id: found
        for found in CandidateRanker(open_vacancies.index).rank(vacancy_id, best, k=SHOWN)
    }
    near = [s.profile.veteran for s in judged if s.eligibility.failures[0] == 1]
    return Demanded(
        tuple(described[veteran.id] for veteran in best),
        len(entitled),
        Counter(int(fit_level.levels(scores)[0]) for scores in entitled),
        near_candidates(vacancy_id, near, open_vacancies.index),
    )


def _is_near(profile: Profile, one: VacancyIndex) -> bool:
    """Return whether at most one condition fails; this costs a quarter of a score."""
    eligibility = judge(profile, one.columns_, one.language.lexicon)
    return bool(eligibility.failures[0] <= 1)


def _place_in_list(scores: Scores) -> tuple[int, float, int]:
    return -int(fit_level.levels(scores)[0]), -float(scores.totals[0]), scores.profile.veteran.id
