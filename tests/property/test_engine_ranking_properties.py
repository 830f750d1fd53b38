from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matching.engine.candidates import CandidateRanker
from matching.engine.eligibility import State
from matching.engine.nearmiss import near_candidates, near_misses
from matching.engine.ranking import Ranker
from matching.engine.records import Credential, JobDoc, Service, VeteranDoc, Work
from matching.engine.verdicts import check
from tests.property.engine_records import CODES, KEYS, PLACES, SKILLS, TITLES, posts, veterans
from tests.unit.engine.cast import language, ranker

# Compiling each example's index takes milliseconds; sixty examples keep the folder quick.
settings.register_profile("engine", max_examples=60, deadline=None)
EXAMPLES = settings.get_profile("engine")
MANY = 100


def scores_of(found):
    return {job.job_id: job.score for job in found}


def all_scores(found: Ranker, veteran: VeteranDoc) -> np.ndarray:
    """Scores of all posts, hard conditions apart."""
    return found.score(veteran).totals


@EXAMPLES
@given(jobs=posts(), veteran=veterans)
def test_parts_add_up_to_the_score_exactly_and_reasons_too(jobs, veteran):
    for job in ranker(*jobs).rank(veteran, k=MANY):
        assert sum(part.contribution for part in job.parts) == job.score
        assert sum(r.contribution for r in job.reasons) == pytest.approx(job.score, abs=1e-9)
        skills = next(part for part in job.parts if part.dimension == "skills")
        assert sum(t.contribution for t in job.terms) == pytest.approx(skills.contribution)


@EXAMPLES
@given(jobs=posts(), veteran=veterans)
def test_reasons_of_each_dimension_add_up_to_its_part(jobs, veteran):
    for job in ranker(*jobs).rank(veteran, k=MANY):
        for part in job.parts:
            spoken = [r for r in job.reasons if r.dimension == part.dimension]
            assert spoken
            assert sum(r.contribution for r in spoken) == pytest.approx(part.contribution)


@EXAMPLES
@given(jobs=posts(), veteran=veterans)
def test_an_unknown_part_earns_nothing_and_says_so(jobs, veteran):
    for job in ranker(*jobs).rank(veteran, k=MANY):
        for part in job.parts:
            if part.fraction is None:
                assert part.contribution == 0
        assert 0 <= job.confidence <= 1 + 1e-12
        assert job.step < 4 or job.confidence >= 0.65


@EXAMPLES
@given(jobs=posts(), veteran=veterans)
def test_the_list_holds_just_the_posts_no_condition_fails(jobs, veteran):
    found = ranker(*jobs)
    profile = found.profile(veteran)

    expected = {
        job.id
        for job in jobs
        if all(v.state is not State.FAILED for v in check(profile, job, language()))
    }

    assert {job.job_id for job in found.rank(veteran, k=MANY)} == expected


@EXAMPLES
@given(jobs=posts(), veteran=veterans)
def test_near_misses_are_the_posts_with_exactly_one_failure(jobs, veteran):
    found = ranker(*jobs)
    profile = found.profile(veteran)

    expected = {
        job.id
        for job in jobs
        if [v.state for v in check(profile, job, language())].count(State.FAILED) == 1
    }
    misses = near_misses(veteran, found.index, least_step=1)

    assert sorted(job for miss in misses for job in miss.ids) == sorted(expected)
    assert all(miss.count == len(miss.ids) for miss in misses)


@EXAMPLES
@given(
    jobs=posts(),
    veteran=veterans,
    skill=st.sampled_from(SKILLS),
    key=st.sampled_from(KEYS),
    code=st.sampled_from(CODES + TITLES),
    place=st.sampled_from(PLACES),
)
def test_telling_more_skills_credentials_and_wishes_never_lowers_a_score(
    jobs, veteran, skill, key, code, place
):
    found = ranker(*jobs)
    plain = all_scores(found, veteran)

    for richer in (
        replace(veteran, skills_text=f"{veteran.skills_text}、{skill}"),
        replace(veteran, credentials=(*veteran.credentials, Credential(key, key))),
        replace(veteran, wanted_occupations=(*veteran.wanted_occupations, code)),
        replace(veteran, place_codes=(*veteran.place_codes, place)),
        replace(veteran, wants_board=True),
        replace(veteran, refuses_nights=True),
        replace(veteran, accepts_away=True),
    ):
        assert (all_scores(found, richer) >= plain - 1e-9).all()


@EXAMPLES
@given(jobs=posts(min_size=1), skills=st.sets(st.sampled_from(SKILLS), min_size=1))
def test_leaving_out_a_skill_lowers_the_score_by_what_its_terms_earned(jobs, skills):
    found = ranker(*jobs)
    gone, *kept = sorted(skills)
    assume(kept)
    whole = VeteranDoc(id=1, skills_text="、".join((gone, *kept)))
    rest = VeteranDoc(id=1, skills_text="、".join(kept))
    left = found.profile(rest).terms

    def share_lost(term):
        """A word may stay with less weight, as a synonym of a skill that stays."""
        stays = left[term.view].get(term.words)
        return 1 - (stays.weight if stays else 0.0) / term.term.weight

    after = scores_of(found.rank(rest, k=MANY))
    for job in found.rank(whole, k=MANY):
        lost = sum(term.contribution * share_lost(term) for term in job.terms)
        assert job.score - after[job.job_id] == pytest.approx(lost, abs=1e-9)


@EXAMPLES
@given(jobs=posts(), veteran=veterans, data=st.data())
def test_the_order_of_posts_does_not_matter(jobs, veteran, data):
    shuffled = data.draw(st.permutations(jobs))

    assert ranker(*shuffled).rank(veteran, k=MANY) == ranker(*jobs).rank(veteran, k=MANY)


@EXAMPLES
@given(jobs=posts(min_size=1), veteran=veterans)
def test_equal_posts_stand_by_id_and_a_short_list_begins_the_long_one(jobs, veteran):
    twins = [replace(jobs[0], id=number) for number in (7, 3, 5)]
    found = ranker(*twins)

    long = found.rank(veteran, k=MANY)

    assert [job.job_id for job in long] in ([3, 5, 7], [])
    assert found.rank(veteran, k=2) == long[:2]


@EXAMPLES
@given(jobs=posts(min_size=1), crowd=st.lists(veterans, max_size=3, unique_by=lambda v: v.id))
def test_both_sides_see_one_score(jobs, crowd):
    found = ranker(*jobs)
    job_id = jobs[0].id

    candidates = CandidateRanker(found.index).rank(job_id, crowd, k=MANY)

    own = {v.id: scores_of(found.rank(v, k=MANY)).get(job_id) for v in crowd}
    assert {c.veteran_id: c.score for c in candidates} == {
        number: score for number, score in own.items() if score is not None
    }


@EXAMPLES
@given(jobs=posts(min_size=1), crowd=st.lists(veterans, max_size=3, unique_by=lambda v: v.id))
def test_both_sides_see_the_same_near_misses(jobs, crowd):
    index = ranker(*jobs).index
    job_id = jobs[0].id

    employers = near_candidates(job_id, crowd, index, least_step=1)

    expected = sorted(
        (miss.condition, miss.needed, veteran.id)
        for veteran in crowd
        for miss in near_misses(veteran, index, least_step=1)
        if job_id in miss.ids
    )
    assert sorted((m.condition, m.needed, v) for m in employers for v in m.ids) == expected


def test_the_records_have_no_field_for_sex_health_family_or_name():
    told = {
        field.name for record in (VeteranDoc, Service, Work, Credential) for field in fields(record)
    }

    assert told.isdisjoint(
        {"sex", "gender", "disability", "health", "family", "phone", "id_number"}
    )
    assert {field.name for field in fields(VeteranDoc)}.isdisjoint({"name", "full_name"})
    assert {field.name for field in fields(JobDoc)}.isdisjoint({"sex", "gender"})
