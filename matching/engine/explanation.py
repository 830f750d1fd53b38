"""All reasons of a pair, made from the numbers of its score, and the few that are shown."""

from collections.abc import Callable, Iterable, Sequence

from matching.engine.eligibility import ConditionResult
from matching.engine.life_reasons import (
    pattern_reasons,
    pay_reasons,
    place_reasons,
    veteran_reasons,
)
from matching.engine.pair import Pair
from matching.engine.profile import ProfileRef
from matching.engine.reasons import FAILED, OPEN, Part, Reason, Side, VacancyRef
from matching.engine.skill_reasons import credential_reasons, skill_reasons
from matching.engine.trade_reasons import experience_reasons, trade_reasons
from matching.engine.verdicts import Verdict, verdicts
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
    return (*spoken, *_conditions(pair))


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
    """Return every failed condition, then unknown conditions, then the reasons that cost most.

    Failed conditions are never left out; of the others only so many follow as are shown in all.
    """
    speaking = [reason for reason in reasons if reason.side is Side.AGAINST]
    order = (FAILED, OPEN)
    place = {name: number for number, name in enumerate(order)}
    speaking.sort(key=lambda one: (place.get(one.dimension, len(order)), -one.lost))
    failed = sum(reason.dimension == FAILED for reason in speaking)
    return tuple(speaking[: max(SHOWN_AGAINST, failed)])


def _conditions(pair: Pair) -> list[Reason]:
    """Return reasons on hard conditions that fail or are unknown; they cost no points.

    Credentials that may or may not be held are one note, those anybody gets within days the last.
    """
    found = verdicts(
        pair.profile,
        pair.vacancy,
        pair.language,
        eligibility=pair.scores.eligibility,
        row=pair.row,
    )
    failed = [verdict for verdict in found if verdict.result is ConditionResult.FAILED]
    unknown = [verdict for verdict in found if verdict.result is ConditionResult.UNKNOWN]
    quick = [one for one in unknown if one.key in pair.language.lexicon.quick]
    papers = [one for one in unknown if one.key and one not in quick]
    others = [one for one in unknown if not one.key]
    asked = [_question(papers, pair)] if papers else []
    stated = [_note(f"不符合：{one.text}", [one], FAILED) for one in failed]
    return [*stated, *asked, *(_caution(one.text, [one]) for one in (*others, *quick))]


def _question(papers: Sequence[Verdict], pair: Pair) -> Reason:
    """Return the question for credentials that are required and not in the profile."""
    names = "、".join(pair.language.credential_name(one.key).strip() for one in papers)
    lapsed = [one for one in papers if one.held]
    if lapsed:
        return _caution(lapsed[0].text, papers)
    if pair.profile.veteran.credentials or pair.profile.veteran.lapsed:
        return _caution(f"还要这些证，您没填有没有：{names}", papers)
    return _caution(f"没填证书，要这些证，您有没有：{names}", papers)


def _caution(text: str, verdicts_: Sequence[Verdict]) -> Reason:
    return _note(f"要留意：{text}", verdicts_, OPEN)


def _note(text: str, verdicts_: Sequence[Verdict], kind: str) -> Reason:
    first = verdicts_[0]
    needed = "、".join(one.needed for one in verdicts_)
    return Reason(
        kind,
        Side.AGAINST,
        text,
        profile_ref=ProfileRef(first.profile_field),
        vacancy_ref=VacancyRef(first.vacancy_field, needed),
    )
