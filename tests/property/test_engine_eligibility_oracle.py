from hypothesis import given, settings

from lexicon.tables import includes
from matching.engine.eligibility import CONDITIONS, State, judge
from matching.engine.profile import read_profile
from tests.property.engine_records import posts, veterans
from tests.unit.engine.cast import language, ranker


def education(veteran, job):
    if not job.demand.education:
        return State.MET
    if veteran.education is None:
        return State.UNKNOWN
    return State.MET if veteran.education >= job.demand.education else State.FAILED


def age(veteran, job):
    low, high = job.demand.age_min, job.demand.age_max
    if low is None and high is None:
        return State.MET
    if veteran.age is None:
        return State.UNKNOWN
    is_inside = (low is None or veteran.age >= low) and (high is None or veteran.age <= high)
    return State.MET if is_inside else State.FAILED


def credentials(veteran, job):
    held = {k for c in veteran.credentials for k in includes(language().lexicon, c.key)}
    if held >= set(job.demand.credentials):
        return State.MET
    is_told = veteran.credentials or veteran.credentials_told
    return State.FAILED if is_told else State.UNKNOWN


def place(veteran, job):
    near = [*veteran.place_codes, *([veteran.home[:6]] if veteran.home else [])]
    is_near = any(job.place_code.startswith(n) or n.startswith(job.place_code) for n in near)
    if veteran.accepts_away is True or (job.place_code and is_near):
        return State.MET
    if veteran.accepts_away is None:
        return State.UNKNOWN if near and job.place_code else State.MET
    return State.FAILED if near and job.place_code else State.UNKNOWN


@settings(max_examples=150, deadline=None)
@given(jobs=posts(), veteran=veterans)
def test_the_pass_over_all_posts_agrees_with_rules_written_one_by_one(jobs, veteran):
    index = ranker(*jobs).index

    found = judge(read_profile(veteran, language()), index.columns_, language().lexicon)

    for row, job in enumerate(index.jobs_):
        for rule in (education, age, credentials, place):
            assert State(found.of(rule.__name__)[row]) is rule(veteran, job)
    assert found.states.shape == (len(CONDITIONS), len(jobs))
    assert ((found.failures == 0) == found.eligible).all()
