"""The cast of the engine's tests: a small lexicon, 老张 who drove in the army, and vacancies."""

import re
from dataclasses import replace
from functools import cache
from typing import Any

from lexicon.tables import Lexicon, Occupation, load_lexicon
from matching.engine.index import VacancyIndex
from matching.engine.language import Language
from matching.engine.ranking import RankedVacancy, Ranker
from matching.engine.records import (
    Credential,
    Demand,
    Education,
    Service,
    VacancyDoc,
    VeteranDoc,
)

OCCUPATIONS = (
    Occupation("4-02-02-02", "道路货运汽车驾驶员", ("货车司机", "大货司机"), ("驾驶",)),
    Occupation("4-02-02-01", "道路客运汽车驾驶员", ("客车司机",)),
    Occupation("4-07-05-01", "保安员", ("保安",)),
    Occupation("4-01-02-01", "营销员", ("销售", "业务员")),
    Occupation("6-18-02-04", "焊工", ("电焊工",)),
    Occupation("4-12-01-01", "汽车维修工", ("汽修工", "司机兼修理")),
)
HOME, NEXT_TOWN, FAR = "340321100", "340321104", "330205"


@cache
def lexicon() -> Lexicon:
    """The built-in trades and certificates with a few occupations and slang."""
    return replace(
        load_lexicon(),
        occupations={occupation.code: occupation for occupation in OCCUPATIONS},
        slang=re.compile("急招|包吃住|月入[0-9]+万"),
    )


@cache
def language() -> Language:
    return Language(lexicon())


def lao_zhang(**changes: Any) -> VeteranDoc:
    """Eight years a truck driver in the army, holds A2 and nothing else, lives in 榴城镇."""
    return replace(
        VeteranDoc(
            id=1,
            services=(Service("driver_truck", 96, "驾驶运输车", ref="s1"),),
            credentials=(Credential("drive_a2", "A2 驾照", ref="c1"),),
            credentials_stated=True,
            education=Education.SENIOR,
            age=35,
            skills_text="会修车、会开叉车",
            home=HOME,
            pay_min=6000,
        ),
        **changes,
    )


def truck_vacancy(**changes: Any) -> VacancyDoc:
    return replace(
        VacancyDoc(
            id=10,
            title="货车司机",
            duties="驾驶半挂车跑运输，负责车辆保养",
            requirements="持A2驾照，三年以上驾龄",
            occupation_code="4-02-02-02",
            place_code=HOME,
            place_name="榴城镇",
            demand=Demand(credentials=("drive_a2",), years=3, age_max=50),
            pay_min=7000,
            pay_max=9000,
        ),
        **changes,
    )


def sales_vacancy(**changes: Any) -> VacancyDoc:
    return replace(
        VacancyDoc(
            id=20,
            title="销售业务员",
            duties="开发客户，完成销售任务",
            requirements="口才好，能吃苦",
            occupation_code="4-01-02-01",
            place_code=HOME,
            place_name="榴城镇",
            pay_min=7000,
            pay_max=9000,
        ),
        **changes,
    )


def guard_vacancy(**changes: Any) -> VacancyDoc:
    return replace(
        VacancyDoc(
            id=30,
            title="急招保安（包吃住）",
            duties="小区巡逻，门岗值班",
            requirements="身体健康",
            place_code=NEXT_TOWN,
            place_name="常坟镇",
            pay_min=3500,
            pay_max=4000,
        ),
        **changes,
    )


def ranker(*vacancies: VacancyDoc) -> Ranker:
    return Ranker(VacancyIndex(language=language()).fit(vacancies))


def match(veteran: VeteranDoc, vacancy: VacancyDoc, *others: VacancyDoc) -> RankedVacancy:
    """Return the vacancy as it is in the veteran's list."""
    ranked = ranker(vacancy, *others).rank(veteran, k=100)
    return next(found for found in ranked if found.vacancy_id == vacancy.id)


def texts(found: RankedVacancy) -> list[str]:
    return [reason.text for reason in found.reasons]
