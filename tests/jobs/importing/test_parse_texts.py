"""Employers, conditions and descriptions as sheets word them."""

import pytest

from jobs.employers.models import Industry, Staffing
from jobs.employers.names import name_key
from jobs.employers.written import (
    Facts,
    clean_name,
    looks_like_name,
    parse_facts,
    parse_industry,
    parse_staffing,
)
from jobs.importing.parse import conditions
from jobs.importing.parse.description import Parts, clean_text, split_description
from jobs.vacancies.precedence import promises_precedence


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (" 怀远县 顺达物流有限公司 ", "怀远县顺达物流有限公司"),
        ("安徽(怀远)电子有限公司", "安徽（怀远）电子有限公司"),
        ("安徽（怀远）电子有限公司。", "安徽（怀远）电子有限公司"),
        ("某公司", None),
        ("某知名企业", None),
        ("保密", None),
        ("XX公司", None),
        ("-", None),
        ("", None),
    ],
)
def test_names_are_written_as_on_licences(text, name):
    assert clean_name(text) == name


def test_two_writings_of_one_name_have_one_key():
    assert name_key("安徽（怀远）电子 有限公司") == name_key("安徽(怀远)电子有限公司")


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("广西菲皇投资有限公司", True),
        ("怀远县人民医院", True),
        ("北京京东世纪贸易有限公司(广西分公司)", True),
        ("货车驾驶员", False),
        ("南宁市", False),
    ],
)
def test_names_are_known_by_their_endings(text, is_name):
    assert looks_like_name(text) is is_name


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("10000人以上", Staffing.OVER_500),
        ("500-1000人", Staffing.OVER_500),
        ("150-500人", Staffing.UNDER_500),
        ("20-99人", Staffing.UNDER_100),
        ("15人以下", Staffing.UNDER_20),
        ("少于20人", Staffing.UNDER_20),
        ("少于50人", None),
        ("50-150人", None),
        ("", None),
    ],
)
def test_a_staffing_that_is_in_two_bands_is_not_known(text, band):
    assert parse_staffing(text) == band


@pytest.mark.parametrize(
    ("text", "industry"),
    [
        ("计算机软件", Industry.I),
        ("制造业", Industry.C),
        ("医疗设备/器械电子技术", Industry.C),
        ("房地产金融", Industry.K),
        ("C", Industry.C),
        ("交通运输、仓储和邮政业", Industry.G),
        ("多元化业务集团公司", None),
        ("", None),
    ],
)
def test_the_industry_named_first_counts(text, industry):
    assert parse_industry(text) == industry


def test_three_facts_in_one_cell_are_taken_apart():
    facts = parse_facts("民营公司|150-500人|互联网/电子商务")

    assert facts == Facts(Staffing.UNDER_500, Industry.I, "民营公司，150-500人，互联网/电子商务")


@pytest.mark.parametrize(
    ("find", "text", "answer"),
    [
        (conditions.has_lodging, "包吃包住", True),
        (conditions.has_lodging, "提供食宿", True),
        (conditions.has_lodging, "包食宿，五险", True),
        (conditions.has_lodging, "食宿自理", False),
        (conditions.has_lodging, "不包吃住", False),
        (conditions.has_lodging, "包吃", None),
        (conditions.has_lodging, "", None),
        (conditions.has_insurance, "缴纳五险一金", True),
        (conditions.has_insurance, "六险", True),
        (conditions.has_insurance, "不交社保", False),
        (conditions.has_insurance, "保险公司", None),
        (conditions.has_nights, "两班倒", True),
        (conditions.has_nights, "需上夜班", True),
        (conditions.has_nights, "不上夜班", False),
        (conditions.has_nights, "长白班", False),
        (conditions.has_nights, "双休", None),
    ],
)
def test_conditions_are_read_and_silence_is_not_no(find, text, answer):
    assert find(text) is answer


def test_words_about_shifts_are_kept_short():
    assert conditions.shift_note("实行三班倒，月休四天，双休，三班倒") == "三班倒，月休四天，双休"
    assert len(conditions.shift_note("，".join(f"月休{i}天" for i in range(40)))) <= 60


@pytest.mark.parametrize(
    ("text", "promised"),
    [
        ("退役军人优先", True),
        ("退伍士兵同等条件下优先录用", True),
        ("优先考虑退伍军人", True),
        ("党员优先", False),
    ],
)
def test_precedence_of_veterans_is_recognised(text, promised):
    assert promises_precedence(text) is promised


@pytest.mark.parametrize(
    ("text", "duties", "requirements"),
    [
        ("岗位职责：1、开车。任职要求：1、有A2证。", "1、开车。", "1、有A2证。"),
        ("【岗位职责】\n开车\n【任职要求】\nA2证", "开车", "A2证"),
        ("任职资格：能吃苦 工作内容：搬运", "搬运", "能吃苦"),
        ("工作内容:搬运pp岗位要求:能吃苦 职能类别：普工 关键字：搬运", "搬运", "能吃苦"),
        ("负责搬运岗位要求：1、能吃苦", "负责搬运", "1、能吃苦"),
        ("1、负责搬运；2、有经验者优先；", "1、负责搬运；", "2、有经验者优先；"),
        ("岗位要求：持证 福利待遇：五险", "福利待遇：五险", "持证"),
        ("开车", "开车", ""),
        ("", "", ""),
    ],
)
def test_a_mixed_description_is_cut_in_two(text, duties, requirements):
    assert split_description(text) == Parts(duties, requirements)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("ppspan任职要求：spanpp1、会开车", "任职要求：\n1、会开车"),
        ("<p>开车</p>&nbsp;<b>搬运</b>", "开车\n搬运"),
        ("负责b端产品，B/S架构，spring框架", "负责b端产品，B/S架构，spring框架"),
        ("熟悉ppt、photoshop和stl", "熟悉ppt、photoshop和stl"),
        ("：  开车", "开车"),
    ],
)
def test_remains_of_markup_go_and_words_stay(text, clean):
    assert clean_text(text) == clean
