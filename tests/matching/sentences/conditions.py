"""Hard conditions judged anew from the facts: met, open or failed, each with its sentence."""

from lexicon.tables import includes, load_lexicon
from tests.matching.sentences import trades
from tests.matching.sentences.facts import VacancyFacts, VeteranFacts

MET, OPEN, FAILED = "met", "open", "failed"


def schooling(veteran: VeteranFacts, vacancy: VacancyFacts) -> str:
    if not vacancy.schooling:
        return MET
    if veteran.schooling is None:
        return OPEN
    return MET if veteran.schooling >= vacancy.schooling else FAILED


def age(veteran: VeteranFacts, vacancy: VacancyFacts) -> str:
    low, high = vacancy.age_min, vacancy.age_max
    if low is None and high is None:
        return MET
    if veteran.age is None:
        return OPEN
    is_inside = (low is None or veteran.age >= low) and (high is None or veteran.age <= high)
    return MET if is_inside else FAILED


def held(veteran: VeteranFacts) -> set[str]:
    """Return the papers held and those they include."""
    return {key for own, _ in veteran.papers if own for key in includes(load_lexicon(), own)}


def lapsed(veteran: VeteranFacts) -> set[str]:
    return {key for own, _ in veteran.lapsed if own for key in includes(load_lexicon(), own)}


def lacking(veteran: VeteranFacts, vacancy: VacancyFacts) -> list[str]:
    """Return the papers required that are not held and take longer than days to get."""
    known = held(veteran) | set(load_lexicon().quick)
    return [key for key in vacancy.papers if key not in known]


def papers(veteran: VeteranFacts, vacancy: VacancyFacts) -> str:
    if not lacking(veteran, vacancy):
        return MET
    return FAILED if veteran.is_complete else OPEN


def years(veteran: VeteranFacts, vacancy: VacancyFacts) -> str:
    needed = (vacancy.years or 0) * 12
    if not needed or trades.sure_months(veteran, vacancy) >= needed:
        return MET
    return FAILED if trades.most_months(veteran, vacancy) < needed else OPEN


def is_near(veteran: VeteranFacts, code: str) -> bool:
    near = [*veteran.places, *([veteran.home[:6]] if veteran.home else [])]
    return bool(code) and any(code.startswith(one) or one.startswith(code) for one in near)


def place(veteran: VeteranFacts, vacancy: VacancyFacts) -> str:
    code, is_silent = vacancy.place, not veteran.home and not veteran.places
    if veteran.is_away_accepted or is_near(veteran, code):
        return MET
    if veteran.is_away_accepted is None:
        return MET if is_silent or not code else OPEN
    return OPEN if is_silent or not code else FAILED


ALL = {"education": schooling, "age": age, "credentials": papers, "years": years, "place": place}


def results(veteran: VeteranFacts, vacancy: VacancyFacts) -> dict[str, str]:
    return {name: judge(veteran, vacancy) for name, judge in ALL.items()}


def failures(veteran: VeteranFacts, vacancy: VacancyFacts) -> list[str]:
    """Return the names of the conditions that fail; each lacking paper counts."""
    found = results(veteran, vacancy)
    papers_ = ["credentials"] * len(lacking(veteran, vacancy))
    others = [name for name, one in found.items() if one == FAILED and name != "credentials"]
    return others + (papers_ if found["credentials"] == FAILED else [])
