"""One veteran and one vacancy: the scores and records that reasons are made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np

from matching.engine.bm25 import Floats, Ints
from matching.engine.index import VacancyIndex
from matching.engine.language import Language
from matching.engine.profile import CredentialTrade, Profile, Term, Trade
from matching.engine.reasons import VacancyRef, quote
from matching.engine.records import VacancyDoc
from matching.engine.scoring import Scores
from matching.engine.weights import CREDENTIAL_TRADE, NAMES, SAME_TRADE

TEXT_FIELDS = ("title", "requirements", "duties")


@dataclass(frozen=True, slots=True)
class TermShare:
    """The points one term of the profile earns at one vacancy."""

    view: str
    words: str
    contribution: float
    term: Term


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of the scores with both records."""

    scores: Scores
    row: int
    vacancy: VacancyDoc
    language: Language
    term_shares: tuple[TermShare, ...]
    codes: Sequence[str]
    code_weights: Mapping[int, float]
    main_code: int  # column of `codes`, -1 where the vacancy's trade is unknown
    fractions: Mapping[str, float | None]  # by dimension, None where unknown

    @property
    def profile(self) -> Profile:
        """Return the veteran's side."""
        return self.scores.profile

    @property
    def same_trade_spells(self) -> list[tuple[Trade, float]]:
        """Return the spells in the vacancy's (known) trade, with their closeness."""
        fits = self.scores.trade.by_trade[:, self.main_code]
        trades = zip(self.profile.trades, fits.tolist(), strict=True)
        return [(t, fit) for t, fit in trades if t.kind != "wish" and fit >= SAME_TRADE]

    def fraction(self, dimension: str) -> float | None:
        """Return the share of a dimension's points, None where unknown."""
        return self.fractions[dimension]

    def most(self, dimension: str) -> float:
        """Return the most points a dimension gives."""
        return self.scores.points[dimension]

    def points(self, dimension: str) -> float:
        """Return the points earned in a dimension."""
        return (self.fraction(dimension) or 0.0) * self.most(dimension)

    def lost(self, dimension: str) -> float:
        """Return the points of a dimension left unearned, never below 0."""
        return max(self.most(dimension) - self.points(dimension), 0.0)

    def best_trade(self, *, is_wish: bool) -> tuple[int, float]:
        """Return the closest trade as (position in the profile, closeness); -1 if none."""
        best = (-1, 0.0)
        for place, trade in enumerate(self.profile.trades):
            if (trade.kind == "wish") is is_wish:
                fits = self.scores.trade.by_trade[place]
                fit = max((w * fits[c] for c, w in self.code_weights.items()), default=0.0)
                best = (place, float(fit)) if fit > best[1] else best
        return best

    def best_credential_trade(self) -> tuple[CredentialTrade, str, float] | None:
        """Return the closest credential with its occupation and closeness, None where none counts.

        The first of equals: the veteran listed it first.
        """
        by_credential = self.scores.trade.by_credential
        fits = [
            (place, column, float(weight * by_credential[place][column]))
            for place in range(len(by_credential))
            for column, weight in self.code_weights.items()
        ]
        place, column, fit = max(fits, key=lambda found: found[2], default=(0, 0, 0.0))
        if fit < CREDENTIAL_TRADE:
            return None
        return self.profile.credential_trades[place], self.codes[column], fit

    def where(self, words: str) -> VacancyRef | None:
        """Return the place of words in the vacancy's text, None where it has none."""
        for field in TEXT_FIELDS:
            found, start = quote(words, getattr(self.vacancy, field))
            if start is not None:
                return VacancyRef(field, found, start)
        return None


def make_pairs(scores: Scores, index: VacancyIndex, rows: Ints) -> list[Pair]:
    """Return the pairs for some vacancies of the index."""
    tables = {view: found.table(rows) for view, found in scores.skills.postings.items()}
    occupations = index.columns_.occupations
    pairs = []
    for place, row in enumerate(rows):
        span = slice(*occupations.table.indptr[row : row + 2])
        weights = zip(occupations.table.indices[span], occupations.table.data[span], strict=True)
        pairs.append(
            Pair(
                scores,
                int(row),
                index.vacancies_[row],
                index.language,
                _term_shares(scores, row, {view: t[:, place] for view, t in tables.items()}),
                occupations.values,
                {int(code): float(weight) for code, weight in weights},
                int(index.columns_.main_occupation[row]),
                _fractions(scores, int(row)),
            )
        )
    return pairs


def _fractions(scores: Scores, row: int) -> dict[str, float | None]:
    values = scores.fractions[:, row].tolist()
    return {name: None if isnan(one) else one for name, one in zip(NAMES, values, strict=True)}


def _term_shares(scores: Scores, row: int, columns: Mapping[str, Floats]) -> tuple[TermShare, ...]:
    """Return the terms with points, in the order of the query."""
    if np.isnan(scores.skills.fraction[row]):
        return ()
    shares = []
    points = scores.points["skills"]
    for view, column in columns.items():
        terms = scores.skills.postings[view].terms
        known = scores.profile.terms[view]
        for place in np.flatnonzero(column):
            name = terms[place]
            shares.append(TermShare(view, name, float(column[place]) * points, known[name]))
    return tuple(shares)
