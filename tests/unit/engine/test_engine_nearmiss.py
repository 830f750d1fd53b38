import pytest

from matching.engine.candidates import CandidateRanker
from matching.engine.nearmiss import near_candidates, near_misses
from matching.engine.records import Credential, Demand, Education, Service, Work
from tests.unit.engine.cast import FAR, guard_post, lao_zhang, ranker, sales_post, truck_post


def misses(veteran, *jobs, **options):
    return near_misses(veteran, ranker(*jobs).index, least_step=1, **options)


def test_posts_missed_by_one_credential_are_counted_together():
    no_a2 = lao_zhang(credentials=(Credential("drive_c1", "C1 驾照"),))

    found = misses(no_a2, truck_post(id=1), truck_post(id=2, pay_min=9000), sales_post())

    assert [(m.condition, m.needed, m.count) for m in found] == [("credentials", "drive_a2", 2)]
    assert set(found[0].ids) == {1, 2}
    assert found[0].text == "再有 A2 驾照，就能多投 2 个岗位"


def test_a_post_missed_by_two_conditions_is_no_near_miss():
    job = truck_post(demand=Demand(education=Education.COLLEGE, age_max=30))
    two_licences = truck_post(id=11, demand=Demand(credentials=("drive_a1", "drive_d")))

    assert misses(lao_zhang(), job, two_licences) == ()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"demand": Demand(education=Education.COLLEGE)}, "有 1 个岗位只差学历：要大专以上学历"),
        ({"demand": Demand(age_max=30)}, "有 1 个岗位只差年龄不合要求"),
        ({"demand": Demand(years=10)}, "有 1 个岗位只差工作年限"),
        ({"place_code": FAR}, "如果愿意去外地，就能多投 1 个岗位"),
    ],
)
def test_each_condition_has_its_sentence(changes, sentence):
    found = misses(lao_zhang(accepts_away=False), truck_post(**changes))

    assert [miss.text for miss in found] == [sentence]


def test_posts_that_would_not_fit_anyway_are_left_out():
    job = sales_post(demand=Demand(education=Education.BACHELOR), place_code=FAR, pay_min=None)

    assert near_misses(lao_zhang(), ranker(job).index) == ()


def test_conditions_that_shut_out_most_come_first():
    posts = [truck_post(id=i, demand=Demand(age_max=30)) for i in (1, 2)]
    posts.append(truck_post(id=3, demand=Demand(years=10)))

    assert [miss.condition for miss in misses(lao_zhang(), *posts)] == ["age", "years"]


def test_the_employer_sees_what_relaxing_one_condition_would_bring():
    index = ranker(truck_post(demand=Demand(education=Education.COLLEGE, age_max=40))).index
    veterans = [
        lao_zhang(id=1),
        lao_zhang(id=2, education=Education.BACHELOR, age=45),
        lao_zhang(id=3, age=45),
        lao_zhang(id=4, education=None),
        lao_zhang(id=5),
    ]

    found = near_candidates(10, veterans, index)

    assert [(m.text, m.ids) for m in found] == [
        ("不强求大专以上学历，可多 2 人", (1, 5)),
        ("放宽年龄，可多 1 人", (2,)),
    ]


def test_candidates_are_ranked_by_the_same_score_as_the_veterans_own_list():
    posts = ranker(truck_post(), sales_post(), guard_post())
    veterans = [lao_zhang(id=2, services=()), lao_zhang(id=1), lao_zhang(id=3, age=60)]

    found = CandidateRanker(posts.index).rank(10, veterans)

    assert [candidate.veteran_id for candidate in found] == [1, 2]
    own = next(job for job in posts.rank(lao_zhang(id=1)) if job.job_id == 10)
    assert (found[0].score, found[0].word, found[0].parts) == (own.score, own.word, own.parts)
    assert found[0].match.reasons == own.reasons


def test_an_employer_reads_facts_of_the_trade_only():
    veteran = lao_zhang(
        services=(Service("驻某地 12345 部队汽车班开大车", 96, "给首长开车", ref="s1"),),
        skills_text="会修车，电话 13800000000，家里有两个孩子，体检合格",
    )
    job = truck_post(requirements="持A2驾照，家里 体检合格 孩子 电话 13800000000")

    found = CandidateRanker(ranker(job, sales_post()).index).rank(10, [veteran])[0]

    assert found.facts[:2] == ("服役汽车驾驶 8 年", "持有 A2 驾照")
    assert found.facts[-1] == "高中学历"
    shown = "".join(found.facts)
    assert not any(word in shown for word in ("138", "孩子", "体检", "首长", "12345", "6000"))


def test_work_is_told_by_the_words_of_the_lexicon():
    veteran = lao_zhang(services=(), works=(Work("张三运输公司货车司机", 40),))

    found = CandidateRanker(ranker(truck_post()).index).rank(10, [veteran])[0]

    assert "从事货车司机 3 年" in found.facts
    assert "张三" not in "".join(found.facts)


def test_equal_candidates_stand_by_id_and_k_cuts():
    veterans = [lao_zhang(id=number) for number in (3, 1, 2)]
    candidates = CandidateRanker(ranker(truck_post()).index)

    assert [c.veteran_id for c in candidates.rank(10, veterans, k=2)] == [1, 2]
    with pytest.raises(ValueError, match="k must be at least 1, got 0"):
        candidates.rank(10, veterans, k=0)
    with pytest.raises(KeyError):
        candidates.rank(99, veterans)
