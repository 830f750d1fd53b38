import pickle

import pytest

from matching.engine.ranking import Filters
from matching.engine.records import Credential, Demand, Service, VacancyDoc, VeteranDoc, Work
from matching.engine.weights import DIMENSIONS
from tests.matching.engine.cast import (
    FAR,
    HOME,
    NEXT_TOWN,
    guard_vacancy,
    lao_zhang,
    match,
    ranker,
    sales_vacancy,
    texts,
    truck_vacancy,
)


def part(found, dimension):
    return next(part for part in found.parts if part.dimension == dimension)


def test_a_truck_driver_with_a2_fits_a_driving_vacancy_very_well_and_a_sales_vacancy_not():
    ranked = ranker(truck_vacancy(), sales_vacancy(), guard_vacancy()).rank(lao_zhang())

    assert ranked[0].vacancy_id == 10
    assert {found.vacancy_id: found.word for found in ranked} == {
        10: "很合适",
        20: "可以试试",
        30: "可以试试",
    }


def test_reasons_for_the_best_vacancy_are_plain_sentences():
    found = match(lao_zhang(), truck_vacancy(), sales_vacancy())

    assert [reason.text for reason in found.reasons_for] == [
        "您有 A2 驾照，正是岗位要求",
        "部队汽车驾驶 8 年，和这个岗位对口",
        "就在您家所在的乡镇",
    ]
    assert "就在您家所在的乡镇" in texts(found)
    assert "工资高于您期望的 6000 元" in texts(found)
    assert "干这行 8 年，岗位要求 3 年" in texts(found)


def test_a_reason_leads_to_the_words_on_both_sides():
    found = match(lao_zhang(), truck_vacancy(), sales_vacancy())
    licence = next(reason for reason in found.reasons if reason.dimension == "credentials")

    assert (licence.profile_ref.field, licence.profile_ref.row) == ("credentials", "c1")
    assert (licence.vacancy_ref.field, licence.vacancy_ref.words, licence.vacancy_ref.start) == (
        "requirements",
        "A2驾照",
        1,
    )


def test_words_of_the_profile_found_in_the_vacancy_are_quoted_as_written():
    veteran = lao_zhang(skills_text="PLC、数控")
    vacancy = truck_vacancy(requirements="会用plc者优先")

    found = match(veteran, vacancy, sales_vacancy(), guard_vacancy())
    skill = next(reason for reason in found.reasons if reason.dimension == "skills")

    assert "PLC" in skill.text
    assert skill.vacancy_ref.words.lower() in vacancy.requirements


def test_a_wider_licence_is_named_for_what_it_covers():
    vacancy = truck_vacancy(requirements="持C1驾照", demand=Demand(credentials=("drive_c1",)))

    assert "您有 A2 驾照，够得上岗位要的 C1 驾照" in texts(match(lao_zhang(), vacancy))


def test_a_credential_only_mentioned_earns_too_and_its_lack_is_shown():
    vacancy = truck_vacancy(demand=Demand())

    assert "您有 A2 驾照，岗位里提到" in texts(match(lao_zhang(), vacancy))
    other = lao_zhang(credentials=(Credential("drive_c1", "C1"),))
    assert "岗位提到 A2 驾照，您的资料里没有" in texts(match(other, vacancy))


@pytest.mark.parametrize(
    ("pay", "sentence"),
    [
        ((7000, None), "工资高于您期望的 6000 元"),
        ((6000, 8000), "工资达到您期望的 6000 元"),
        ((5000, 8000), "工资最高 8000 元，够得上您期望的 6000 元"),
        ((None, 5000), "工资低于您期望的 6000 元"),
        ((None, 7000), "工资最高 7000 元，够得上您期望的 6000 元"),
        ((5000, None), "工资 5000 元起，最多多少没写，够不够您期望的 6000 元说不准"),
        ((6000, None), "工资达到您期望的 6000 元"),
        ((None, None), "岗位没写工资"),
    ],
)
def test_pay_is_shown_against_the_wish(pay, sentence):
    vacancy = truck_vacancy(pay_min=pay[0], pay_max=pay[1])

    assert sentence in texts(match(lao_zhang(), vacancy))


@pytest.mark.parametrize(
    ("code", "veteran", "sentence"),
    [
        (HOME, {}, "就在您家所在的乡镇"),
        (NEXT_TOWN, {}, "就在本县，离家不远"),
        ("340302", {}, "在您家所在的市，不在本县"),
        (FAR, {"place_codes": ("3302",)}, "在您想去的地方：江北区"),
        ("330205", {"place_codes": ("330205101",)}, "和您想去的地方在一个县，乡镇没写"),
        (FAR, {"accepts_away": True}, "在外地，您说过可以去外地"),
        (FAR, {"place_codes": ("340321",)}, "离您想去的地方远"),
        (FAR, {}, "离您家远"),
        ("", {}, "岗位没写工作地点"),
        (FAR, {"home": ""}, "您还没填想去哪里上班"),
    ],
)
def test_places_are_shown_by_nearness(code, veteran, sentence):
    vacancy = truck_vacancy(place_code=code, place_name="江北区")

    assert sentence in texts(match(lao_zhang(**veteran), vacancy))


@pytest.mark.parametrize(
    ("vacancy", "sentence", "points"),
    [
        ({"has_nights": True}, "岗位要上夜班，您说过不上夜班", 0.0),
        ({"has_nights": False}, "岗位不上夜班", 2.0),
        ({"has_lodging": True}, "岗位管吃住，您正想要", 2.0),
        ({"has_lodging": False}, "岗位不管吃住", 0.0),
        ({}, "岗位没写上不上夜班", 0.0),
    ],
)
def test_lodging_and_nights_are_shown(vacancy, sentence, points):
    veteran = lao_zhang(refuses_nights=True, wants_lodging=True)

    found = match(veteran, truck_vacancy(**vacancy))

    assert sentence in texts(found)
    assert part(found, "pattern").contribution == points


def test_reasons_against_begin_with_unknown_conditions():
    veteran = lao_zhang(age=None, refuses_nights=True)
    vacancy = truck_vacancy(has_nights=True, pay_min=3000, pay_max=4000)

    assert [reason.text for reason in match(veteran, vacancy).reasons_against] == [
        "要留意：岗位要求 50 岁以下，您的资料里还看不出来",
        "工资低于您期望的 6000 元",
    ]


def test_a_preference_for_veterans_adds_its_points():
    plain, first = (
        match(lao_zhang(), truck_vacancy()),
        match(lao_zhang(), truck_vacancy(veterans_first=True)),
    )

    assert first.score == pytest.approx(plain.score + 4)
    assert "岗位写明退役军人优先" in texts(first)


def test_a_failed_condition_excludes_a_vacancy_and_an_unknown_one_does_not():
    veteran, vacancy = lao_zhang(), truck_vacancy(demand=Demand(age_max=30))

    assert ranker(vacancy).rank(veteran) == []
    assert len(ranker(vacancy).rank(lao_zhang(age=None))) == 1


def test_an_unknown_condition_excludes_the_highest_level():
    assert match(lao_zhang(age=None), truck_vacancy(), sales_vacancy()).word == "比较合适"


def test_little_data_gives_unknown_parts_and_a_lower_level():
    found = match(lao_zhang(), VacancyDoc(id=5, title="招人"))

    assert part(found, "trade").fraction is None
    assert part(found, "skills").fraction is None
    assert part(found, "pay").fraction is None
    assert (found.score, found.level, found.word) == (0.0, 1, "可以试试")
    assert found.confidence < 0.2
    assert found.terms == ()


def test_an_empty_profile_still_gets_a_list_and_is_shown_what_to_fill_in():
    found = match(VeteranDoc(id=9), truck_vacancy())

    assert found.word == "可以试试"
    assert {
        "您还没填做过什么、想做什么，是否对口看不出来",
        "您还没填技能和经历，技能是否合适信息不足",
        "岗位提到 A2 驾照，您没填有没有",
        "要留意：没填证书，要这些证，您有没有：A2 驾照",
        "干这行多久还看不出来",
        "您还没填期望工资",
    } <= set(texts(found))


def test_a_wish_is_shown_as_a_wish_and_raises_the_score():
    veteran = lao_zhang(wanted_occupations=("保安",))
    plain, wished = match(lao_zhang(), guard_vacancy()), match(veteran, guard_vacancy())

    assert "正是您想找的保安" in texts(wished)
    assert wished.score > plain.score


def test_a_wish_may_be_a_code():
    veteran = lao_zhang(wanted_occupations=("4-07-05-01",))

    assert "正是您想找的保安员" in texts(match(veteran, guard_vacancy()))


def test_civil_work_is_shown_and_a_related_trade_called_related():
    veteran = lao_zhang(services=(), works=(Work("客车司机", 30, ref="w1"),))

    found = match(veteran, truck_vacancy(demand=Demand()))

    assert "做过客车司机 2 年 6 个月，和这个岗位相近" in texts(found)


def test_a_spell_without_dates_is_shown_without_a_length():
    veteran = lao_zhang(services=(Service("driver_truck", 0),))

    assert "部队汽车驾驶，和这个岗位对口" in texts(match(veteran, truck_vacancy(demand=Demand())))


def test_filters_narrow_the_list():
    vacancies = (
        truck_vacancy(has_lodging=True, has_nights=False),
        sales_vacancy(veterans_first=True, pay_min=None, pay_max=None),
        guard_vacancy(),
    )
    found = ranker(*vacancies)

    def ids(**filters):
        return {
            vacancy.vacancy_id for vacancy in found.rank(lao_zhang(), filters=Filters(**filters))
        }

    assert ids() == {10, 20, 30}
    assert ids(place=NEXT_TOWN) == {30}
    assert ids(occupation="4-02") == {10}
    assert ids(pay_min=4000) == {10, 30}
    assert ids(has_lodging=True) == {10}
    assert ids(no_nights=True) == {10}
    assert ids(veterans_first=True) == {20}


def test_points_add_up_to_a_hundred_and_each_dimension_has_its_reason():
    assert sum(dimension.points for dimension in DIMENSIONS.values()) == 100
    assert all(dimension.ground for dimension in DIMENSIONS.values())


def test_k_below_one_is_refused():
    with pytest.raises(ValueError, match="k must be at least 1, got 0"):
        ranker(truck_vacancy()).rank(lao_zhang(), k=0)


def test_an_index_without_vacancies_gives_an_empty_list():
    assert ranker().rank(lao_zhang()) == []


def test_columns_of_an_index_cannot_be_changed():
    columns = ranker(truck_vacancy()).index.columns_

    with pytest.raises(ValueError, match="read-only"):
        columns.pay_min[0] = 1.0


def test_a_pickled_index_ranks_alike():
    original = ranker(truck_vacancy(), sales_vacancy())

    copy = pickle.loads(pickle.dumps(original))

    assert [(j.vacancy_id, j.score) for j in copy.rank(lao_zhang())] == [
        (j.vacancy_id, j.score) for j in original.rank(lao_zhang())
    ]
