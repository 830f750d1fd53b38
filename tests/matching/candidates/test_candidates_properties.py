"""Properties of the candidates, for any vacancy and any veterans."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.candidates.queries import find_candidates
from matching.engine.profile import read_profile
from matching.index.candidate_pool import Pool
from matching.index.open_vacancies import OpenVacancies, index_of
from tests.matching.engine.engine_records import vacancies, veterans

EXAMPLES = settings(max_examples=60, deadline=None)
MANY = 100


@EXAMPLES
@given(
    vacancies=vacancies(min_size=1),
    people=st.lists(veterans, max_size=6, unique_by=lambda one: one.id),
)
def test_both_sides_see_the_same_pair_and_each_condition_counts_its_people(vacancies, people):
    open_vacancies = OpenVacancies(index_of(vacancies), "now")
    profiles = [read_profile(one, open_vacancies.index.language) for one in people]
    vacancy_id = vacancies[0].id

    found = find_candidates(
        open_vacancies, Pool("now", profiles, open_vacancies.index.language), vacancy_id
    )

    own = {
        one.id: vacancy
        for one in people
        for vacancy in open_vacancies.rank(one, k=MANY)
        if vacancy.vacancy_id == vacancy_id
    }
    assert found.entitled == len(own) == sum(found.by_level.values())
    assert {c.veteran_id: c.level for c in found.best} == {
        i: vacancy.level for i, vacancy in own.items()
    }
    for one in found.best:
        assert one.score == pytest.approx(own[one.veteran_id].score)
    missed = [one for miss in found.misses for one in miss.ids]
    assert len(missed) == len(set(missed)) == sum(miss.count for miss in found.misses)
    assert not set(missed) & set(own)
