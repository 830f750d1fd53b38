"""Imports on the command line: import a file, undo it."""

import io
import re

import pytest

from core.db import db
from jobs.employers.models import Employer, EmployerStatus
from jobs.importing.cli import cli
from jobs.vacancies.models import Vacancy
from sheets import read_rows
from sheets.models import ImportBatch, ImportStatus
from sheets.uploads import accept
from tests.jobs.importing.world import GOOD, count_vacancies, newest, sheet

HEADLESS = [
    "运营主管,广西宏图投资有限公司,10001,南宁市,2022-02-24",
    "行政主管,广西宏图投资有限公司,10001,青秀区,2022-02-24",
    "行政主管,广西宏图投资有限公司,10001,青秀区,2022-02-25",
]


@pytest.fixture
def run(app):
    def command(*arguments: str):
        return app.test_cli_runner().invoke(cli, [str(argument) for argument in arguments])

    return command


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "春季招聘会.csv"
    path.write_bytes(sheet(*GOOD, ",怀远县顺达物流有限公司,1,,,,,"))
    return path


def test_a_file_is_imported_with_counts_and_the_undo_command(run, file):
    result = run("import", file)

    assert result.exit_code == 0, result.output
    assert "单位名称 → 单位名称" in result.output
    assert (
        "读了 4 行：可发布 0，等单位核实 3，待改 0，表内重复 0，系统里已有 0，有错 1"
        in result.output
    )
    assert "  1 行：没有写岗位名称。" in result.output
    assert re.search(r"已导入 3 个岗位，批次号 \d+。撤销：flask jobs undo \d+", result.output)
    assert count_vacancies() == 3
    assert db.session.query(Vacancy).first().source == "春季招聘会"


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--source", "源" * 81, "来源最多 80 字。"),
        ("--employer", "怀" * 121, "单位名称最多 120 字。"),
        ("--employer", "无", "“无”不像一个单位的名称。"),
    ],
)
def test_a_value_that_cannot_be_stored_is_refused_and_nothing_is_kept(
    run, file, instance, option, value, sentence
):
    before = set((instance / "uploads").glob("*"))

    result = run("import", file, option, value)

    assert result.exit_code == 1
    assert sentence in result.output
    assert db.session.query(ImportBatch).count() == 0
    assert set((instance / "uploads").glob("*")) == before


def test_a_dry_run_leaves_no_trace_but_the_error_file(run, file, tmp_path, instance):
    errors = tmp_path / "errors.xlsx"
    before = set((instance / "uploads").glob("*"))

    result = run("import", file, "--dry-run", "--errors", errors)

    assert "只是试读，没有导入。" in result.output
    assert (count_vacancies(), db.session.query(ImportBatch).count()) == (0, 0)
    assert set((instance / "uploads").glob("*")) == before
    rows = [row.cells for row in read_rows(accept(io.BytesIO(errors.read_bytes()), "e.xlsx"))]
    assert rows[1][5] == "没有写岗位名称。"


def test_the_same_file_again_is_refused_unless_forced(run, file):
    run("import", file)

    again = run("import", file)
    forced = run("import", file, "--force")

    assert again.exit_code == 1
    assert "这份表已经导入过" in again.output
    assert forced.exit_code == 0
    assert "没有新的岗位可以导入。" in forced.output
    assert count_vacancies() == 3


def test_a_file_without_headings_is_guessed_and_repeats_are_skipped(run, tmp_path):
    path = tmp_path / "广西.csv"
    path.write_text("\n".join(HEADLESS), encoding="utf-8")

    result = run("import", path, "--no-header", "--source", "广西招聘")

    assert "第 A 列 → 岗位名称" in result.output
    assert "第 C 列 → 不导入" in result.output
    assert "可发布 0，等单位核实 2，待改 0，表内重复 1" in result.output
    employer = db.session.query(Employer).one()
    assert (employer.source, employer.code_note) == ("广西招聘", "")
    assert employer.status is EmployerStatus.PENDING


def test_a_column_is_mapped_by_hand_and_a_constant_employer_given(run, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("甲,乙\n司机,开车送货\n", encoding="utf-8")

    result = run(
        "import", path, "--map", "title=第 A 列", "--map", "duties=第 B 列", "--no-header",
        "--employer", "怀远县顺达物流有限公司", "--valid-days", "7",
    )  # fmt: skip

    assert result.exit_code == 0, result.output
    vacancies = db.session.query(Vacancy).all()
    assert {vacancy.employer.name for vacancy in vacancies} == {"怀远县顺达物流有限公司"}
    assert vacancies[-1].duties == "开车送货"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--map", "colour=甲"], "没有“colour”这个字段"),
        (["--map", "title=没有的列"], "表里没有“没有的列”这一列"),
        (["--map", "title="], "还没有选哪一列是“岗位名称”"),
    ],
)
def test_wrong_mappings_are_named(run, file, arguments, words):
    result = run("import", file, *arguments)

    assert result.exit_code == 1
    assert words in result.output
    assert count_vacancies() == 0


def test_a_file_that_is_no_sheet_is_refused_with_a_sentence(run, tmp_path):
    path = tmp_path / "a.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))

    result = run("import", path)

    assert result.exit_code == 1
    assert "请在 WPS 里另存为 xlsx" in result.output


def test_an_import_is_undone_by_its_number(run, file):
    run("import", file)

    result = run("undo", newest().id)

    assert "已撤销 3 个岗位。" in result.output
    assert newest().status is ImportStatus.UNDONE
    assert count_vacancies() == 0


def test_an_unknown_number_is_named(run):
    assert "没有批次 999。" in run("undo", "999").output


def test_sweeping_keeps_new_files(run, file):
    run("import", file)
    assert "已删掉 0 个文件。" in run("sweep", "--days", "1").output
