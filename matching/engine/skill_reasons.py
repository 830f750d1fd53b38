"""Reasons on skills in words and on credentials."""

from lexicon.tables import includes
from matching.engine.columns import asked_credentials
from matching.engine.language import spaced
from matching.engine.pair import TEXT_FIELDS, Pair, TermShare
from matching.engine.profile import ProfileRef
from matching.engine.reasons import Reason, Side, VacancyRef, quote
from matching.engine.records import Credential
from matching.engine.weights import SPECIALTY_SKILL_WEIGHT

SHOWN_WORDS = 3


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
    whose = "您的资料里有" if _is_own(top) else "您的部队专业会用到"
    source = ProfileRef(top.term.source.field, top.term.source.row, _as_written(top))
    return [
        Reason(
            "skills",
            Side.FOR,
            f"{whose}“{words}”，岗位里也提到",
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
    """Return the terms with the most points, own words first, without those of credentials."""
    words = [s for s in pair.term_shares if s.view == "word" and _is_informative(s)]
    words.sort(key=lambda s: (not _is_own(s), -s.contribution, -len(s.words), s.words))
    shown: list[TermShare] = []
    for share in words:
        if _is_own(share) is _is_own(words[0]) and not any(_overlap(share, s) for s in shown):
            shown.append(share)
    return shown[:SHOWN_WORDS]


def _is_own(share: TermShare) -> bool:
    """Return whether the veteran stated the word or a synonym of it."""
    return share.term.weight > SPECIALTY_SKILL_WEIGHT


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
    """Return a reason for each credential required or mentioned: held, missing or unknown."""
    asked = asked_credentials(pair.vacancy, pair.language)
    if pair.fraction("credentials") is None:
        if not asked:
            return [Reason("credentials", Side.NOTE, "岗位没有提证件要求")]
        return [Reason("credentials", Side.NOTE, "岗位提到证件，您还没填有哪些证件")]
    share = pair.most("credentials") / len(asked)
    return [_credential_reason(pair, key, share) for key in asked]


def _credential_reason(pair: Pair, key: str, share: float) -> Reason:
    vacancy_ref = _credential_ref(pair, key)
    is_written = vacancy_ref.field in TEXT_FIELDS
    needed = spaced(vacancy_ref.words) if is_written else pair.language.credential_name(key)
    held = _held_for(pair, key)
    if held is None:
        text = f"岗位提到{needed}，您的资料里没有"
        return Reason("credentials", Side.AGAINST, text, lost=share, vacancy_ref=vacancy_ref)
    own = pair.language.credential_name(held.key) if held.key else spaced(held.name)
    is_demanded = key in pair.vacancy.demand.credentials
    fits = "正是岗位要求" if is_demanded else "岗位里提到"
    text = f"您有{own}，{fits}" if held.key == key else f"您有{own}，够得上岗位要的{needed}"
    return Reason(
        "credentials",
        Side.FOR,
        text,
        contribution=share,
        profile_ref=ProfileRef("credentials", held.ref, held.name),
        vacancy_ref=vacancy_ref,
        for_employer=f"持有{pair.language.credential_name(held.key)}",
    )


def _held_for(pair: Pair, key: str) -> Credential | None:
    """Return the held credential that satisfies a required key: the same, or one including it."""
    held = pair.profile.veteran.credentials
    same = (credential for credential in held if credential.key == key)
    wider = (c for c in held if c.key and key in includes(pair.language.lexicon, c.key))
    return next(same, None) or next(wider, None)


def _credential_ref(pair: Pair, key: str) -> VacancyRef:
    certificate = pair.language.lexicon.certificates.get(key)
    names = (certificate.name, *certificate.aliases) if certificate else ()
    names = tuple(sorted(names, key=len, reverse=True))
    found = (pair.where(name.lower()) for name in names)
    return next((ref for ref in found if ref), VacancyRef("demand.credentials", key))
