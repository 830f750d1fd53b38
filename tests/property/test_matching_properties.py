"""What holds for every list, whoever looks and whatever is open."""

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import fit
from matching.board import Board, index_of
from matching.engine.eligibility import State
from matching.engine.profile import read_profile
from matching.engine.ranking import Filters
from matching.engine.records import VeteranDoc
from matching.engine.verdicts import check
from matching.points import share_out, shown_points
from matching.pool import Pool, find_candidates
from matching.queries import veteran_doc
from people.veterans.models import (
    EmploymentStatus,
    PlacementMode,
    Sex,
    SoldierClass,
    Verification,
    Veteran,
)
from tests.property.engine_records import CODES, SKILLS, posts, veterans

EXAMPLES = settings(max_examples=60, deadline=None)
MANY = 100
# Two bars and one bar are both called 可以试试.
WORD_RANK = {0: 0, 1: 1, 2: 1, 3: 2, 4: 3}


def whole_list(board: Board, veteran: VeteranDoc):
    return board.page(veteran, filters=Filters(), number=1, per_page=MANY)


def level(job) -> int:
    return fit.level_of(job.step, job.confidence)


@EXAMPLES
@given(jobs=posts(), veteran=veterans)
def test_a_list_never_puts_a_lower_word_above_a_higher_one(jobs, veteran):
    found = whole_list(Board(index_of(jobs), "now"), veteran).jobs

    keys = [(-level(job), -job.score) for job in found]
    assert keys == sorted(keys)
    assert all(job.confidence >= fit.LEAST_KNOWN for job in found if 0 < level(job) < fit.FITTING)


@EXAMPLES
@given(jobs=posts(), veteran=veterans)
def test_no_post_with_a_failed_condition_is_listed_and_none_is_missing(jobs, veteran):
    board = Board(index_of(jobs), "now")
    profile = read_profile(veteran, board.index.language)

    entitled = {
        job.id
        for job in jobs
        if all(v.state is not State.FAILED for v in check(profile, job, board.index.language))
    }
    found = whole_list(board, veteran)

    assert {job.job_id for job in found.jobs} == entitled
    assert found.total == len(entitled)


@EXAMPLES
@given(jobs=posts(), veteran=veterans, per_page=st.integers(1, 3))
def test_pages_put_together_are_the_list(jobs, veteran, per_page):
    board = Board(index_of(jobs), "now")
    whole = [job.job_id for job in whole_list(board, veteran).jobs]
    last = max(1, -(-len(whole) // per_page))

    paged = [
        job.job_id
        for number in range(1, last + 1)
        for job in board.page(veteran, filters=Filters(), number=number, per_page=per_page).jobs
    ]

    assert paged == whole
    beyond = board.page(veteran, filters=Filters(), number=last + 5, per_page=per_page)
    assert beyond.number == last


@EXAMPLES
@given(jobs=posts(), veteran=veterans)
def test_shown_points_add_up_line_by_line(jobs, veteran):
    for job in whole_list(Board(index_of(jobs), "now"), veteran).jobs:
        shown = shown_points(job)

        assert shown.total == round(job.score * 10)
        assert sum(shown.parts) == shown.total
        for part, tenths in zip(job.parts, shown.parts, strict=True):
            told = zip(job.reasons, shown.reasons, strict=True)
            assert sum(t for r, t in told if r.dimension == part.dimension) == tenths
            assert abs(tenths - part.contribution * 10) < 1 + 1e-6


@given(st.lists(st.floats(0, 40, allow_nan=False), min_size=1, max_size=9))
def test_rounded_shares_keep_the_sum_and_stay_near(points):
    tenths = round(sum(points) * 10)

    shares = share_out(points, tenths)

    assert sum(shares) == tenths
    assert all(abs(s - p * 10) < 1 + 1e-6 for s, p in zip(shares, points, strict=True))


@EXAMPLES
@given(
    jobs=posts(min_size=1),
    veteran=veterans,
    skill=st.sampled_from(SKILLS),
    code=st.sampled_from(CODES),
)
def test_telling_a_wish_or_a_skill_more_never_lowers_a_score_or_its_word(
    jobs, veteran, skill, code
):
    board = Board(index_of(jobs), "now")
    before = {job.id: board.explain(veteran, job.id).ranked for job in jobs}

    for richer in (
        replace(veteran, skills_text=f"{veteran.skills_text}、{skill}"),
        replace(veteran, wanted_occupations=(*veteran.wanted_occupations, code)),
    ):
        for job_id, old in before.items():
            new = board.explain(richer, job_id).ranked
            assert new.score >= old.score - 1e-9
            assert WORD_RANK[level(new)] >= WORD_RANK[level(old)]


@EXAMPLES
@given(jobs=posts(min_size=1), people=st.lists(veterans, max_size=6, unique_by=lambda one: one.id))
def test_both_sides_see_the_same_pair_and_each_condition_counts_its_people(jobs, people):
    board = Board(index_of(jobs), "now")
    profiles = [read_profile(one, board.index.language) for one in people]
    job_id = jobs[0].id

    found = find_candidates(board, Pool("now", profiles, board.index.language), job_id)

    own = {
        one.id: job for one in people for job in whole_list(board, one).jobs if job.job_id == job_id
    }
    assert found.entitled == len(own) == sum(found.by_level.values())
    assert {c.veteran_id: c.step for c in found.best} == {i: job.step for i, job in own.items()}
    for one in found.best:
        assert one.score == pytest.approx(own[one.veteran_id].score)
    missed = [one for miss in found.misses for one in miss.ids]
    assert len(missed) == len(set(missed)) == sum(miss.count for miss in found.misses)
    assert not set(missed) & set(own)


texts = st.text("张王李赵残疾低保伤", max_size=12)


@given(
    name=texts,
    sex=st.none() | st.sampled_from(Sex),
    soldier=st.none() | st.sampled_from(SoldierClass),
    mode=st.none() | st.sampled_from(PlacementMode),
    verdict=st.sampled_from(Verification),
    status=st.sampled_from(EmploymentStatus),
    retired=st.none() | st.dates(date(1970, 1, 1), date(2026, 1, 1)),
)
def test_who_somebody_is_does_not_reach_the_engine(
    name, sex, soldier, mode, verdict, status, retired
):
    def row(**more) -> Veteran:
        return Veteran(
            id=7,
            skills_text="修车",
            major="",
            wanted_occupations=[],
            wanted_places=[],
            **more,
        )

    plain = veteran_doc(row(), date(2026, 1, 1))
    other = row(
        name=name,
        sex=sex,
        soldier_class=soldier,
        placement_mode=mode,
        verification=verdict,
        employment_status=status,
        retired_on=retired,
        registered_by=3,
        account_id=9,
    )

    assert veteran_doc(other, date(2026, 1, 1)) == plain
    told = {field.name for field in fields(VeteranDoc)}
    assert not told & {"name", "sex", "phone", "id_number", "disability", "family", "retired_on"}
