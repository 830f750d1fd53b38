"""The table of occupations is valid; slang is removed and real titles stay."""

import csv
import re
from collections import Counter

import pytest

from lexicon.tables import FOLDER, load_lexicon
from matching.engine.concepts import OccupationFinder

# Occupations of 职业分类大典 in which veterans of this county are placed most often.
VETERANS_OCCUPATIONS = """
3-02-02-02 3-02-03-01 3-02-03-06 3-02-03-08 4-01-06-01 4-02-02-01 4-02-02-02 4-02-03-01 4-02-03-04
4-02-04-06 4-02-07-08 4-02-07-11 4-03-02-01 4-04-02-01 4-04-02-02 4-04-04-01 4-04-04-02 4-04-04-03
4-06-01-01 4-07-05-01 4-07-05-02 4-08-03-07 4-12-01-01 4-12-02-03 5-05-01-02 5-05-05-01 5-05-05-02
6-16-01-12 6-18-02-04 6-23-03-15 6-30-01-00 6-30-05-01 6-30-05-02 6-31-01-03
"""
MOST_OWNERS = 2  # an alias of three occupations identifies none

REAL_TITLES = """
夜班保安 保安队长 三坐标测量员 五金冲压工 员工餐厅服务员 社保专员 招生老师 招商经理 招投标专员
招聘专员 高级招聘主管 急诊护士 急救员 C++开发工程师 4S店销售 B2司机 A2驾驶员 1688运营 12345话务员
25吨吊车司机 3D建模师 零食店店员 退役军人事务员 岗前培训师 会展策划 包装工 包子师傅 食宿管理员
主播招募 团建教练 公积金专员 上市公司会计 稳定性测试工程师 住院医师 白班保姆 兼职会计 日结工
"""

DECORATED_TITLES = [
    ("急招保安", "保安"),
    ("高薪诚聘叉车工", "叉车工"),
    ("厨师包吃住", "厨师"),
    ("电工（五险一金+双休）", "电工"),
    ("货车司机 月入过万", "货车司机"),
    ("普工6-8K包食宿", "普工"),
    ("会计 周末双休 朝九晚五", "会计"),
    ("销售代表（可接受小白）", "销售代表"),
    ("质检员 接受应届", "质检员"),
    ("机械工程师(J10086)", "机械工程师"),
    ("文员 不加班", "文员"),
    ("包装工 长白班", "包装工"),
    ("装卸工日结", "装卸工"),
    ("护士【蚌埠】", "护士"),
    ("导购（禹会区）", "导购"),
    ("焊工 8000-12000元/月", "焊工"),
    ("客服专员 6000+", "客服专员"),
    ("保洁员 月休4天", "保洁员"),
    ("快递员 坐标怀远", "快递员"),
    ("安全员 薪资面议", "安全员"),
    ("🔥收银员🔥", "收银员"),
    ("诚聘店长!!!", "店长"),
    ("高薪急聘美容师 无责底薪5000", "美容师"),
    ("某某物业公司招聘保安", "保安"),
    ("招聘挖掘机司机", "挖掘机司机"),
    ("招服务员", "服务员"),
    ("骑手 20元/小时", "骑手"),
    ("操作工 18-45岁", "操作工"),
    ("仓管员（急）", "仓管员"),
    ("电焊工 招3名", "电焊工"),
    ("消防员（退役军人优先）", "消防员"),
    ("外卖骑手 电话13800000000", "外卖骑手"),
    ("监控员 8小时工作制", "监控员"),
    ("保安 15号发工资 年底双薪", "保安"),
]

SEARCHES = [
    ("小区门卫", "4-07-05-01"),
    ("形象岗", "4-07-05-01"),
    ("A2司机", "4-02-02-02"),
    ("半挂司机", "4-02-02-02"),
    ("叉车工", "6-30-01-00"),
    ("塔吊司机", "6-30-05-01"),
    ("挖机师傅", "6-30-05-05"),
    ("电商客服", "4-01-06-02"),
    ("带货主播", "4-01-06-02"),
    ("外卖小哥", "4-10-08-01"),
    ("植保飞手", "4-02-04-06"),
    ("军训教官", "4-13-04-02"),
    ("二保焊工", "6-18-02-04"),
    ("消控员", "4-07-05-03"),
    ("收割机手", "5-05-05-01"),
    ("出纳", "2-06-03-00"),
    ("Java开发", "2-02-10-03"),
    ("高中数学老师", "2-08-02-01"),
]


@pytest.fixture(scope="module")
def occupations():
    with (FOLDER / "occupations.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def finder():
    lexicon = load_lexicon()
    return OccupationFinder(slang=lexicon.slang).fit(lexicon.occupations.values())


def cells(row, column):
    return row[column].split("|") if row[column] else []


def stripped(finder, title):
    return " ".join(finder.strip_slang(title).split())


def test_codes_are_well_formed_unique_and_sorted(occupations):
    codes = [row["code"] for row in occupations]

    assert [code for code in codes if not re.fullmatch(r"[1-8](-\d\d){3}", code)] == []
    assert len(codes) == len(set(codes))
    assert codes == sorted(codes)


def test_the_table_covers_the_labour_market_of_a_county(occupations):
    assert len(occupations) >= 400
    assert sum(len(cells(row, "aliases")) for row in occupations) >= 6000


def test_names_are_the_official_ones_without_the_marks_for_green_and_digital(occupations):
    names = [row["name"] for row in occupations]

    assert [name for name in names if not re.fullmatch(r"[一-龥、（）]{2,}", name)] == []
    assert {"电子商务师", "道路货运汽车驾驶员", "护林员"} <= set(names)


def test_every_occupation_has_at_least_three_aliases(occupations):
    assert [row["code"] for row in occupations if len(cells(row, "aliases")) < 3] == []


def test_aliases_are_written_once_per_row_and_differ_from_the_name(occupations):
    for row in occupations:
        words = [row["name"], *cells(row, "aliases")]
        assert [word for word, times in Counter(words).items() if times > 1] == []


def test_aliases_and_skills_hold_no_separators_or_quotes(occupations):
    words = [word for row in occupations for word in cells(row, "aliases") + cells(row, "skills")]

    assert [word for word in words if not word or re.search(r"[,，;；\"'“”\s/]", word)] == []


def test_an_alias_belongs_to_at_most_two_occupations(occupations):
    owners = Counter(alias for row in occupations for alias in cells(row, "aliases"))

    assert [alias for alias, times in owners.items() if times > MOST_OWNERS] == []
    assert sum(times > 1 for times in owners.values()) < len(owners) / 100


def test_common_occupations_have_three_to_eight_skills(occupations):
    counts = [len(cells(row, "skills")) for row in occupations if row["skills"]]

    assert len(counts) >= 200
    assert set(counts) <= set(range(3, 9))


def test_common_occupations_of_veterans_are_listed_with_skills(occupations):
    skilled = {row["code"] for row in occupations if row["skills"]}

    assert set(VETERANS_OCCUPATIONS.split()) - {row["code"] for row in occupations} == set()
    assert len(set(VETERANS_OCCUPATIONS.split()) & skilled) >= 25


@pytest.mark.parametrize(("title", "code"), SEARCHES)
def test_everyday_titles_are_found(finder, title, code):
    assert finder.find(title)[0].code == code


def test_every_slang_pattern_compiles_and_has_a_note():
    with (FOLDER / "slang.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))

    assert len(rows) >= 80
    assert [row["pattern"] for row in rows if re.compile(row["pattern"]).search("")] == []
    assert [row["pattern"] for row in rows if not row["note"]] == []


@pytest.mark.parametrize("title", REAL_TITLES.split())
def test_slang_patterns_do_not_change_real_titles(finder, title):
    assert stripped(finder, title) == title.lower()


@pytest.mark.parametrize(("title", "plain"), DECORATED_TITLES)
def test_slang_is_removed_from_decorated_titles(finder, title, plain):
    assert stripped(finder, title) == plain


def test_slang_patterns_do_not_change_any_alias(finder, occupations):
    aliases = [alias for row in occupations for alias in cells(row, "aliases")]

    assert [alias for alias in aliases if stripped(finder, alias) != alias.lower()] == []
