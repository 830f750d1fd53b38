"""Replay of a model before it is activated: the same veterans' lists under both."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from matching.engine.ranking import RankedVacancy
from matching.engine.records import VeteranDoc
from matching.engine.verdicts import EDUCATION_WORDS
from matching.index import fit_level
from matching.index.open_vacancies import OpenVacancies
from people.divisions.queries import place_name

PEOPLE = 300  # lists compared; more do not change the figures
DEPTH = 10
AGES = ((0, 30, "30 岁以下"), (30, 40, "30–39 岁"), (40, 50, "40–49 岁"), (50, 200, "50 岁以上"))
UNKNOWN = "没填"


def replayed(
    before: OpenVacancies, after: OpenVacancies, docs: Sequence[VeteranDoc]
) -> dict[str, Any]:
    """Return how veterans' lists change from one model to another, and for whom.

    `same` is the mean share of a list's first ten vacancies that stay, `first_same` the share of
    lists whose first vacancy stays, both in [0, 1]. `vacancies` is how many different vacancies
    are shown at all, before and after. `groups` gives by township, age band and schooling the
    number of veterans and the mean number of fitting vacancies among their first ten.
    """
    chosen = _spread(docs)
    pairs = [(doc, before.rank(doc, k=DEPTH), after.rank(doc, k=DEPTH)) for doc in chosen]
    filled = [(_ids(old), _ids(new)) for _, old, new in pairs if old or new]
    return {
        "people": len(pairs),
        "same": _mean([len(set(old) & set(new)) / max(len(old), 1) for old, new in filled]),
        "first_same": _mean([float(old[:1] == new[:1]) for old, new in filled]),
        "vacancies": [len({one for lists in filled for one in lists[side]}) for side in (0, 1)],
        "groups": [group for by in GROUPINGS.items() for group in _groups(pairs, *by)],
    }


def _spread(docs: Sequence[VeteranDoc]) -> list[VeteranDoc]:
    """Return at most `PEOPLE` of the records, evenly over their ids."""
    ordered = sorted(docs, key=lambda doc: doc.id)
    if len(ordered) <= PEOPLE:
        return ordered
    places = np.linspace(0, len(ordered) - 1, PEOPLE).round().astype(int)
    return [ordered[place] for place in places]


def _ids(ranked: Sequence[RankedVacancy]) -> list[int]:
    return [one.vacancy_id for one in ranked]


def _mean(values: Sequence[float]) -> float:
    return round(float(np.mean(values)), 4) if values else 1.0


def _township(doc: VeteranDoc) -> str:
    return place_name(doc.home) if doc.home else UNKNOWN


def _age(doc: VeteranDoc) -> str:
    if doc.age is None:
        return UNKNOWN
    return next(name for low, high, name in AGES if low <= doc.age < high)


def _schooling(doc: VeteranDoc) -> str:
    return EDUCATION_WORDS[doc.education] if doc.education else UNKNOWN


GROUPINGS: dict[str, Callable[[VeteranDoc], str]] = {
    "乡镇": _township,
    "年龄": _age,
    "学历": _schooling,
}

Pair = tuple[VeteranDoc, Sequence[RankedVacancy], Sequence[RankedVacancy]]


def _groups(
    pairs: Sequence[Pair], by: str, name_of: Callable[[VeteranDoc], str]
) -> list[dict[str, Any]]:
    found: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        found[name_of(pair[0])].append(pair)
    return [
        {
            "by": by,
            "name": name,
            "people": len(members),
            "before": _mean([_fitting(old) for _, old, _ in members]),
            "after": _mean([_fitting(new) for _, _, new in members]),
        }
        for name, members in sorted(found.items())
    ]


def _fitting(ranked: Sequence[RankedVacancy]) -> float:
    return float(
        sum(fit_level.level_of(one.level, one.confidence) >= fit_level.FITTING for one in ranked)
    )
