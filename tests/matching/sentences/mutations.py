"""Changes of one fact each, by the field they change."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tests.matching.sentences.facts import VacancyFacts, VeteranFacts

Facts = tuple[VeteranFacts, VacancyFacts]
OTHER = {None: True, True: False, False: None}
UNITS = {"month": "day", "day": "hour", "hour": "month", "piece": "month"}


def _number(value: int | None, default: int) -> list[int | None]:
    return [default] if value is None else [value + 1, value - 1, None]


def _spells(spells: tuple[tuple[str, int, str], ...]) -> list[tuple[tuple[str, int, str], ...]]:
    longer = tuple((words, months + 12, text) for words, months, text in spells)
    other = tuple(("中式烹调师", months, text) for _, months, text in spells)
    return [(), longer, other, (*spells, ("道路货运汽车驾驶员", 60, "开车"))]


def _papers(papers: tuple[tuple[str, str], ...]) -> list[tuple[tuple[str, str], ...]]:
    return [papers[1:], papers[:-1], (*papers, ("drive_a1", "A1")), (("nurse", "护士证"),), ()]


def of_veteran(facts: VeteranFacts) -> Iterator[tuple[str, VeteranFacts]]:
    """Yield a veteran's facts with one field changed, and the field."""
    values: dict[str, list[Any]] = {
        "services": _spells(facts.services),
        "works": _spells(facts.works),
        "papers": _papers(facts.papers),
        "lapsed": _papers(facts.lapsed),
        "is_complete": [not facts.is_complete],
        "schooling": _number(facts.schooling, 6),
        "age": _number(facts.age, 30),
        "skills": ["", "修车焊接开叉车驾驶巡逻"],
        "wishes": [(), ("4-02-02-02",), ("护士",)],
        "home": ["", "340321104", "110101001"],
        "places": [(), ("340321100",), ("110101",)],
        "is_away_accepted": [OTHER[facts.is_away_accepted]],
        "pay": _number(facts.pay, 5000),
        "is_lodging_wanted": [OTHER[facts.is_lodging_wanted]],
        "are_nights_refused": [OTHER[facts.are_nights_refused]],
    }
    for field, changed in values.items():
        for value in changed:
            if value != getattr(facts, field):
                yield field, replace(facts, **{field: value})


def of_vacancy(facts: VacancyFacts) -> Iterator[tuple[str, VacancyFacts]]:
    """Yield a vacancy's facts with one field changed, and the field."""
    values: dict[str, list[Any]] = {
        "title": ["洗碗工", "货车司机"],
        "duties": ["", "修车、看图纸、驾驶车辆，负责日常保养"],
        "requirements": ["", "持A2驾照"],
        "code": ["", "4-02-02-02"],
        "place": ["", "340321100", "110101001"],
        "place_name": ["别处"],
        "schooling": _number(facts.schooling, 2),
        "age_min": _number(facts.age_min, 20),
        "age_max": _number(facts.age_max, 50),
        "papers": [facts.papers[1:], (), ("nurse",), ("drive_a2", "health_card")],
        "years": _number(facts.years, 3),
        "low": _number(facts.low, 100),
        "high": _number(facts.high, 9000),
        "unit": [UNITS[facts.unit]],
        "has_lodging": [OTHER[facts.has_lodging]],
        "has_nights": [OTHER[facts.has_nights]],
        "veterans_first": [not facts.veterans_first],
    }
    for field, changed in values.items():
        for value in changed:
            if value != getattr(facts, field):
                yield field, replace(facts, **{field: value})


def of_both(veteran: VeteranFacts, vacancy: VacancyFacts) -> Iterator[tuple[str, Facts]]:
    """Yield both with one field of either changed, named veteran.FIELD or vacancy.FIELD."""
    for field, changed in of_veteran(veteran):
        yield f"veteran.{field}", (changed, vacancy)
    yield "veteran.skills", (replace(veteran, skills=vacancy.duties or vacancy.title), vacancy)
    for field, other in of_vacancy(vacancy):
        yield f"vacancy.{field}", (veteran, other)
