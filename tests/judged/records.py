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
    JobDoc,
    Service,
    VeteranDoc,
    Work,
)

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Judged:
    """One grade: 0 to 3, and whether the person is entitled to the post at all."""

    veteran_id: int
    post_id: int
    grade: int
    is_entitled: bool


def veterans() -> list[VeteranDoc]:
    """Return the veterans judged for."""
    return [_veteran(one) for one in _lines("veterans.jsonl")]


def posts() -> list[JobDoc]:
    """Return the posts judged for any of them."""
    return [_post(one) for one in _lines("posts.jsonl")]


def pairs() -> list[Judged]:
    """Return the grades."""
    with (FOLDER / "pairs.csv").open(encoding="utf-8", newline="") as file:
        return [
            Judged(
                int(row["veteran"]),
                int(row["post"]),
                0 if row["grade"] == "x" else int(row["grade"]),
                row["grade"] != "x",
            )
            for row in csv.DictReader(file)
        ]


def graded() -> dict[int, dict[int, float]]:
    """Return the grades of each veteran's posts; who is not entitled counts as 0."""
    found: dict[int, dict[int, float]] = {}
    for pair in pairs():
        found.setdefault(pair.veteran_id, {})[pair.post_id] = float(pair.grade)
    return found


def said_by(veteran: VeteranDoc) -> str:
    """Return everything a profile says in words, for methods that know words alone."""
    spells = [f"{one.specialty} {one.duty}" for one in veteran.services]
    spells += [f"{one.title} {one.text}" for one in veteran.works]
    return " ".join([veteran.skills_text, *spells, *(one.name for one in veteran.credentials)])


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


def _level(told: dict[str, Any]) -> Education | None:
    number = told.pop("education", None)
    return None if number is None else Education(number)


def _veteran(told: dict[str, Any]) -> VeteranDoc:
    return VeteranDoc(
        education=_level(told),
        services=tuple(Service(**one) for one in told.pop("services", ())),
        works=tuple(Work(**one) for one in told.pop("works", ())),
        credentials=tuple(Credential(**one) for one in told.pop("credentials", ())),
        wanted_occupations=tuple(told.pop("wanted_occupations", ())),
        place_codes=tuple(told.pop("place_codes", ())),
        **told,
    )


def _post(told: dict[str, Any]) -> JobDoc:
    demand = told.pop("demand", {})
    credentials = tuple(demand.pop("credentials", ()))
    level = _level(demand)
    return JobDoc(**told, demand=Demand(education=level, credentials=credentials, **demand))
