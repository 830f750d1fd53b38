from hypothesis import given, settings

from lexicon.tables import includes
from matching.engine.eligibility import CONDITIONS, ConditionResult, judge
from matching.engine.profile import read_profile
from tests.matching.engine.cast import language, ranker
from tests.matching.engine.engine_records import vacancies, veterans


def education(veteran, vacancy):
    if not vacancy.demand.education:
        return ConditionResult.MET
    if veteran.education is None:
        return ConditionResult.UNKNOWN
    return (
        ConditionResult.MET
        if veteran.education >= vacancy.demand.education
        else ConditionResult.FAILED
    )


def age(veteran, vacancy):
    low, high = vacancy.demand.age_min, vacancy.demand.age_max
    if low is None and high is None:
        return ConditionResult.MET
    if veteran.age is None:
        return ConditionResult.UNKNOWN
    is_inside = (low is None or veteran.age >= low) and (high is None or veteran.age <= high)
    return ConditionResult.MET if is_inside else ConditionResult.FAILED


def credentials(veteran, vacancy):
    held = {k for c in veteran.credentials for k in includes(language().lexicon, c.key)}
    needed = set(vacancy.demand.credentials) - set(language().lexicon.quick)
    if held >= needed:
        return ConditionResult.MET
    return ConditionResult.FAILED if veteran.credentials_stated else ConditionResult.UNKNOWN


def place(veteran, vacancy):
    near = [*veteran.place_codes, *([veteran.home[:6]] if veteran.home else [])]
    is_near = any(
        vacancy.place_code.startswith(n) or n.startswith(vacancy.place_code) for n in near
    )
    if veteran.accepts_away is True or (vacancy.place_code and is_near):
        return ConditionResult.MET
    if veteran.accepts_away is None:
        return ConditionResult.UNKNOWN if near and vacancy.place_code else ConditionResult.MET
    return ConditionResult.FAILED if near and vacancy.place_code else ConditionResult.UNKNOWN


@settings(max_examples=150, deadline=None)
@given(vacancies=vacancies(), veteran=veterans)
def test_the_pass_over_all_vacancies_agrees_with_rules_written_one_by_one(vacancies, veteran):
    index = ranker(*vacancies).index

    found = judge(read_profile(veteran, language()), index.columns_, language().lexicon)

    for row, vacancy in enumerate(index.vacancies_):
        for rule in (education, age, credentials, place):
            assert ConditionResult(found.of(rule.__name__)[row]) is rule(veteran, vacancy)
    assert found.results.shape == (len(CONDITIONS), len(vacancies))
    assert ((found.failures == 0) == found.eligible).all()
