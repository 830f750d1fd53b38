from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matching.engine.candidates import CandidateRanker
from matching.engine.eligibility import ConditionResult
from matching.engine.nearmiss import near_candidates, near_misses
from matching.engine.ranking import Ranker
from matching.engine.records import Credential, Service, VacancyDoc, VeteranDoc, Work
from matching.engine.verdicts import check
from tests.matching.engine.cast import language, ranker
from tests.matching.engine.engine_records import (
    CODES,
    KEYS,
    PLACES,
    SKILLS,
    TITLES,
    vacancies,
    veterans,
)

# Compiling each example's index takes milliseconds; sixty examples keep the folder quick.
settings.register_profile("engine", max_examples=60, deadline=None)
EXAMPLES = settings.get_profile("engine")
MANY = 100


def scores_of(found):
    return {vacancy.vacancy_id: vacancy.score for vacancy in found}


def scores_without_priority(found):
    return {
        vacancy.vacancy_id: sum(
            part.contribution for part in vacancy.parts if part.dimension != "veteran"
        )
        for vacancy in found
    }


def all_scores(found: Ranker, veteran: VeteranDoc) -> np.ndarray:
    """Return the scores of all vacancies, hard conditions ignored."""
    return found.score(veteran).totals


@EXAMPLES
@given(vacancies=vacancies(), veteran=veterans)
def test_parts_add_up_to_the_score_exactly_and_reasons_too(vacancies, veteran):
    for vacancy in ranker(*vacancies).rank(veteran, k=MANY):
        assert sum(part.contribution for part in vacancy.parts) == vacancy.score
        assert sum(r.contribution for r in vacancy.reasons) == pytest.approx(
            vacancy.score, abs=1e-9
        )
        skills = next(part for part in vacancy.parts if part.dimension == "skills")
        assert sum(t.contribution for t in vacancy.terms) == pytest.approx(skills.contribution)


@EXAMPLES
@given(vacancies=vacancies(), veteran=veterans)
def test_reasons_of_each_dimension_add_up_to_its_part(vacancies, veteran):
    for vacancy in ranker(*vacancies).rank(veteran, k=MANY):
        for part in vacancy.parts:
            spoken = [r for r in vacancy.reasons if r.dimension == part.dimension]
            assert spoken
            assert sum(r.contribution for r in spoken) == pytest.approx(part.contribution)


@EXAMPLES
@given(vacancies=vacancies(), veteran=veterans)
def test_an_unknown_part_earns_nothing_and_is_marked(vacancies, veteran):
    for vacancy in ranker(*vacancies).rank(veteran, k=MANY):
        for part in vacancy.parts:
            if part.fraction is None:
                assert part.contribution == 0
        assert 0 <= vacancy.confidence <= 1 + 1e-12
        assert vacancy.level < 4 or vacancy.confidence >= 0.65


@EXAMPLES
@given(vacancies=vacancies(), veteran=veterans)
def test_the_list_holds_just_the_vacancies_no_condition_fails(vacancies, veteran):
    found = ranker(*vacancies)
    profile = found.profile(veteran)

    expected = {
        vacancy.id
        for vacancy in vacancies
        if all(v.result is not ConditionResult.FAILED for v in check(profile, vacancy, language()))
    }

    assert {vacancy.vacancy_id for vacancy in found.rank(veteran, k=MANY)} == expected


def failed(found):
    return [verdict for verdict in found if verdict.result is ConditionResult.FAILED]


@EXAMPLES
@given(vacancies=vacancies(), veteran=veterans)
def test_near_misses_are_the_vacancies_with_exactly_one_failure_to_be_mended(vacancies, veteran):
    found = ranker(*vacancies)
    profile = found.profile(veteran)

    known = language().lexicon.certificates
    expected = {
        vacancy.id
        for vacancy in vacancies
        if [v.condition for v in failed(check(profile, vacancy, language()))]
        in (["education"], ["credentials"], ["years"], ["place"])
        and not any(
            v.condition == "credentials" and known[v.key].kind == "licence"
            for v in failed(check(profile, vacancy, language()))
        )
    }
    misses = near_misses(veteran, found.index, least_level=1)

    assert sorted(vacancy for miss in misses for vacancy in miss.ids) == sorted(expected)
    assert all(miss.count == len(miss.ids) for miss in misses)


@EXAMPLES
@given(
    vacancies=vacancies(),
    veteran=veterans,
    skill=st.sampled_from(SKILLS),
    key=st.sampled_from(KEYS),
    code=st.sampled_from(CODES + TITLES),
    place=st.sampled_from(PLACES),
)
def test_more_skills_credentials_and_wishes_never_lower_a_score(
    vacancies, veteran, skill, key, code, place
):
    found = ranker(*vacancies)
    plain = all_scores(found, veteran)

    for richer in (
        replace(veteran, skills_text=f"{veteran.skills_text}、{skill}"),
        replace(veteran, credentials=(*veteran.credentials, Credential(key, key))),
        replace(veteran, wanted_occupations=(*veteran.wanted_occupations, code)),
        replace(veteran, place_codes=(*veteran.place_codes, place)),
        replace(veteran, wants_lodging=True),
        replace(veteran, refuses_nights=True),
        replace(veteran, accepts_away=True),
    ):
        assert (all_scores(found, richer) >= plain - 1e-9).all()


@EXAMPLES
@given(vacancies=vacancies(min_size=1), skills=st.sets(st.sampled_from(SKILLS), min_size=1))
def test_leaving_out_a_skill_lowers_the_score_by_what_its_terms_earned(vacancies, skills):
    found = ranker(*vacancies)
    removed, *kept = sorted(skills)
    assume(kept)
    whole = VeteranDoc(id=1, skills_text="、".join((removed, *kept)))
    rest = VeteranDoc(id=1, skills_text="、".join(kept))
    left = found.profile(rest).terms

    def share_lost(term):
        """Return the loss of one term, which may remain with less weight as a synonym of another
        skill.
        """
        stays = left[term.view].get(term.words)
        return 1 - (stays.weight if stays else 0.0) / term.term.weight

    # The priority of veterans counts from a least share of skills on: a step, not a sum.
    scored = scores_without_priority(found.rank(whole, k=MANY))
    after = scores_without_priority(found.rank(rest, k=MANY))
    for vacancy in found.rank(whole, k=MANY):
        lost = sum(term.contribution * share_lost(term) for term in vacancy.terms)
        assert scored[vacancy.vacancy_id] - after[vacancy.vacancy_id] == pytest.approx(
            lost, abs=1e-9
        )


@EXAMPLES
@given(vacancies=vacancies(), veteran=veterans, data=st.data())
def test_the_order_of_vacancies_does_not_matter(vacancies, veteran, data):
    shuffled = data.draw(st.permutations(vacancies))

    assert ranker(*shuffled).rank(veteran, k=MANY) == ranker(*vacancies).rank(veteran, k=MANY)


@EXAMPLES
@given(vacancies=vacancies(min_size=1), veteran=veterans)
def test_equal_vacancies_are_by_id_and_a_short_list_begins_the_long_one(vacancies, veteran):
    twins = [replace(vacancies[0], id=number) for number in (7, 3, 5)]
    found = ranker(*twins)

    long = found.rank(veteran, k=MANY)

    assert [vacancy.vacancy_id for vacancy in long] in ([3, 5, 7], [])
    assert found.rank(veteran, k=2) == long[:2]


@EXAMPLES
@given(
    vacancies=vacancies(min_size=1), crowd=st.lists(veterans, max_size=3, unique_by=lambda v: v.id)
)
def test_both_sides_see_one_score(vacancies, crowd):
    found = ranker(*vacancies)
    vacancy_id = vacancies[0].id

    candidates = CandidateRanker(found.index).rank(vacancy_id, crowd, k=MANY)

    own = {v.id: scores_of(found.rank(v, k=MANY)).get(vacancy_id) for v in crowd}
    assert {c.veteran_id: c.score for c in candidates} == {
        number: score for number, score in own.items() if score is not None
    }


@EXAMPLES
@given(
    vacancies=vacancies(min_size=1), crowd=st.lists(veterans, max_size=3, unique_by=lambda v: v.id)
)
def test_both_sides_see_the_same_near_misses(vacancies, crowd):
    index = ranker(*vacancies).index
    vacancy_id = vacancies[0].id

    employers = near_candidates(vacancy_id, crowd, index)

    expected = sorted(
        (miss.condition, miss.needed, veteran.id)
        for veteran in crowd
        for miss in near_misses(veteran, index, least_level=1)
        if vacancy_id in miss.ids
    )
    assert sorted((m.condition, m.needed, v) for m in employers for v in m.ids) == expected


def test_the_records_have_no_field_for_sex_health_family_or_name():
    shown = {
        field.name for record in (VeteranDoc, Service, Work, Credential) for field in fields(record)
    }

    assert shown.isdisjoint(
        {"sex", "gender", "disability", "health", "family", "phone", "id_number"}
    )
    assert {field.name for field in fields(VeteranDoc)}.isdisjoint({"name", "full_name"})
    assert {field.name for field in fields(VacancyDoc)}.isdisjoint({"sex", "gender"})
