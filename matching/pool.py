"""Who takes part in matching, read once for all requests, and who of them suits a post."""

import threading
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from core import clock
from core.errors import NotFoundError
from matching import fit, in_force, snapshots
from matching.board import Board, current_board
from matching.engine.candidates import Candidate, CandidateRanker
from matching.engine.eligibility import judge
from matching.engine.index import JobIndex
from matching.engine.language import Language
from matching.engine.nearmiss import Demand, NearMiss, demand_for_each, near_candidates
from matching.engine.profile import Profile, read_profile
from matching.engine.scoring import Scores, score_posts
from matching.keeping import Keeper
from matching.queries import candidate_docs, candidates_stamp

SHOWN = 20
LEAST_STEP = 2  # those further off would not be asked even if the condition fell
MOST_KEPT = 200  # posts; beyond it all answers are forgotten and made anew


@dataclass(frozen=True, eq=False)
class Pool:
    """The profiles of all candidates at one moment, by id."""

    stamp: Hashable
    profiles: Sequence[Profile]
    language: Language


def _make_pool(stamp: Hashable, before: Pool | None) -> Pool:
    """Read the candidates; only profiles that changed are read into words again."""
    language = current_board().index.language
    is_same_model = before is not None and before.language is language
    known = {one.veteran.id: one for one in before.profiles} if before and is_same_model else {}
    profiles = []
    for doc in candidate_docs():
        old = known.get(doc.id)
        is_same = old is not None and old.veteran == doc
        profiles.append(old if old and is_same else read_profile(doc, language))
    return Pool(stamp, profiles, language)


def _stamp() -> Hashable:
    # The language of the board follows from the index in use and the titles in force.
    titles_id = in_force.current().titles_id
    return clock.today(), candidates_stamp(), snapshots.name_in_use(), titles_id


pool_keeper: Keeper[Pool] = Keeper(_stamp, _make_pool)


@dataclass(frozen=True)
class Demanded:
    """A post seen from the other side.

    `best` are at most SHOWN candidates in the order of a list, `entitled` how many there are in
    all, `by_level` how many of them stand at each level, `misses` who lacks one condition only.
    """

    best: tuple[Candidate, ...]
    entitled: int
    by_level: Counter[int]
    misses: tuple[NearMiss, ...]

    @property
    def fitting(self) -> int:
        """How many candidates the post fits."""
        return sum(count for level, count in self.by_level.items() if level >= fit.FITTING)


@dataclass
class Answers:
    """What was found for posts under one state of posts and candidates."""

    stamp: Hashable = None
    by_post: dict[int, Demanded] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, stamp: Hashable) -> dict[int, Demanded]:
        """Return the answers that still hold; all others are dropped."""
        with self.lock:
            if self.stamp != stamp or len(self.by_post) >= MOST_KEPT:
                self.stamp, self.by_post = stamp, {}
            return self.by_post


_answers = Answers()


def open_conditions(candidate: Candidate) -> list[str]:
    """Return the hard conditions of the post on which the candidate's profile says nothing yet."""
    reasons = candidate.match.reasons
    return [r.post_ref.words.strip() for r in reasons if r.dimension == "condition" and r.post_ref]


def demanded(vacancy_id: int) -> Demanded:
    """Return the candidates of an open post. Raises NotFoundError where it is not open."""
    board, pool = current_board(), pool_keeper.current()
    kept = _answers.of((board.stamp, pool.stamp))
    if vacancy_id not in kept:
        kept[vacancy_id] = find_candidates(board, pool, vacancy_id)
    return kept[vacancy_id]


def find_candidates(board: Board, pool: Pool, vacancy_id: int) -> Demanded:
    """Score who lacks one condition at most; the engine describes only those who are shown."""
    if vacancy_id not in board.index.row_:
        raise NotFoundError
    one = board.index.take([vacancy_id])
    judged = [score_posts(profile, one) for profile in pool.profiles if _is_near(profile, one)]
    entitled = [scores for scores in judged if scores.eligibility.eligible[0]]
    entitled.sort(key=_place_in_list)
    best = [scores.profile.veteran for scores in entitled[:SHOWN]]
    described = {
        found.veteran_id: found
        for found in CandidateRanker(board.index).rank(vacancy_id, best, k=SHOWN)
    }
    near = [scores.profile.veteran for scores in judged if _lacks_one(scores)]
    return Demanded(
        tuple(described[veteran.id] for veteran in best),
        len(entitled),
        Counter(int(fit.levels(scores)[0]) for scores in entitled),
        near_candidates(vacancy_id, near, board.index, least_step=LEAST_STEP),
    )


def demand_for(vacancy_ids: Iterable[int]) -> dict[int, Demand]:
    """Return for each open post of some how many are entitled and what keeps more out."""
    board = current_board()
    ids = sorted({one for one in vacancy_ids if one in board.index.row_})
    if not ids:
        return {}
    profiles = pool_keeper.current().profiles
    return demand_for_each(profiles, board.index.take(ids), least_step=LEAST_STEP)


def _is_near(profile: Profile, one: JobIndex) -> bool:
    """Tell whether at most one condition fails: judging that costs a quarter of a score."""
    eligibility = judge(profile, one.columns_, one.language.lexicon)
    return bool(eligibility.failures[0] <= 1)


def _place_in_list(scores: Scores) -> tuple[int, float, int]:
    return -int(fit.levels(scores)[0]), -float(scores.totals[0]), scores.profile.veteran.id


def _lacks_one(scores: Scores) -> bool:
    return bool(scores.eligibility.failures[0] == 1 and scores.steps[0] >= LEAST_STEP)
