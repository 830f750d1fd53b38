"""Every reason has its entry of the profile and its words of the vacancy."""

from datetime import date

import pytest

from jobs.employers.models import Employer
from jobs.vacancies.models import PayPeriod, Vacancy, VacancyCredential
from matching.engine.profile import ProfileRef
from matching.engine.reasons import VacancyRef
from matching.lists import reason_sources
from people.veterans.models import Schooling, Veteran


@pytest.fixture
def vacancy():
    return Vacancy(
        title="货车驾驶员",
        headcount=2,
        duties="第一行不相干\n驾驶重型货车跑省内线路，做好车辆日常保养和出车前的例行检查",
        requirements="持 A2 驾照",
        place_code="340321100",
        place_detail="",
        pay_min=6000,
        pay_max=8000,
        pay_period=PayPeriod.MONTH,
        valid_to=date(2026, 1, 31),
        shift_note="",
        source="",
        occupation_code="",
        age_max=45,
        age_reason="",
        has_nights=False,
        veterans_first=True,
        credentials=[VacancyCredential(key="drive_a2")],
        employer=Employer(name="顺达物流"),
    )


@pytest.fixture
def veteran():
    return Veteran(
        skills_text="",
        schooling=Schooling.SENIOR,
        township_code="340321100",
        wanted_places=["340321"],
        wanted_occupations=["保安"],
        accepts_away=False,
        pay_min=6000,
        refuses_nights=True,
    )


def test_a_quotation_shows_its_surroundings_within_the_line(vacancy):
    start = vacancy.duties.index("重型货车")

    found = reason_sources.vacancy_source(vacancy, VacancyRef("duties", "重型货车", start))

    assert found == reason_sources.VacancySource(
        "工作内容", "重型货车", "驾驶", "跑省内线路，做好车辆日常保养…", "duties"
    )


@pytest.mark.parametrize(
    ("field", "label", "value"),
    [
        ("pay_min", "工资", "6000—8000 元/月"),
        ("demand.credentials", "证书", "机动车驾驶证A2（重型牵引挂车）"),
        ("demand.age_max", "年龄", "45 岁以下"),
        ("demand.years", "工作年限", "不限"),
        ("has_nights", "夜班", "不上夜班"),
        ("has_lodging", "吃住", "没有说明"),
        ("veterans_first", "退役军人", "同等条件下优先录用"),
        ("place_code", "工作地点", "怀远县榴城镇"),
        ("occupation_code", "职业类别", "没有写"),
    ],
)
def test_a_form_field_has_the_words_of_the_vacancys_page(vacancy, field, label, value):
    found = reason_sources.vacancy_source(vacancy, VacancyRef(field, "drive_a2"))

    assert found == reason_sources.VacancySource(label, value, "", "", "facts")


@pytest.mark.parametrize(
    ("field", "section", "words"),
    [
        ("home", "township", "怀远县榴城镇"),
        ("place_codes", "places", "蚌埠市怀远县"),
        ("accepts_away", "places", "不去外地"),
        ("education", "education", "高中/中专/技校"),
        ("age", "basic", "没填"),
        ("pay_min", "terms", "期望每月 6000 元"),
        ("wants_lodging", "terms", "没填"),
        ("refuses_nights", "terms", "不上夜班"),
        ("wanted_occupations", "occupations", "保安"),
        ("credentials", "certificates", "没填"),
    ],
)
def test_an_entry_of_the_profile_is_shown_with_its_section(veteran, field, section, words):
    assert reason_sources.profile_source(
        veteran, ProfileRef(field)
    ) == reason_sources.ProfileSource(section, words)


def test_long_own_words_are_shortened_and_precede_the_field(veteran):
    found = reason_sources.profile_source(veteran, ProfileRef("skills_text", "", "修" * 60))

    assert found == reason_sources.ProfileSource("skills", "修" * 40 + "……")


def test_a_reason_without_a_source_has_no_link(vacancy, veteran):
    assert reason_sources.vacancy_source(vacancy, None) is None
    assert reason_sources.profile_source(veteran, None) is None
