"""Reasons on place, pay, lodging and shifts, and priority of veterans."""

from matching.engine.closeness import COUNTY_DIGITS
from matching.engine.eligibility import CONDITIONS, ConditionResult
from matching.engine.pair import Pair
from matching.engine.profile import ProfileRef
from matching.engine.reasons import Reason, Side, VacancyRef
from matching.engine.records import BY_PIECE
from matching.engine.weights import (
    PLACE_AWAY,
    PLACE_CITY,
    PLACE_COUNTY,
    PLACE_WANTED,
)


def place_reasons(pair: Pair) -> list[Reason]:
    """Return the reason on the distance from home and from the wanted places."""
    grade = pair.fraction("place")
    vacancy_ref = VacancyRef("place_code", pair.vacancy.place_name)
    if grade is None:
        text = "您还没填想去哪里上班" if pair.vacancy.place_code else "岗位没写工作地点"
        return [Reason("place", Side.NOTE, text, vacancy_ref=vacancy_ref)]
    text, field, employer = _place_text(pair, grade)
    side = Side.FOR if grade >= PLACE_CITY else Side.NOTE if grade else Side.AGAINST
    if side is Side.FOR and not _may_be_reached(pair):
        side = Side.NOTE  # in the city, but the condition of place is not met
    return [
        Reason(
            "place",
            side,
            text,
            pair.points("place"),
            pair.lost("place"),
            ProfileRef(field),
            vacancy_ref,
            employer,
        )
    ]


def _place_text(pair: Pair, grade: float) -> tuple[str, str, str]:
    """Return the sentence, the field of the profile it comes from, and the employer's sentence."""
    veteran, code = pair.profile.veteran, pair.vacancy.place_code
    is_township = len(veteran.home) > COUNTY_DIGITS
    if is_township and code.startswith(veteran.home):
        return "就在您家所在的乡镇", "home", "离家近"
    if grade >= PLACE_WANTED:
        return (
            f"在您想去的地方：{pair.vacancy.place_name or '本地'}",
            "place_codes",
            "愿意去工作地点",
        )
    if grade >= PLACE_COUNTY:
        if code[:COUNTY_DIGITS] == veteran.home[:COUNTY_DIGITS]:
            return "就在本县，离家不远", "home", "在本县"
        return "和您想去的地方在一个县，乡镇没写", "place_codes", "愿意去工作地点所在的县"
    if grade >= PLACE_CITY:
        return "在您家所在的市，不在本县", "home", "在本市"
    if grade >= PLACE_AWAY:
        return _away_text(pair), "accepts_away", "可以到外地上班"
    if veteran.place_codes:
        return "离您想去的地方远", "place_codes", ""
    return "离您家远", "home", ""


def _away_text(pair: Pair) -> str:
    veteran = pair.profile.veteran
    is_known = bool(veteran.home or veteran.place_codes)
    return "在外地，您说过可以去外地" if is_known else "您说过可以去外地"


def _may_be_reached(pair: Pair) -> bool:
    result = pair.scores.eligibility.results[CONDITIONS.index("place"), pair.row]
    return bool(result == ConditionResult.MET)


def pay_reasons(pair: Pair) -> list[Reason]:
    """Return the reason on the pay against the wish."""
    vacancy, wish = pair.vacancy, pair.profile.veteran.pay_min
    low, top = vacancy.pay_min, vacancy.pay_max
    if low is None and top is None:
        is_by_piece = vacancy.pay_basis == BY_PIECE
        text = "工资按件算，一个月多少说不准" if is_by_piece else "岗位没写工资"
        return [Reason("pay", Side.AGAINST, text, vacancy_ref=VacancyRef("pay_min"))]
    stated = [str(amount) for amount in (low, top) if amount is not None]
    vacancy_ref = VacancyRef("pay_min", "-".join(stated))
    if wish is None:
        text = "您还没填期望工资"
        return [Reason("pay", Side.NOTE, text, vacancy_ref=vacancy_ref)]
    text, side = _pay_text(low, top, wish)
    if vacancy.pay_basis:
        text = f"{text}（{vacancy.pay_basis}）"
    source = ProfileRef("pay_min", "", str(wish))
    return [Reason("pay", side, text, pair.points("pay"), pair.lost("pay"), source, vacancy_ref)]


def _pay_text(low: int | None, top: int | None, wish: int) -> tuple[str, Side]:
    """Return the sentence on pay of which one bound may be left open."""
    if low is not None and low >= wish:
        return f"工资{'达到' if low == wish else '高于'}您期望的 {wish} 元", Side.FOR
    if top is None:
        return f"工资 {low} 元起，最多多少没写，够不够您期望的 {wish} 元说不准", Side.AGAINST
    if top >= wish:
        return f"工资最高 {top} 元，够得上您期望的 {wish} 元", Side.FOR
    return f"工资低于您期望的 {wish} 元", Side.AGAINST


def pattern_reasons(pair: Pair) -> list[Reason]:
    """Return reasons on lodging and shifts against the wishes."""
    veteran, vacancy = pair.profile.veteran, pair.vacancy
    reasons = []
    if veteran.wants_lodging:
        sentences = ("岗位管吃住，您正想要", "岗位不管吃住", "岗位没写管不管吃住")
        reasons.append(
            _pattern_reason(pair, "lodging", "wants_lodging", vacancy.has_lodging, sentences)
        )
    if veteran.refuses_nights:
        sentences = ("岗位不上夜班", "岗位要上夜班，您说过不上夜班", "岗位没写上不上夜班")
        is_day = None if vacancy.has_nights is None else not vacancy.has_nights
        reasons.append(_pattern_reason(pair, "nights", "refuses_nights", is_day, sentences))
    return reasons or [Reason("pattern", Side.NOTE, "您没有提食宿和班次要求")]


def _pattern_reason(
    pair: Pair, vacancy_field: str, field: str, met: bool | None, sentences: tuple[str, str, str]
) -> Reason:
    half = pair.most("pattern") * 0.5
    refs = (ProfileRef(field), VacancyRef(f"has_{vacancy_field}"))
    good, bad, unknown = sentences
    if met is None:
        return Reason("pattern", Side.NOTE, unknown, 0.0, 0.0, *refs)
    if met:
        return Reason("pattern", Side.FOR, good, half, 0.0, *refs)
    return Reason("pattern", Side.AGAINST, bad, 0.0, half, *refs)


def veteran_reasons(pair: Pair) -> list[Reason]:
    """Return the reason on the priority of veterans."""
    points, vacancy_ref = pair.points("veteran"), VacancyRef("veterans_first")
    if points:
        text = "岗位写明退役军人优先"
        return [Reason("veteran", Side.FOR, text, points, vacancy_ref=vacancy_ref)]
    text = "岗位没写退役军人优先"
    if pair.vacancy.veterans_first:
        is_known = pair.fraction("trade") is not None
        why = "这一行和您的资料对不上" if is_known else "对不对口还看不出来"
        text = f"岗位写明退役军人优先；{why}，不加分"
    return [Reason("veteran", Side.NOTE, text, vacancy_ref=vacancy_ref)]
