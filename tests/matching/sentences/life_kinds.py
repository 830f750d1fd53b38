"""Sentences on place, pay, shifts, priority, schooling and age, recomputed from the facts."""

from __future__ import annotations

import re

from tests.matching.sentences import conditions, trades
from tests.matching.sentences.conditions import FAILED, OPEN
from tests.matching.sentences.facts import SCHOOLING, STATED_SCHOOLING, VacancyFacts, VeteranFacts

FACTORS = {"day": (21.75, "天"), "hour": (174, "小时")}
Found = re.Match[str]


def _is_within(code: str, wanted: str) -> bool:
    return bool(code) and bool(wanted) and code.startswith(wanted)


def _nearness(veteran: VeteranFacts, vacancy: VacancyFacts) -> str:
    """Return the nearest of what is true of the place of work."""
    code, home = vacancy.place, veteran.home
    if not code:
        return "vacancy without place"
    if not home and not veteran.places and not veteran.is_away_accepted:
        return "no place wanted"
    if len(home) == 9 and _is_within(code, home):
        return "home township"
    if any(_is_within(code, wanted) for wanted in veteran.places):
        return "wanted place"
    if home and _is_within(code, home[:6]):
        return "home county"
    if any(wanted.startswith(code) for wanted in veteran.places):
        return "wanted county"
    if home and _is_within(code, home[:4]):
        return "home city"
    if veteran.is_away_accepted:
        return "away" if home or veteran.places else "anywhere"
    return "far from wanted" if veteran.places else "far from home"


def _is(nearness: str):
    return lambda found, veteran, vacancy: _nearness(veteran, vacancy) == nearness


home_township, home_county = _is("home township"), _is("home county")
wanted_county, home_city = _is("wanted county"), _is("home city")
away, anywhere = _is("away"), _is("anywhere")
far_from_wanted, far_from_home = _is("far from wanted"), _is("far from home")
no_place_wanted, vacancy_without_place = _is("no place wanted"), _is("vacancy without place")


def wanted_place(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    return _nearness(veteran, vacancy) == "wanted place" and found["name"] == vacancy.place_name


OPEN_END = float("inf")


def _monthly(vacancy: VacancyFacts) -> tuple[float, float] | None:
    """Return the least and the most a month may bring: a bound not stated may be anything."""
    if not _is_pay_stated(vacancy) or vacancy.unit == "piece":
        return None
    factor = FACTORS.get(vacancy.unit, (1, ""))[0]
    low = 0 if vacancy.low is None else round(vacancy.low * factor)
    return low, OPEN_END if vacancy.high is None else round(vacancy.high * factor)


def _pay(
    found: Found, veteran: VeteranFacts, vacancy: VacancyFacts
) -> tuple[float, float, int] | None:
    """Return pay and wish by the month, None where the sentence names another wish or basis."""
    monthly, wish = _monthly(vacancy), veteran.pay
    factor, unit = FACTORS.get(vacancy.unit, (None, None))
    stated = float(found["factor"]) if found["factor"] else None
    if monthly is None or wish is None or (stated, found["unit"]) != (factor, unit):
        return None
    return (*monthly, wish) if int(found["wish"]) == wish else None


def pay_above(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    pay = _pay(found, veteran, vacancy)
    return pay is not None and pay[0] > pay[2]


def pay_equal(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    pay = _pay(found, veteran, vacancy)
    return pay is not None and pay[0] == pay[2]


def pay_reached(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    pay = _pay(found, veteran, vacancy)
    return pay is not None and pay[0] < pay[2] <= pay[1] == int(found["top"])


def pay_below(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    pay = _pay(found, veteran, vacancy)
    return pay is not None and pay[1] < pay[2]


def pay_open(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    pay = _pay(found, veteran, vacancy)
    return pay is not None and pay[0] == int(found["low"]) < pay[2] and pay[1] == OPEN_END


def _is_pay_stated(vacancy: VacancyFacts) -> bool:
    return vacancy.low is not None or vacancy.high is not None


def pay_by_piece(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    return vacancy.unit == "piece" and _is_pay_stated(vacancy)


def pay_unstated(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    return not _is_pay_stated(vacancy)


def no_pay_wished(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    return veteran.pay is None and _monthly(vacancy) is not None


def _offers(wish: str, fact: str, value: bool | None):
    return lambda found, veteran, vacancy: (
        getattr(veteran, wish) is True and getattr(vacancy, fact) is value
    )


lodging, no_lodging, lodging_unstated = (
    _offers("is_lodging_wanted", "has_lodging", value) for value in (True, False, None)
)
nights, days_only, nights_unstated = (
    _offers("are_nights_refused", "has_nights", value) for value in (True, False, None)
)


def no_pattern_wished(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    return not veteran.is_lodging_wanted and not veteran.are_nights_refused


def veterans_first(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    return vacancy.veterans_first


def veterans_first_elsewhere(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    near = max(
        trades.best_practised(veteran, vacancy),
        trades.best_wished(veteran, vacancy),
        trades.best_paper(veteran, vacancy),
    )
    return vacancy.veterans_first and near < trades.RELATED and not _is_trade_open(veteran, vacancy)


def veterans_first_unread(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    return vacancy.veterans_first and _is_trade_open(veteran, vacancy)


def _is_trade_open(veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    """Return whether either side states or holds papers for no trade that could be compared."""
    own = [codes for *_, codes in trades.spells(veteran)]
    own += [trades.wish_codes(words) for words in veteran.wishes]
    is_stated = any(own) or trades.best_paper(veteran, vacancy) > 0
    return not is_stated or not trades.vacancy_codes(vacancy)


def no_priority(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    return not vacancy.veterans_first


def schooling_failed(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    return (
        conditions.schooling(veteran, vacancy) == FAILED
        and found["level"] == SCHOOLING[vacancy.schooling]
        and found["held"] == STATED_SCHOOLING[veteran.schooling]
    )


def schooling_open(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    is_open = conditions.schooling(veteran, vacancy) == OPEN
    return is_open and found["level"] == SCHOOLING[vacancy.schooling]


def _limits(vacancy: VacancyFacts) -> str:
    low, high = vacancy.age_min, vacancy.age_max
    if low is not None and high is not None:
        return f"{low} 到 {high} 岁"
    return f"{high} 岁以下" if high is not None else f"满 {low} 岁"


def age_failed(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    is_failed = conditions.age(veteran, vacancy) == FAILED
    return is_failed and found["limits"] == _limits(vacancy) and int(found["age"]) == veteran.age


def age_open(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    return conditions.age(veteran, vacancy) == OPEN and found["limits"] == _limits(vacancy)


def place_failed(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    is_failed = conditions.place(veteran, vacancy) == FAILED
    return is_failed and found["name"] == vacancy.place_name


def place_open(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    is_open = conditions.place(veteran, vacancy) == OPEN and bool(vacancy.place)
    answer = "说过不去外地" if veteran.is_away_accepted is False else "还没写愿不愿意去外地"
    return is_open and found["name"] == vacancy.place_name and found["answer"] == answer


def place_unnamed(found: Found, veteran: VeteranFacts, vacancy: VacancyFacts) -> bool:
    is_open = conditions.place(veteran, vacancy) == OPEN
    return is_open and not vacancy.place and veteran.is_away_accepted is False
