"""Reasons on the trade of a vacancy and the years spent in it."""

from matching.engine.columns import title_concepts
from matching.engine.pair import Pair
from matching.engine.profile import Trade, months_together
from matching.engine.reasons import Reason, Side, VacancyRef, duration
from matching.engine.weights import EVIDENCE_SHARE, WISH_SHARE

SAME_TRADE_FIT = 0.75  # least closeness of trades called the same; below it they are related
RELATED_FIT = 0.3


def trade_reasons(pair: Pair) -> list[Reason]:
    """Return reasons on trades practised and wished for, against the vacancy's occupation."""
    if pair.fraction("trade") is None:
        return [_trade_unknown(pair)]
    points = pair.most("trade")
    reasons = []
    for is_wish, most in ((False, points * EVIDENCE_SHARE), (True, points * WISH_SHARE)):
        place, fit = pair.best_trade(is_wish=is_wish)
        if place >= 0:
            trade = pair.profile.trades[place]
            text = _wish_text(trade, fit) if is_wish else _practice_text(trade, fit, pair)
            reasons.append(
                Reason(
                    "trade",
                    Side.FOR if fit >= RELATED_FIT else Side.NOTE,
                    text,
                    contribution=fit * most,
                    lost=(1 - fit) * most if fit >= RELATED_FIT else 0.0,
                    profile_ref=trade.source,
                    vacancy_ref=_occupation_ref(pair),
                    for_employer=_practice_for_employer(trade, fit, pair),
                )
            )
    if not any(reason.side is Side.FOR for reason in reasons):
        text = f"{_whose_trades(pair)}和这个岗位关系不大"
        reasons.append(
            Reason(
                "trade",
                Side.AGAINST,
                text,
                lost=pair.lost("trade"),
                vacancy_ref=_occupation_ref(pair),
            )
        )
    return reasons


def _whose_trades(pair: Pair) -> str:
    if not pair.profile.spells:
        return "您想找的工作"
    has_wish = len(pair.profile.spells) < len(pair.profile.trades)
    return "您做过的、想找的工作" if has_wish else "您做过的工作"


def _trade_unknown(pair: Pair) -> Reason:
    if pair.code_weights:
        return Reason("trade", Side.NOTE, "您还没填做过什么、想做什么，是否对口看不出来")
    return Reason("trade", Side.NOTE, "看不出这个岗位是什么工种，是否对口信息不足")


def _practice_text(trade: Trade, fit: float, pair: Pair) -> str:
    did = "部队" if trade.kind == "service" else "做过"
    known_time = duration(pair.profile.alike(trade))
    spell = f"{did}{trade.source.words} {known_time}".rstrip()
    return f"{spell}，和这个岗位{_fit_word(fit)}"


def _fit_word(fit: float) -> str:
    if fit >= SAME_TRADE_FIT:
        return "对口"
    return "相近" if fit >= RELATED_FIT else "有一点关系"


def _wish_text(trade: Trade, fit: float) -> str:
    if fit >= SAME_TRADE_FIT:
        return f"正是您想找的{trade.source.words}"
    return f"和您想找的{trade.source.words}{_fit_word(fit)}"


def _practice_for_employer(trade: Trade, fit: float, pair: Pair) -> str:
    """Return a trade in the lexicon's words only: the veteran's own may name a unit or a firm."""
    if fit < RELATED_FIT:
        return ""
    if trade.kind == "wish":
        return "本人想找这类岗位"
    known_time = duration(pair.profile.alike(trade))
    if trade.kind == "service":
        is_listed = any(
            trade.source.words == s.name for s in pair.language.lexicon.specialties.values()
        )
        return f"服役{trade.source.words if is_listed else ''} {known_time}".strip()
    found = pair.language.finder.find(trade.source.words)
    return f"从事{found[0].words if found else '相近工作'} {known_time}".strip()


def _occupation_ref(pair: Pair) -> VacancyRef:
    if pair.vacancy.occupation_code:
        name = pair.language.occupation_name(pair.vacancy.occupation_code)
        return VacancyRef("occupation_code", name)
    found = title_concepts(pair.vacancy, pair.language)
    return pair.where(found[0].words) or VacancyRef("title", pair.vacancy.title, 0)


def experience_reasons(pair: Pair) -> list[Reason]:
    """Return reasons on the time the veteran spent in the vacancy's trade."""
    fraction = pair.fraction("experience")
    if fraction is None:
        return [Reason("experience", Side.NOTE, "干这行多久还看不出来")]
    spells = pair.same_trade_spells
    same = [spell for spell, _ in spells if spell.is_timed]
    vacancy_ref = VacancyRef("demand.years", str(pair.vacancy.demand.years or ""))
    points, lost = pair.points("experience"), pair.lost("experience")
    if not months_together(same):
        text = f"干这行{duration(same)}" if same else "还没有干过这一行"
        return [Reason("experience", Side.NOTE, text, lost=lost, vacancy_ref=vacancy_ref)]
    wanted = (
        f"，岗位要求 {pair.vacancy.demand.years} 年" if pair.vacancy.demand.years else "，有经验"
    )
    longest, fit = max(spells, key=lambda found: found[0].months)
    did = "干这行" if fit >= SAME_TRADE_FIT else "干过相近的工作"
    return [
        Reason(
            "experience",
            Side.FOR,
            f"{did} {duration(same)}{wanted}",
            points,
            lost,
            longest.source,
            vacancy_ref,
            f"同行经历 {duration(same)}",
        )
    ]
