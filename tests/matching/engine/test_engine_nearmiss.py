import pytest

from matching.engine.candidates import CandidateRanker
from matching.engine.nearmiss import near_candidates, near_misses
from matching.engine.records import Credential, Demand, Education, Service, Work
from tests.matching.engine.cast import (
    FAR,
    guard_vacancy,
    lao_zhang,
    ranker,
    sales_vacancy,
    truck_vacancy,
)


def misses(veteran, *vacancies, **options):
    return near_misses(veteran, ranker(*vacancies).index, least_level=1, **options)


def test_vacancies_missed_by_one_credential_are_counted_together():
    asks = Demand(credentials=("computer_2",))
    vacancies = [truck_vacancy(id=1, demand=asks), truck_vacancy(id=2, pay_min=9000, demand=asks)]

    found = misses(lao_zhang(), *vacancies, sales_vacancy())

    assert [(m.condition, m.needed, m.count) for m in found] == [("credentials", "computer_2", 2)]
    assert set(found[0].ids) == {1, 2}
    assert found[0].text == "再有计算机二级，就能多投 2 个对得上的岗位"


def test_a_statutory_credential_is_no_near_miss():
    no_a2 = lao_zhang(credentials=(Credential("drive_c1", "C1 驾照"),))

    assert misses(no_a2, truck_vacancy(id=1), sales_vacancy()) == ()


def test_a_vacancy_missed_by_two_conditions_is_no_near_miss():
    vacancy = truck_vacancy(demand=Demand(education=Education.COLLEGE, age_max=30))
    two_licences = truck_vacancy(id=11, demand=Demand(credentials=("drive_a1", "drive_d")))

    assert misses(lao_zhang(), vacancy, two_licences) == ()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"demand": Demand(education=Education.COLLEGE)},
            "有 1 个对得上的岗位只差学历：要大专以上学历",
        ),
        (
            {"demand": Demand(credentials=("computer_2",))},
            "再有计算机二级，就能多投 1 个对得上的岗位",
        ),
        ({"demand": Demand(years=10)}, "有 1 个对得上的岗位只差工作年限"),
        ({"place_code": FAR}, "如果愿意去外地，就能多投 1 个对得上的岗位"),
    ],
)
def test_each_condition_has_its_sentence(changes, sentence):
    found = misses(lao_zhang(accepts_away=False), truck_vacancy(**changes))

    assert [miss.text for miss in found] == [sentence]


def test_vacancies_that_would_not_fit_anyway_are_left_out():
    vacancy = sales_vacancy(
        demand=Demand(education=Education.BACHELOR), place_code=FAR, pay_min=None
    )

    assert near_misses(lao_zhang(), ranker(vacancy).index) == ()


def test_conditions_that_exclude_most_come_first():
    vacancies = [truck_vacancy(id=i, demand=Demand(years=10)) for i in (1, 2)]
    vacancies.append(truck_vacancy(id=3, demand=Demand(education=Education.COLLEGE)))

    assert [miss.condition for miss in misses(lao_zhang(), *vacancies)] == ["years", "education"]


def test_a_limit_of_age_is_no_near_miss_on_either_side():
    vacancy = truck_vacancy(demand=Demand(age_max=30))

    assert misses(lao_zhang(), vacancy) == ()
    assert near_candidates(10, [lao_zhang()], ranker(vacancy).index) == ()


@pytest.mark.parametrize(
    ("key", "offered"), [("drive_a1", []), ("nurse", []), ("auto_repair_3", ["auto_repair_3"])]
)
def test_an_employer_is_never_advised_to_drop_a_statutory_credential(key, offered):
    index = ranker(truck_vacancy(demand=Demand(credentials=(key,)))).index

    found = near_candidates(10, [lao_zhang()], index)

    assert [miss.needed for miss in found] == offered


def test_the_employer_sees_what_relaxing_one_condition_would_bring():
    index = ranker(truck_vacancy(demand=Demand(education=Education.COLLEGE, years=8))).index
    short = (Service("driver_truck", 24),)
    veterans = [
        lao_zhang(id=1),
        lao_zhang(id=2, education=Education.BACHELOR, services=short),
        lao_zhang(id=3, services=short),
        lao_zhang(id=4, education=None),
        lao_zhang(id=5),
    ]

    found = near_candidates(10, veterans, index)

    assert [(m.text, m.ids) for m in found] == [
        ("不强求大专以上学历，可多 2 人", (1, 5)),
        ("放宽工作年限，可多 1 人", (2,)),
    ]


def test_candidates_are_ranked_by_the_same_score_as_the_veterans_own_list():
    vacancies = ranker(truck_vacancy(), sales_vacancy(), guard_vacancy())
    veterans = [lao_zhang(id=2, services=()), lao_zhang(id=1), lao_zhang(id=3, age=60)]

    found = CandidateRanker(vacancies.index).rank(10, veterans)

    assert [candidate.veteran_id for candidate in found] == [1, 2]
    own = next(vacancy for vacancy in vacancies.rank(lao_zhang(id=1)) if vacancy.vacancy_id == 10)
    assert (found[0].score, found[0].word, found[0].parts) == (own.score, own.word, own.parts)
    assert found[0].match.reasons == own.reasons


def test_an_employer_reads_facts_of_the_trade_only():
    veteran = lao_zhang(
        services=(Service("驻某地 12345 部队汽车班开大车", 96, "给首长开车", ref="s1"),),
        skills_text="会修车，电话 13800000000，家里有两个孩子，体检合格",
    )
    vacancy = truck_vacancy(requirements="持A2驾照，家里 体检合格 孩子 电话 13800000000")

    found = CandidateRanker(ranker(vacancy, sales_vacancy()).index).rank(10, [veteran])[0]

    assert found.facts[:2] == ("服役汽车驾驶 8 年", "持有 A2 驾照")
    assert found.facts[-1] == "高中、中专或技校学历"
    shown = "".join(found.facts)
    assert not any(word in shown for word in ("138", "孩子", "体检", "首长", "12345", "6000"))


def test_work_is_shown_by_the_words_of_the_lexicon():
    veteran = lao_zhang(services=(), works=(Work("张三运输公司货车司机", 40),))

    found = CandidateRanker(ranker(truck_vacancy()).index).rank(10, [veteran])[0]

    assert "从事货车司机 3 年 4 个月" in found.facts
    assert "张三" not in "".join(found.facts)


def test_equal_candidates_are_by_id_and_k_cuts():
    veterans = [lao_zhang(id=number) for number in (3, 1, 2)]
    candidates = CandidateRanker(ranker(truck_vacancy()).index)

    assert [c.veteran_id for c in candidates.rank(10, veterans, k=2)] == [1, 2]
    with pytest.raises(ValueError, match="k must be at least 1, got 0"):
        candidates.rank(10, veterans, k=0)
    with pytest.raises(KeyError):
        candidates.rank(99, veterans)
