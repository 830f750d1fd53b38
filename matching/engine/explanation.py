"""All reasons of a pair, made from the numbers of its score, and the few that are shown."""

from collections.abc import Callable, Iterable

from matching.engine.eligibility import ConditionResult
from matching.engine.life_reasons import (
    pattern_reasons,
    pay_reasons,
    place_reasons,
    veteran_reasons,
)
from matching.engine.pair import Pair
from matching.engine.profile import ProfileRef
from matching.engine.reasons import Part, Reason, Side, VacancyRef
from matching.engine.skill_reasons import credential_reasons, skill_reasons
from matching.engine.trade_reasons import experience_reasons, trade_reasons
from matching.engine.verdicts import verdicts
from matching.engine.weights import DIMENSIONS, INFORMATIVE, NAMES, SHOWN_AGAINST, SHOWN_FOR

SPEAKERS: dict[str, Callable[[Pair], list[Reason]]] = {
    "trade": trade_reasons,
    "skills": skill_reasons,
    "credentials": credential_reasons,
    "experience": experience_reasons,
    "place": place_reasons,
    "pay": pay_reasons,
    "pattern": pattern_reasons,
    "veteran": veteran_reasons,
}


def explain(pair: Pair) -> tuple[Reason, ...]:
    """Return every reason of a pair; their contributions add up to its score."""
    spoken = [reason for name in NAMES for reason in SPEAKERS[name](pair)]
    return (*spoken, *_open_conditions(pair))


def parts(pair: Pair) -> tuple[Part, ...]:
    """Return the dimensions in the order of ``NAMES``; contributions add up to the score."""
    return tuple(
        Part(
            name,
            dimension.name,
            pair.points(name),
            pair.most(name),
            pair.fraction(name),
            bool(pair.scores.asked[place, pair.row]),
        )
        for place, (name, dimension) in enumerate(DIMENSIONS.items())
    )


def shown_for(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Return the reasons for a vacancy with the most points, weighted by ``INFORMATIVE``."""
    speaking = [reason for reason in reasons if reason.side is Side.FOR]
    speaking.sort(key=lambda reason: -reason.contribution * INFORMATIVE.get(reason.dimension, 1.0))
    return tuple(speaking[:SHOWN_FOR])


def shown_against(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Return the main reasons against a vacancy: unknown conditions first, then points lost."""
    speaking = [reason for reason in reasons if reason.side is Side.AGAINST]
    is_open = "condition"
    speaking.sort(key=lambda reason: (reason.dimension != is_open, -reason.lost))
    return tuple(speaking[:SHOWN_AGAINST])


def _open_conditions(pair: Pair) -> list[Reason]:
    """Return notes on hard conditions whose result is unknown; they cost no points."""
    found = verdicts(
        pair.profile,
        pair.vacancy,
        pair.language,
        eligibility=pair.scores.eligibility,
        row=pair.row,
    )
    return [
        Reason(
            "condition",
            Side.AGAINST,
            f"要留意：{verdict.text}",
            profile_ref=ProfileRef(verdict.profile_field),
            vacancy_ref=VacancyRef(verdict.vacancy_field, verdict.needed),
        )
        for verdict in found
        if verdict.result is ConditionResult.UNKNOWN
    ]
