"""Reasons on skills in words and on credentials."""

import re
from enum import IntEnum

import numpy as np

from matching.engine.closeness import credential_worth, has_lapsed, held_worths
from matching.engine.columns import asked_credentials
from matching.engine.language import spaced
from matching.engine.pair import TEXT_FIELDS, Pair, TermShare
from matching.engine.profile import ProfileRef
from matching.engine.reasons import Reason, Side, VacancyRef, quote
from matching.engine.records import Credential
from matching.engine.weights import SPECIALTY_SKILL_WEIGHT

SHOWN_WORDS = 3


class Origin(IntEnum):
    """Where a shared word comes from, the most convincing first."""

    OWN = 0
    SYNONYM = 1
    SPECIALTY = 2


WHOSE_WORDS = {
    Origin.OWN: "您的资料里有“{words}”，岗位里也提到",
    Origin.SYNONYM: "岗位里的“{words}”，您的资料里有意思相同的话",
    Origin.SPECIALTY: "您的部队专业会用到“{words}”，岗位里也提到",
}
LICENCE_CLASS = re.compile(r"drive_([abc][1-6])")  # a title may name the class alone: （A2）


def skill_reasons(pair: Pair) -> list[Reason]:
    """Return the reason on words shared with the vacancy; it carries the points of all of them."""
    if pair.fraction("skills") is None:
        return [Reason("skills", Side.NOTE, _skills_unknown(pair))]
    shown = _shown_terms(pair)
    total = pair.points("skills")
    if not shown:
        return [Reason("skills", Side.NOTE, "您写的技能和岗位文字很少重合", contribution=total)]
    top = shown[0]
    words = "、".join(_as_written(share) for share in shown)
    source = ProfileRef(top.term.source.field, top.term.source.row, _as_written(top))
    return [
        Reason(
            "skills",
            Side.FOR,
            WHOSE_WORDS[_origin(top)].format(words=words),
            contribution=total,
            profile_ref=source,
            vacancy_ref=pair.where(top.words),
            for_employer=_skills_for_employer(shown, pair),
        )
    ]


def _skills_unknown(pair: Pair) -> str:
    if any(pair.profile.terms.values()):
        return "岗位写得太少，技能是否合适信息不足"
    return "您还没填技能和经历，技能是否合适信息不足"


def _shown_terms(pair: Pair) -> list[TermShare]:
    """Return the terms of one origin with the most points, own words first.

    Terms of credentials are left out: those have reasons of their own.
    """
    words = [s for s in pair.term_shares if s.view == "word" and _is_informative(s)]
    words.sort(key=lambda s: (_origin(s), -s.contribution, -len(s.words), s.words))
    shown: list[TermShare] = []
    for share in words:
        if _origin(share) == _origin(words[0]) and not any(_overlap(share, s) for s in shown):
            shown.append(share)
    return shown[:SHOWN_WORDS]


def _origin(share: TermShare) -> Origin:
    """Return whether the veteran wrote the word, another word for it, or neither."""
    if share.term.weight <= SPECIALTY_SKILL_WEIGHT:
        return Origin.SPECIALTY
    is_written = quote(share.words, share.term.source.words)[1] is not None
    return Origin.OWN if is_written else Origin.SYNONYM


def _overlap(one: TermShare, other: TermShare) -> bool:
    return one.words in other.words or other.words in one.words


def _is_informative(share: TermShare) -> bool:
    is_number = share.words.replace(".", "").isdigit()
    return len(share.words) > 1 and not is_number and share.term.source.field != "credentials"


def _as_written(share: TermShare) -> str:
    return quote(share.words, share.term.source.words)[0]


def _skills_for_employer(shown: list[TermShare], pair: Pair) -> str:
    listed = [_as_written(share) for share in shown if pair.language.is_trade_word(share.words)]
    return f"资料里有“{'、'.join(listed)}”，与岗位要求一致" if listed else ""


def credential_reasons(pair: Pair) -> list[Reason]:
    """Return a reason for each credential required or mentioned: held, missing or unknown.

    The points are divided among those held by what each is worth.
    """
    asked = asked_credentials(pair.vacancy)
    if not asked:
        return [Reason("credentials", Side.NOTE, "岗位没有提证件要求")]
    lexicon = pair.language.lexicon
    worths = held_worths(pair.profile, asked, lexicon)
    counted = worths * np.array([key not in lexicon.quick for key in asked])
    points = pair.points("credentials") * counted / (counted.sum() or 1.0)
    lost = pair.lost("credentials") / max(int((worths == 0).sum()), 1)
    return [
        _held_reason(pair, key, float(own)) if worth else _missing_reason(pair, key, lost)
        for key, worth, own in zip(asked, worths, points, strict=True)
    ]


def _missing_reason(pair: Pair, key: str, lost: float) -> Reason:
    vacancy_ref, needed = _needed(pair, key)
    is_lapsed = has_lapsed(pair.profile, key, pair.language.lexicon)
    if key in pair.language.lexicon.quick:
        unmet = "您的证过期了，几天能办新的" if is_lapsed else "没有的话几天能办"
        text = f"岗位提到{needed}，{unmet}"
        return Reason("credentials", Side.NOTE, text, vacancy_ref=vacancy_ref)
    if not pair.profile.knows_credentials:
        text = f"岗位提到{needed}，您{'的证过期了' if is_lapsed else '没填有没有'}"
        return Reason("credentials", Side.NOTE, text, vacancy_ref=vacancy_ref)
    text = f"岗位提到{needed}，您{'的证过期了' if is_lapsed else '的资料里没有'}"
    is_failed = key in pair.vacancy.demand.credentials  # the failed condition is the caution
    side = Side.NOTE if is_failed else Side.AGAINST
    return Reason("credentials", side, text, lost=lost, vacancy_ref=vacancy_ref)


def _needed(pair: Pair, key: str) -> tuple[VacancyRef, str]:
    """Return where a vacancy asks for a credential, and its name there."""
    vacancy_ref = _credential_ref(pair, key)
    is_written = vacancy_ref.field in TEXT_FIELDS
    name = spaced(vacancy_ref.words) if is_written else pair.language.credential_name(key)
    return vacancy_ref, name


def _held_reason(pair: Pair, key: str, points: float) -> Reason:
    vacancy_ref, needed = _needed(pair, key)
    held = _held_for(pair, key)
    own = pair.language.credential_name(held.key) if held.key else spaced(held.name)
    is_demanded = key in pair.vacancy.demand.credentials
    fits = "正是岗位要求" if is_demanded else "岗位里提到"
    text = f"您有{own}，{fits}" if held.key == key else f"您有{own}，够得上岗位要的{needed}"
    return Reason(
        "credentials",
        Side.FOR,
        text,
        contribution=points,
        profile_ref=ProfileRef("credentials", held.ref, held.name),
        vacancy_ref=vacancy_ref,
        for_employer=f"持有{pair.language.credential_name(held.key)}",
    )


def _held_for(pair: Pair, key: str) -> Credential:
    """Return the credential held that is worth most for a key that is satisfied."""
    lexicon = pair.language.lexicon
    held = [one for one in pair.profile.veteran.credentials if one.key]
    return max(held, key=lambda one: (credential_worth(lexicon, one.key, key), one.key == key))


def _credential_ref(pair: Pair, key: str) -> VacancyRef:
    certificate = pair.language.lexicon.certificates.get(key)
    names = (certificate.name, *certificate.aliases) if certificate else ()
    driving = LICENCE_CLASS.fullmatch(key)
    names = (*sorted(names, key=len, reverse=True), *([driving[1]] if driving else []))
    found = (pair.where(name.lower()) for name in names)
    return next((ref for ref in found if ref), VacancyRef("demand.credentials", key))
