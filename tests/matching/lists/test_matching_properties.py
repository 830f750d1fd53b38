"""Properties of every list, for any veteran and any open vacancies."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.eligibility import ConditionResult
from matching.engine.profile import read_profile
from matching.engine.ranking import Filters
from matching.engine.records import VeteranDoc
from matching.engine.verdicts import check
from matching.index import fit_level
from matching.index.open_vacancies import OpenVacancies, index_of
from matching.lists.score_rounding import share_out, shown_points
from tests.matching.engine.engine_records import CODES, SKILLS, vacancies, veterans

EXAMPLES = settings(max_examples=60, deadline=None)
MANY = 100
# Two bars and one bar are both called 可以试试.
WORD_RANK = {0: 0, 1: 1, 2: 1, 3: 2, 4: 3}


def whole_list(open_vacancies: OpenVacancies, veteran: VeteranDoc):
    return open_vacancies.for_veteran(veteran).page(filters=Filters(), number=1, per_page=MANY)


def level(vacancy) -> int:
    return fit_level.level_of(vacancy.level, vacancy.confidence)


@EXAMPLES
@given(vacancies=vacancies(), veteran=veterans)
def test_a_list_never_has_a_lower_level_above_a_higher_one(vacancies, veteran):
    found = whole_list(OpenVacancies(index_of(vacancies), "now"), veteran).vacancies

    keys = [(-level(vacancy), -vacancy.score) for vacancy in found]
    assert keys == sorted(keys)
    assert all(
        vacancy.confidence >= fit_level.LEAST_KNOWN
        for vacancy in found
        if 0 < level(vacancy) < fit_level.FITTING
    )


@EXAMPLES
@given(vacancies=vacancies(), veteran=veterans)
def test_no_vacancy_with_a_failed_condition_is_listed_and_none_is_missing(vacancies, veteran):
    open_vacancies = OpenVacancies(index_of(vacancies), "now")
    profile = read_profile(veteran, open_vacancies.index.language)

    entitled = {
        vacancy.id
        for vacancy in vacancies
        if all(
            v.result is not ConditionResult.FAILED
            for v in check(profile, vacancy, open_vacancies.index.language)
        )
    }
    found = whole_list(open_vacancies, veteran)

    assert {vacancy.vacancy_id for vacancy in found.vacancies} == entitled
    assert found.total == len(entitled)


@EXAMPLES
@given(vacancies=vacancies(), veteran=veterans, per_page=st.integers(1, 3))
def test_the_pages_together_are_the_list(vacancies, veteran, per_page):
    open_vacancies = OpenVacancies(index_of(vacancies), "now")
    whole = [vacancy.vacancy_id for vacancy in whole_list(open_vacancies, veteran).vacancies]
    last = max(1, -(-len(whole) // per_page))
    scored = open_vacancies.for_veteran(veteran)

    paged = [
        vacancy.vacancy_id
        for number in range(1, last + 1)
        for vacancy in scored.page(filters=Filters(), number=number, per_page=per_page).vacancies
    ]

    assert paged == whole
    beyond = scored.page(filters=Filters(), number=last + 5, per_page=per_page)
    assert beyond.number == last


@EXAMPLES
@given(vacancies=vacancies(), veteran=veterans)
def test_shown_points_add_up_line_by_line(vacancies, veteran):
    for vacancy in whole_list(OpenVacancies(index_of(vacancies), "now"), veteran).vacancies:
        shown = shown_points(vacancy)

        assert shown.total == round(vacancy.score * 10)
        assert sum(shown.parts) == shown.total
        for part, tenths in zip(vacancy.parts, shown.parts, strict=True):
            pairs = zip(vacancy.reasons, shown.reasons, strict=True)
            assert sum(t for r, t in pairs if r.dimension == part.dimension) == tenths
            assert abs(tenths - part.contribution * 10) < 1 + 1e-6


@given(st.lists(st.floats(0, 40, allow_nan=False), min_size=1, max_size=9))
def test_rounded_shares_keep_the_sum_and_stay_near(points):
    tenths = round(sum(points) * 10)

    shares = share_out(points, tenths)

    assert sum(shares) == tenths
    assert all(abs(s - p * 10) < 1 + 1e-6 for s, p in zip(shares, points, strict=True))


@EXAMPLES
@given(
    vacancies=vacancies(min_size=1),
    veteran=veterans,
    skill=st.sampled_from(SKILLS),
    code=st.sampled_from(CODES),
)
def test_another_wish_or_skill_never_lowers_a_score_or_its_level(vacancies, veteran, skill, code):
    open_vacancies = OpenVacancies(index_of(vacancies), "now")
    before = {
        vacancy.id: open_vacancies.for_veteran(veteran).explain(vacancy.id).ranked
        for vacancy in vacancies
    }

    for richer in (
        replace(veteran, skills_text=f"{veteran.skills_text}、{skill}"),
        replace(veteran, wanted_occupations=(*veteran.wanted_occupations, code)),
    ):
        for vacancy_id, old in before.items():
            new = open_vacancies.for_veteran(richer).explain(vacancy_id).ranked
            assert new.score >= old.score - 1e-9
            assert WORD_RANK[level(new)] >= WORD_RANK[level(old)]
