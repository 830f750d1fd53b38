"""Veterans ranked for a vacancy by the scores of their own lists, in words fit for an employer."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from matching.engine.index import VacancyIndex
from matching.engine.profile import read_profile
from matching.engine.ranking import RankedVacancy, Ranker
from matching.engine.reasons import Part, Side
from matching.engine.records import VeteranDoc
from matching.engine.scoring import Scores, score_vacancies
from matching.engine.verdicts import HELD_WORDS

SHOWN_FACTS = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A veteran in the list of a vacancy.

    `facts` are what the employer sees: trades, licences and years, in the lexicon's words;
    no name, number, health or family. `match` is the vacancy as it is in the veteran's own list.
    """

    veteran_id: int
    score: float
    parts: tuple[Part, ...]
    level: int
    word: str
    confidence: float
    facts: tuple[str, ...]
    match: RankedVacancy


class CandidateRanker:
    """Rank veterans for the vacancies of an index."""

    def __init__(self, index: VacancyIndex) -> None:
        self.index = index

    def rank(
        self, vacancy_id: int, veterans: Iterable[VeteranDoc], *, k: int = 20
    ) -> list[Candidate]:
        """Return the k veterans of the highest score that no hard condition excludes, ties by id.

        A veteran's score equals the vacancy's score in the veteran's own list.

        Parameters
        ----------
        vacancy_id : int
            Id of a vacancy of the index.
        veterans : iterable of VeteranDoc
            Records of the veterans considered.
        k : int, default=20
            Most candidates returned, at least 1.

        Returns
        -------
        list of Candidate
            Highest score first, at most k.

        Raises
        ------
        ValueError
            If k is below 1.
        KeyError
            If the vacancy is not indexed.
        """
        if k < 1:
            raise ValueError(f"k must be at least 1, got {k!r}")
        one = self.index.take([vacancy_id])
        judged = (score_vacancies(read_profile(v, self.index.language), one) for v in veterans)
        eligible = [scores for scores in judged if scores.eligibility.eligible[0]]
        eligible.sort(key=lambda scores: (-scores.totals[0], scores.profile.veteran.id))
        ranker = Ranker(one)
        return [_candidate(scores, ranker) for scores in eligible[:k]]


def _candidate(scores: Scores, ranker: Ranker) -> Candidate:
    match = ranker.describe(scores, np.zeros(1, dtype=np.intp))[0]
    return Candidate(
        scores.profile.veteran.id,
        match.score,
        match.parts,
        match.level,
        match.word,
        match.confidence,
        _facts(scores.profile.veteran, match),
        match,
    )


def _facts(veteran: VeteranDoc, match: RankedVacancy) -> tuple[str, ...]:
    """Return the sentences for the employer, most points first, then the level of schooling."""
    spoken = [r for r in match.reasons if r.side is Side.FOR and r.for_employer]
    spoken.sort(key=lambda reason: -reason.contribution)
    facts = list(dict.fromkeys(reason.for_employer for reason in spoken))[:SHOWN_FACTS]
    if veteran.education:
        facts.append(f"{HELD_WORDS[veteran.education]}学历")
    return tuple(facts)
