"""Schooling, years, age, counts, certificates: from cells and from prose."""

import pytest

from jobs.importing.parse.counts import parse_headcount
from jobs.importing.parse.credentials import demanded_credentials
from jobs.importing.parse.demands import (
    Ages,
    ages_in,
    parse_schooling,
    parse_years,
    schooling_in,
    years_in,
)
from jobs.importing.parse.numbers import parse_yes_no, to_int
from jobs.importing.parse.summary import Summary, is_summary, parse_summary
from people.veterans.models import Schooling


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("本科", Schooling.BACHELOR),
        ("大专及以上", Schooling.COLLEGE),
        ("大专或本科", Schooling.COLLEGE),
        ("高中/中专", Schooling.SENIOR),
        ("中技", Schooling.SENIOR),
        ("职高以上", Schooling.SENIOR),
        ("初中以上文化", Schooling.JUNIOR),
        ("小学", Schooling.PRIMARY),
        ("硕士研究生", Schooling.MASTER),
        ("博士", Schooling.MASTER),
        ("高职", Schooling.COLLEGE),
        ("不限", None),
        ("", None),
        ("无要求", None),
    ],
)
def test_a_schooling_cell_names_the_lowest_level_accepted(text, level):
    assert parse_schooling(text) == level


@pytest.mark.parametrize(
    ("prose", "level"),
    [
        ("1、大专及以上学历；2、硕士优先", Schooling.COLLEGE),
        ("学历：本科", Schooling.BACHELOR),
        ("统招本科以上", Schooling.BACHELOR),
        ("本科优先", None),
        ("高中以下学历", None),
        ("初中以上大专以下学历", Schooling.JUNIOR),
        ("不要求本科学历", None),
        ("熟悉大专院校招生", None),
        ("身体健康", None),
    ],
)
def test_prose_demands_schooling_only_where_it_shows_so(prose, level):
    assert schooling_in(prose) == level


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("3-4年经验", 3),
        ("10年以上经验", 10),
        ("1年经验", 1),
        ("两年以上", 2),
        ("无工作经验", 0),
        ("经验不限", 0),
        ("应届毕业生", 0),
        ("3", 3),
        ("", None),
        ("熟练工", None),
        ("2019年以后", None),
    ],
)
def test_a_years_cell_is_read_as_the_fewest_accepted(text, years):
    assert parse_years(text) == years


@pytest.mark.parametrize(
    ("prose", "years"),
    [
        ("3年以上软件开发经验", 3),
        ("具有三年以上相关工作经验", 3),
        ("有5年经验者优先；2年以上驾龄和工作经验", 2),
        ("公司成立10年", None),
        ("3年以上经验者优先", None),
        ("5年以内工作经验", None),
        ("1年以下经验", None),
    ],
)
def test_prose_demands_years_only_where_they_are_needed(prose, years):
    assert years_in(prose) == years


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("18-45岁", Ages(18, 45)),
        ("18至45周岁", Ages(18, 45)),
        ("年龄20岁-40岁之间", Ages(20, 40)),
        ("45周岁以下", Ages(None, 45)),
        ("年龄不超过50岁", Ages(None, 50)),
        ("年满18周岁", Ages(18, None)),
        ("18周岁以上，55岁以下", Ages(18, 55)),
        ("35岁以下优先", Ages()),
        ("男18-60岁，女18-55岁", Ages()),
        ("男60岁以下，女50岁以下", Ages()),
        ("男女不限，18-45岁", Ages(18, 45)),
        ("服务3-6岁儿童", Ages()),
        ("45-18岁", Ages()),
        ("不限", Ages()),
    ],
)
def test_ages_are_read_from_what_is_demanded(text, ages):
    assert ages_in(text) == ages


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("招1人", 1),
        ("10名", 10),
        ("2-3人", 2),
        ("３", 3),
        ("五人", 5),
        ("二十五", 25),
        ("若干", None),
        ("招若干人", None),
        ("", None),
    ],
)
def test_headcounts_are_read_and_several_is_no_number(text, count):
    assert parse_headcount(text) == count


@pytest.mark.parametrize(
    ("text", "number"),
    [("十", 10), ("十二", 12), ("二十", 20), ("一百零五", 105), ("两", 2), ("x", None), ("", None)],
)
def test_chinese_numbers_are_read(text, number):
    assert to_int(text) == number


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("是", True),
        ("√", True),
        ("提供", True),
        ("包", True),
        ("否", False),
        ("不包", False),
        ("无", False),
        ("没有", False),
        ("×", False),
        ("", None),
        ("待定", None),
    ],
)
def test_yes_and_no_are_read_in_their_many_words(text, answer):
    assert parse_yes_no(text) is answer


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("无工作经验/大专/招1人/04-16发布", Summary(0, Schooling.COLLEGE, 1)),
        ("5-7年经验/本科/招12人 04-16发布", Summary(5, Schooling.BACHELOR, 12)),
        ("无工作经验/招若干人 04-16发布", Summary(0, None, None)),
        ("10年以上经验/硕士/招2人/03-24发布", Summary(10, Schooling.MASTER, 2)),
    ],
)
def test_the_summary_line_of_a_vacancy_site_is_taken_apart(text, summary):
    assert is_summary(text)
    assert parse_summary(text) == summary


@pytest.mark.parametrize("text", ["焊工/电工", "招3人", "", "1/2"])
def test_other_cells_are_no_summary(text):
    assert not is_summary(text)


@pytest.mark.parametrize(
    ("requirements", "keys"),
    [
        ("持A2驾照，2年以上驾龄", ["drive_a2"]),
        ("持B2或A2驾驶证", ["drive_b2"]),
        ("须持C1以上驾照", ["drive_c1"]),
        ("有C1驾照者优先", []),
        ("无需驾照", []),
        ("不要求驾照，有A2优先", []),
        ("没有A2驾照的勿扰", ["drive_a2"]),
        ("持A2驾照（增驾中）", []),
        ("会开车", []),
        ("", []),
    ],
)
def test_certificates_are_demanded_only_where_they_are_needed(requirements, keys):
    assert demanded_credentials(requirements) == keys
