"""How many veterans each single condition of a vacancy excludes."""

from collections.abc import Iterable

from matching.engine.nearmiss import Demand, demand_for_each
from matching.index.candidate_pool import current_pool
from matching.index.open_vacancies import current_vacancies


def demand_for(vacancy_ids: Iterable[int]) -> dict[int, Demand]:
    """Return the demand for the open vacancies among ids, by id."""
    open_vacancies = current_vacancies()
    ids = sorted({one for one in vacancy_ids if one in open_vacancies.index.row_})
    if not ids:
        return {}
    profiles = current_pool().profiles
    return demand_for_each(profiles, open_vacancies.index.take(ids))
