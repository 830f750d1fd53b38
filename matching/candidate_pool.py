"""The pool of candidates, read once for all requests, and the candidates of a vacancy."""

import threading
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from core import clock
from core.errors import NotFoundError
from matching import active_model, fit_level, snapshots
from matching.cache import StampedCache
from matching.engine.candidates import Candidate, CandidateRanker
from matching.engine.eligibility import judge
from matching.engine.index import VacancyIndex
from matching.engine.language import Language
from matching.engine.nearmiss import Demand, NearMiss, demand_for_each, near_candidates
from matching.engine.profile import Profile, read_profile
from matching.engine.scoring import Scores, score_vacancies
from matching.open_vacancies import OpenVacancies, current_vacancies
from matching.queries import candidate_docs, candidates_stamp

SHOWN = 20
LEAST_LEVEL = 2  # least level of veterans counted as missed by one condition
MOST_KEPT = 200  # vacancies with a cached answer; beyond it the cache is emptied


@dataclass(frozen=True, eq=False)
class Pool:
    """The profiles of all candidates at one moment, by id."""

    stamp: Hashable
    profiles: Sequence[Profile]
    language: Language


def _make_pool(stamp: Hashable, before: Pool | None) -> Pool:
    """Return the pool; only profiles that changed are read again."""
    language = current_vacancies().index.language
    is_same_model = before is not None and before.language is language
    known = {one.veteran.id: one for one in before.profiles} if before and is_same_model else {}
    profiles = []
    for doc in candidate_docs():
        old = known.get(doc.id)
        is_same = old is not None and old.veteran == doc
        profiles.append(old if old and is_same else read_profile(doc, language))
    return Pool(stamp, profiles, language)


def _stamp() -> Hashable:
    # The language follows from the index in use and the active titles.
    titles_id = active_model.current().titles_id
    return clock.today(), candidates_stamp(), snapshots.name_in_use(), titles_id


pool_cache: StampedCache[Pool] = StampedCache(_stamp, _make_pool)


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
    open_vacancies, pool = current_vacancies(), pool_cache.current()
    kept = _answers.of((open_vacancies.stamp, pool.stamp))
    if vacancy_id not in kept:
        kept[vacancy_id] = find_candidates(open_vacancies, pool, vacancy_id)
    return kept[vacancy_id]


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
    near = [scores.profile.veteran for scores in judged if _lacks_one(scores)]
    return Demanded(
        tuple(described[veteran.id] for veteran in best),
        len(entitled),
        Counter(int(fit_level.levels(scores)[0]) for scores in entitled),
        near_candidates(vacancy_id, near, open_vacancies.index, least_level=LEAST_LEVEL),
    )


def demand_for(vacancy_ids: Iterable[int]) -> dict[int, Demand]:
    """Return the demand for the open vacancies among ids, by id."""
    open_vacancies = current_vacancies()
    ids = sorted({one for one in vacancy_ids if one in open_vacancies.index.row_})
    if not ids:
        return {}
    profiles = pool_cache.current().profiles
    return demand_for_each(profiles, open_vacancies.index.take(ids), least_level=LEAST_LEVEL)


def _is_near(profile: Profile, one: VacancyIndex) -> bool:
    """Return whether at most one condition fails; this costs a quarter of a score."""
    eligibility = judge(profile, one.columns_, one.language.lexicon)
    return bool(eligibility.failures[0] <= 1)


def _place_in_list(scores: Scores) -> tuple[int, float, int]:
    return -int(fit_level.levels(scores)[0]), -float(scores.totals[0]), scores.profile.veteran.id


def _lacks_one(scores: Scores) -> bool:
    return bool(scores.eligibility.failures[0] == 1 and scores.levels[0] >= LEAST_LEVEL)
