"""Levels of typical veterans and vacancies of a county, with the built-in lexicon."""

import pytest

from lexicon.tables import load_lexicon
from matching.engine.index import VacancyIndex
from matching.engine.language import Language
from matching.engine.ranking import Ranker
from matching.engine.records import (
    Credential,
    Demand,
    Education,
    Service,
    VacancyDoc,
    VeteranDoc,
    Work,
)
from tests.matching.engine.cast import HOME, NEXT_TOWN

WELL, RATHER, TRY = "很合适", "比较合适", "可以试试"


def vacancy(title, duties, requirements="", pay=(5000, 7000), **more):
    return VacancyDoc(
        id=len(title) * 1000 + len(duties),
        title=title,
        duties=duties,
        requirements=requirements,
        place_code=HOME,
        place_name="榴城镇",
        pay_min=pay[0],
        pay_max=pay[1],
        **more,
    )


VACANCIES = {
    "truck": vacancy(
        "A2货车司机（包吃住）",
        "跑长途运输，负责车辆保养",
        "持A2驾照",
        demand=Demand(credentials=("drive_a2",)),
    ),
    "sales": vacancy("销售业务员", "开发客户，完成销售任务", "口才好"),
    "guard": vacancy("小区保安", "小区巡逻，门岗值班，监控值守", veterans_first=True),
    "cook": vacancy("厨师", "食堂做大锅菜，采购食材", "会炒菜"),
    "welder": vacancy("电焊工", "焊接钢结构", "持焊工证"),
    "fire": vacancy("消防员", "值守、灭火救援"),
    "repair": vacancy("汽车维修工", "发动机维修保养"),
}
RANKER = Ranker(VacancyIndex(language=Language(load_lexicon())).fit(list(VACANCIES.values())))


def person(trade, months, **more):
    shown = {"home": HOME, "education": Education.SENIOR, "age": 28, "pay_min": 5000} | more
    return VeteranDoc(1, services=(Service(trade, months),), **shown)


DRIVER = person("汽车兵", 96, credentials=(Credential("drive_a2", "A2驾照"),))
COOK = person("炊事员", 60, works=(Work("厨师", 24),))
WELDER = person("焊工", 36, credentials=(Credential("weld_fusion", "焊工证"),))
MECHANIC = person("汽车修理工", 60, skills_text="发动机大修")
FIREMAN = person("消防", 60)
INFANTRY = person("步兵", 24, wanted_occupations=("保安",))


@pytest.mark.parametrize(
    ("veteran", "name", "word"),
    [
        (DRIVER, "truck", WELL),
        (DRIVER, "sales", TRY),
        (DRIVER, "cook", TRY),
        (COOK, "cook", WELL),
        (COOK, "sales", TRY),
        (WELDER, "welder", WELL),
        (WELDER, "fire", TRY),
        (MECHANIC, "repair", WELL),
        (FIREMAN, "fire", WELL),
        (FIREMAN, "guard", TRY),
        (INFANTRY, "guard", WELL),
        (INFANTRY, "repair", TRY),
        (INFANTRY, "fire", TRY),
        (VeteranDoc(2), "guard", TRY),
    ],
)
def test_levels_are_those_an_officer_of_the_station_would_give(veteran, name, word):
    listed = {vacancy.vacancy_id: vacancy.word for vacancy in RANKER.rank(veteran, k=20)}

    assert listed[VACANCIES[name].id] == word


@pytest.mark.parametrize(
    ("veteran", "name"),
    [(DRIVER, "truck"), (COOK, "cook"), (WELDER, "welder"), (MECHANIC, "repair")],
)
def test_a_vacancy_of_the_veterans_own_trade_comes_first(veteran, name):
    assert RANKER.rank(veteran, k=1)[0].vacancy_id == VACANCIES[name].id


def test_a_neighbouring_town_earns_a_little_less_than_the_home_town():
    near = RANKER.rank(DRIVER, k=1)[0].score
    other = RANKER.rank(person("汽车兵", 96, credentials=DRIVER.credentials, home=NEXT_TOWN), k=1)

    assert near - other[0].score == pytest.approx(2.0)
