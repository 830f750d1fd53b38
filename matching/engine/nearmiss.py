"""差一点: vacancies a veteran misses by one hard condition, and veterans missed by a vacancy."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from lexicon.certificates import LICENCE
from matching.engine.eligibility import ConditionResult
from matching.engine.index import VacancyIndex
from matching.engine.language import Language
from matching.engine.profile import Profile, read_profile
from matching.engine.ranking import best_rows
from matching.engine.records import VeteranDoc
from matching.engine.scoring import Scores, score_vacancies
from matching.engine.verdicts import Verdict, verdicts

SHARED_NEED = ("credentials", "education")  # grouped by what is needed; others by condition only


@dataclass(frozen=True, slots=True)
class NearMiss:
    """Vacancies (or veterans) missed by exactly one hard condition, the same for all of them.

    Attributes
    ----------
    condition : str
        One of ``CONDITIONS``.
    needed : str
        Credential key or level of schooling required; "" for the other conditions, whose
        requirements differ from vacancy to vacancy.
    count : int
        Number of `ids`.
    ids : tuple of int
        Ids of the vacancies (or veterans), best score first, ties by id.
    text : str
        The sentence shown, in Chinese. 对得上: only what fits the veteran is counted.
    """

    condition: str
    needed: str
    count: int
    ids: tuple[int, ...]
    text: str


def near_misses(
    veteran: VeteranDoc, index: VacancyIndex, *, least_level: int = 2
) -> tuple[NearMiss, ...]:
    """Return the near misses of a veteran; see `near_misses_of`, which takes scores."""
    scores = score_vacancies(read_profile(veteran, index.language), index)
    return near_misses_of(scores, index, least_level=least_level)


def near_misses_of(
    scores: Scores, index: VacancyIndex, *, least_level: int = 2
) -> tuple[NearMiss, ...]:
    """Return the hard conditions that alone exclude a veteran from vacancies.

    Age is left out, since nobody can change it, and so are statutory credentials: without one the
    law forbids the work, which is more than a step away.

    Parameters
    ----------
    scores : Scores
        The veteran's scores at the vacancies of `index`.
    index : VacancyIndex
        Fitted index.
    least_level : int, default=2
        Least level of fit of the vacancies counted, 1 to 4: at 1 a driver would see the nursing
        vacancies that a nurse's licence would open.

    Returns
    -------
    tuple of NearMiss
        Most vacancies first, ties by condition and requirement.
    """
    is_near = (scores.eligibility.failures == 1) & (scores.levels >= least_level)
    is_near &= ~np.isin(scores.posting, scores.posting[scores.listed])  # a copy is in the list
    rows = np.flatnonzero(scores.once(is_near))
    groups: dict[tuple[str, str], list[int]] = {}
    for row in best_rows(scores, rows, len(rows)):
        verdict = _only_failure(scores, index, int(row))
        if may_be_dropped(verdict.condition, verdict.key, index.language):
            groups.setdefault(_group(verdict), []).append(index.vacancies_[row].id)
    return _collect(groups, VETERAN_TEXT, index.language)


def near_candidates(
    vacancy_id: int, veterans: Iterable[VeteranDoc], index: VacancyIndex
) -> tuple[NearMiss, ...]:
    """Return the hard conditions of a vacancy that alone exclude veterans, however well they fit.

    So many more are entitled once the condition is gone. Limits of age and statutory credentials
    are left out: an employer may set the one and drop the other only as the law states.

    Parameters
    ----------
    vacancy_id : int
        Id of a vacancy of `index`.
    veterans : iterable of VeteranDoc
        Records of the veterans considered.
    index : VacancyIndex
        Fitted index.

    Returns
    -------
    tuple of NearMiss
        Most veterans first, ties by condition and requirement; `ids` are those of veterans.

    Raises
    ------
    KeyError
        If the vacancy is not indexed.
    """
    one = index.take([vacancy_id])
    found: list[tuple[float, int, tuple[str, str]]] = []
    for veteran in veterans:
        scores = score_vacancies(read_profile(veteran, index.language), one)
        if scores.eligibility.failures[0] == 1:
            verdict = _only_failure(scores, one, 0)
            if may_be_dropped(verdict.condition, verdict.key, index.language):
                found.append((-float(scores.totals[0]), veteran.id, _group(verdict)))
    groups: dict[tuple[str, str], list[int]] = {}
    for _, veteran_id, group in sorted(found):
        groups.setdefault(group, []).append(veteran_id)
    return _collect(groups, EMPLOYER_TEXT, index.language)


@dataclass(frozen=True, slots=True)
class Demand:
    """How many veterans pass all conditions of a vacancy, and who misses exactly one."""

    entitled: int
    misses: tuple[NearMiss, ...]


def demand_for_each(profiles: Iterable[Profile], index: VacancyIndex) -> dict[int, Demand]:
    """Return the demand for every vacancy of an index, by vacancy id.

    The result equals `near_candidates` for each vacancy, but each profile is scored against all
    vacancies at once: for the forty vacancies of a fair that is about twenty times as fast.

    Parameters
    ----------
    profiles : iterable of Profile
        Profiles read with the language of the index.
    index : VacancyIndex
        Fitted index of n_vacancies vacancies.

    Returns
    -------
    dict of int to Demand
        n_vacancies entries in the order of the index.
    """
    found: list[dict[tuple[str, str], list[tuple[float, int]]]] = [{} for _ in index.vacancies_]
    entitled = np.zeros(len(index.vacancies_), dtype=np.intp)
    for profile in profiles:
        scores = score_vacancies(profile, index)
        entitled += scores.eligibility.eligible
        for row in np.flatnonzero(scores.eligibility.failures == 1).tolist():
            verdict = _only_failure(scores, index, row)
            if may_be_dropped(verdict.condition, verdict.key, index.language):
                place = (-float(scores.totals[row]), profile.veteran.id)
                found[row].setdefault(_group(verdict), []).append(place)
    return {
        vacancy.id: Demand(
            int(entitled[row]),
            _collect(
                {group: [one for _, one in sorted(who)] for group, who in found[row].items()},
                EMPLOYER_TEXT,
                index.language,
            ),
        )
        for row, vacancy in enumerate(index.vacancies_)
    }


def _only_failure(scores: Scores, index: VacancyIndex, row: int) -> Verdict:
    found = verdicts(
        scores.profile,
        index.vacancies_[row],
        index.language,
        eligibility=scores.eligibility,
        row=row,
    )
    return next(verdict for verdict in found if verdict.result is ConditionResult.FAILED)


def may_be_dropped(condition: str, key: str, language: Language) -> bool:
    """Return whether a condition may be offered as a near miss; `key` is a credential's."""
    return condition != "age" and not is_statutory(key, language)


def is_statutory(key: str, language: Language) -> bool:
    """Return whether the law forbids the work without a credential; False for ""."""
    certificate = language.lexicon.certificates.get(key)
    return certificate is not None and certificate.kind == LICENCE


def _group(verdict: Verdict) -> tuple[str, str]:
    needed = verdict.key or verdict.needed
    return verdict.condition, needed if verdict.condition in SHARED_NEED else ""


def _collect(
    groups: Mapping[tuple[str, str], list[int]],
    texts: Mapping[str, Callable[[str, int], str]],
    language: Language,
) -> tuple[NearMiss, ...]:
    found = []
    for (condition, needed), ids in groups.items():
        words = language.credential_name(needed) if condition == "credentials" else needed
        text = texts[condition](words, len(ids))
        found.append(NearMiss(condition, needed, len(ids), tuple(ids), text))
    return tuple(sorted(found, key=lambda miss: (-miss.count, miss.condition, miss.needed)))


VETERAN_TEXT: dict[str, Callable[[str, int], str]] = {
    "credentials": lambda words, n: f"再有{words}，就能多投 {n} 个对得上的岗位",
    "education": lambda words, n: f"有 {n} 个对得上的岗位只差学历：要{words}",
    "years": lambda _, n: f"有 {n} 个对得上的岗位只差工作年限",
    "place": lambda _, n: f"如果愿意去外地，就能多投 {n} 个对得上的岗位",
}
EMPLOYER_TEXT: dict[str, Callable[[str, int], str]] = {
    "credentials": lambda words, n: f"不强求{words}，可多 {n} 人",
    "education": lambda words, n: f"不强求{words}，可多 {n} 人",
    "years": lambda _, n: f"放宽工作年限，可多 {n} 人",
    "place": lambda _, n: f"有 {n} 人其他条件都符合，只是不愿到这里上班",
}
