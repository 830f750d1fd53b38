"""`flask villages load`: all errors in one round, nothing half-done, repeatable."""

import pytest
from sqlalchemy import select

from core.db import db
from people.divisions.models import Division, DivisionLevel
from sheets import Column, Kind, write_sheet
from tests.people.villages.world import make_village

HEAD = "代码,名称\n"
GOOD = HEAD + "340321100201,青禾村\n340321104001,柳湾社区\n"


@pytest.fixture
def load(app, tmp_path):
    """Return a function that runs the command on the text of a CSV."""

    def run(text, *options, name="villages.csv"):
        file = tmp_path / name
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return app.test_cli_runner().invoke(args=["villages", "load", str(file), *options])

    return run


def stored() -> dict[str, str]:
    db.session.rollback()
    query = select(Division).where(Division.level == DivisionLevel.VILLAGE)
    return {row.code: row.name for row in db.session.scalars(query)}


def test_a_list_is_loaded(load):
    done = load(GOOD)

    assert done.exit_code == 0, done.output
    assert "新增 2 个，改名 0 个，没有变化 0 个。" in done.output
    assert stored() == {"340321100201": "青禾村", "340321104001": "柳湾社区"}


def test_loading_again_changes_nothing_and_what_is_not_listed_stays(load):
    load(GOOD)

    done = load(HEAD + "340321100201,青苗村\n")

    assert "新增 0 个，改名 1 个，没有变化 0 个。" in done.output
    assert stored() == {"340321100201": "青苗村", "340321104001": "柳湾社区"}
    assert "没有变化 1 个" in load(HEAD + "340321100201,青苗村\n").output


def test_a_check_writes_nothing(load):
    done = load(GOOD, "--check")

    assert "新增 2 个" in done.output
    assert "只是检查，没有装入。" in done.output
    assert stored() == {}


def test_every_faulty_line_is_named_and_none_is_loaded(load):
    lines = "340321100201,青禾村\n123,\n340321100202,青禾村\n340321100201,别村\n999999999001,远村\n"

    done = load(HEAD + lines)

    assert done.exit_code == 1
    for words in (
        "第 3 行：代码要写 12 位数字，比如 340321100201。",
        "第 3 行：请填名称。",
        "第 4 行：同一个乡镇里“青禾村”在前面已经有了。",
        "第 5 行：代码 340321100201 在前面已经有了。",
        "第 6 行：代码的前 9 位不是本县的乡镇，请核对。",
    ):
        assert words in done.output
    assert stored() == {}


def test_a_name_the_township_has_already_is_refused(load):
    make_village("340321100209", "青禾村")

    done = load(GOOD)

    assert "“青禾村”会有两个：340321100201 和 340321100209，请改一个名称。" in done.output
    assert stored() == {"340321100209": "青禾村"}


@pytest.mark.parametrize("text", ["编号,村名\n340321100201,青禾村\n", "340321100201,青禾村\n"])
def test_a_sheet_without_the_columns_is_refused(load, text):
    assert "没有找到列名。第一行要写：代码、名称。" in load(text).output


def test_a_title_row_is_passed_over_and_a_column_without_use_is_named(load):
    text = "某县村、社区名单,,\n统计用区划代码,村名,人口\n340321100201,青禾村,1200\n"

    done = load(text)

    assert done.exit_code == 0, done.output
    assert "没有用到的列：人口。" in done.output
    assert stored() == {"340321100201": "青禾村"}


def test_a_heading_that_only_contains_a_word_is_no_column(load):
    """乡镇代码 is not the code of the village."""
    text = "乡镇代码,名称,代码\n340321100,青禾村,340321100201\n"

    assert load(text).exit_code == 0
    assert stored() == {"340321100201": "青禾村"}


def test_a_sheet_without_lines_is_refused(load):
    assert "表里没有村、社区。" in load(HEAD).output


def test_a_workbook_whose_codes_are_numbers_is_read(load):
    columns = (Column("名称"), Column("代码", kind=Kind.NUMBER))
    book = write_sheet(columns, [("青禾村", 340321100201)], title="村")

    done = load(book, name="villages.xlsx")

    assert done.exit_code == 0, done.output
    assert stored() == {"340321100201": "青禾村"}
