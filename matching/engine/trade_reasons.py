"""Reasons on the trade of a vacancy and the years spent in it."""

from matching.engine.columns import title_concepts
from matching.engine.pair import Pair
from matching.engine.profile import ProfileRef, Trade, months_together, specialty_named
from matching.engine.reasons import Reason, Side, VacancyRef, duration
from matching.engine.weights import EVIDENCE_SHARE, WISH_SHARE

SAME_TRADE_FIT = 0.75  # least closeness of trades called the same; below it they are related
RELATED_FIT = 0.3


def trade_reasons(pair: Pair) -> list[Reason]:
    """Return reasons on trades practised and wished for, against the vacancy's occupation."""
    if pair.fraction("trade") is None:
        return [_trade_unknown(pair)]
    points = pair.most("trade")
    reasons = _credential_trade_reasons(pair)
    for is_wish, most in ((False, points * EVIDENCE_SHARE), (True, points * WISH_SHARE)):
        place, fit = pair.best_trade(is_wish=is_wish)
        if place >= 0:
            trade = pair.profile.trades[place]
            text = _wish_text(trade, fit, pair) if is_wish else _practice_text(trade, fit, pair)
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


def _credential_trade_reasons(pair: Pair) -> list[Reason]:
    """Return the reason on a credential for the vacancy's occupation, none where work counts more.

    It carries the points beyond those of the closest trade practised.
    """
    found = pair.best_credential_trade()
    practised = pair.best_trade(is_wish=False)[1]
    if found is None or found[2] <= practised:
        return []
    trade, code, fit = found
    held, name = trade.credential, pair.language.credential_name(trade.credential.key)
    is_read = all(spell.codes for spell in pair.profile.spells)
    done = "您没填做过" if is_read else "做没做过看不出来"
    most = pair.most("trade") * EVIDENCE_SHARE
    return [
        Reason(
            "trade",
            Side.FOR,
            f"您有{name}，岗位是{pair.language.occupation_name(code)}这一行，{done}",
            contribution=(fit - practised) * most,
            lost=(1 - fit) * most,
            profile_ref=ProfileRef("credentials", held.ref, held.name),
            vacancy_ref=_occupation_ref(pair),
            for_employer=f"持有{name}",
        )
    ]


def _whose_trades(pair: Pair) -> str:
    """Return which of the veteran's trades were compared: those whose occupation is known."""
    compared = {trade.kind == "wish" for trade in pair.profile.trades if trade.codes}
    words = {False: "您做过的", True: "想找的" if len(compared) > 1 else "您想找的"}
    return "、".join(words[one] for one in sorted(compared)) + "工作"


def _trade_unknown(pair: Pair) -> Reason:
    if pair.code_weights:
        text = "您还没填做过什么、想做什么，是否对口看不出来"
        if pair.profile.trades:
            text = "您填的工作看不出是什么工种，是否对口看不出来"
        return Reason("trade", Side.NOTE, text)
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


def _wish_text(trade: Trade, fit: float, pair: Pair) -> str:
    words = trade.source.words
    if fit < SAME_TRADE_FIT:
        return f"和您想找的{words}{_fit_word(fit)}"
    names = [pair.language.occupation_name(code) for code in trade.codes]
    is_chosen = fit == 1.0 and words in names
    is_named = words.lower() in pair.vacancy.title.lower()
    # One occupation code holds many jobs: 网约车 and 公交车 are both 道路客运汽车驾驶员.
    return f"正是您想找的{words}" if is_chosen or is_named else f"和您想找的{words}是同一类工作"


def _practice_for_employer(trade: Trade, fit: float, pair: Pair) -> str:
    """Return a trade in the lexicon's words only: the veteran's own may name a unit or a firm."""
    if fit < RELATED_FIT:
        return ""
    if trade.kind == "wish":
        return "本人想找这类岗位"
    known_time = duration(pair.profile.alike(trade))
    if trade.kind == "service":
        specialty = specialty_named(trade.source.words, pair.language)
        return f"服役{specialty.name if specialty else ''} {known_time}".strip()
    found = pair.language.finder.find(trade.source.words)
    return f"从事{found[0].words if found else '相近工作'} {known_time}".strip()


def _is_foreign(pair: Pair) -> bool:
    """Return whether no trade practised is related to any occupation of the vacancy."""
    return pair.best_trade(is_wish=False)[1] < RELATED_FIT


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
    months = months_together(same)
    if not months:
        text = "还没有干过这一行" if _is_foreign(pair) else "没有算得上这一行的年限"
        if same:
            text = f"干这行{duration(same)}"
        return [Reason("experience", Side.NOTE, text, lost=lost, vacancy_ref=vacancy_ref)]
    years = pair.vacancy.demand.years
    longest, fit = max(spells, key=lambda found: found[0].months)
    did = "干这行" if fit >= SAME_TRADE_FIT else "干过相近的工作"
    # Fewer months than required are no reason for the vacancy.
    is_enough = months >= (years or 0) * 12 and not _is_foreign(pair)
    return [
        Reason(
            "experience",
            Side.FOR if is_enough else Side.NOTE,
            f"{did} {duration(same)}" + (f"，岗位要求 {years} 年" if years else ""),
            points,
            lost,
            longest.source,
            vacancy_ref,
            f"同行经历 {duration(same)}",
        )
    ]
