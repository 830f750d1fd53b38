"""The judged set as the engine's records."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matching.engine.records import (
    Credential,
    Demand,
    Education,
    Service,
    VacancyDoc,
    VeteranDoc,
    Work,
)

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Judged:
    """One grade, 0 to 3, and whether the veteran is eligible for the vacancy."""

    veteran_id: int
    vacancy_id: int
    grade: int
    is_entitled: bool


def veterans() -> list[VeteranDoc]:
    """Return the veterans judged for."""
    return [_veteran(one) for one in _lines("veterans.jsonl")]


def judged_vacancies() -> list[VacancyDoc]:
    """Return all judged vacancies."""
    return [_vacancy(one) for one in _lines("vacancies.jsonl")]


def pairs() -> list[Judged]:
    """Return the grades."""
    with (FOLDER / "pairs.csv").open(encoding="utf-8", newline="") as file:
        return [
            Judged(
                int(row["veteran"]),
                int(row["vacancy"]),
                0 if row["grade"] == "x" else int(row["grade"]),
                row["grade"] != "x",
            )
            for row in csv.DictReader(file)
        ]


def graded() -> dict[int, dict[int, float]]:
    """Return the grades of each veteran's vacancies; those not eligible count 0."""
    found: dict[int, dict[int, float]] = {}
    for pair in pairs():
        found.setdefault(pair.veteran_id, {})[pair.vacancy_id] = float(pair.grade)
    return found


def words_of(veteran: VeteranDoc) -> str:
    """Return all words of a profile, for methods that use words only."""
    spells = [f"{one.specialty} {one.duty}" for one in veteran.services]
    spells += [f"{one.title} {one.text}" for one in veteran.works]
    return " ".join([veteran.skills_text, *spells, *(one.name for one in veteran.credentials)])


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


def _level(fields: dict[str, Any]) -> Education | None:
    number = fields.pop("education", None)
    return None if number is None else Education(number)


def _veteran(fields: dict[str, Any]) -> VeteranDoc:
    return VeteranDoc(
        education=_level(fields),
        services=tuple(Service(**one) for one in fields.pop("services", ())),
        works=tuple(Work(**one) for one in fields.pop("works", ())),
        credentials=tuple(Credential(**one) for one in fields.pop("credentials", ())),
        wanted_occupations=tuple(fields.pop("wanted_occupations", ())),
        place_codes=tuple(fields.pop("place_codes", ())),
        **fields,
    )


def _vacancy(fields: dict[str, Any]) -> VacancyDoc:
    demand = fields.pop("demand", {})
    credentials = tuple(demand.pop("credentials", ()))
    level = _level(demand)
    return VacancyDoc(**fields, demand=Demand(education=level, credentials=credentials, **demand))
