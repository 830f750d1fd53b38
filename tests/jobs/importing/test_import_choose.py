"""A sheet is uploaded, its columns get their meaning, and a dry run shows the result."""

import io
from urllib.parse import quote

import pytest

from core import clock
from core.access import Role
from core.db import transaction
from core.parameters.registry import ParameterFacts, set_value
from jobs.vacancies.parameters import USUAL_DAYS
from sheets import read_rows
from sheets.models import ImportStatus
from sheets.progress import Progress
from sheets.staging import files_of
from sheets.uploads import accept
from tests.jobs.employers.world import make_employer
from tests.jobs.importing.world import (
    GOOD,
    HEAD,
    choose,
    count_vacancies,
    newest,
    sheet,
    site_of,
    upload,
)
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import make_account


@pytest.fixture
def officer(sign_in):
    return sign_in(make_account(role=Role.OFFICER, name="陈主任"))


def test_an_uploaded_sheet_shows_guessed_columns_with_examples(officer):
    answer = upload(officer, sheet())
    batch = newest()

    page = officer.get(answer.location)

    assert answer.location == f"/imports/{batch.id}/columns"
    assert (batch.status, batch.rows_read, batch.file_name) == (
        ImportStatus.CHECKED, 3, "春季招聘会.csv",
    )  # fmt: skip
    assert "怀远县安居物业有限公司" in page.text
    assert '<option selected value="employer">' in page.text


def test_a_file_that_is_no_sheet_is_refused_on_the_page(officer):
    answer = upload(officer, b"%PDF-1.7", "岗位.pdf")

    assert answer.status_code == 422
    assert "这是 PDF 文件，系统读不了。请找对方要 Excel 表格。" in answer.text


@pytest.mark.parametrize("data", [b"\0\0", HEAD.encode()])
def test_nothing_stays_on_disk_of_a_refused_file(officer, instance, data):
    before = set((instance / "uploads").glob("*"))

    assert upload(officer, data).status_code == 422

    assert set((instance / "uploads").glob("*")) == before


def test_a_dry_run_counts_and_changes_nothing(officer):
    bad = ",怀远县顺达物流有限公司,3,,,,,"
    upload(officer, sheet(*GOOD, GOOD[0], bad, GOOD[1].replace("身体健康", "限男性")))
    batch = newest()

    answer = choose(officer, batch)
    page = officer.get(answer.location).text

    counts = newest().plan.counts
    assert (counts.read, counts.repeated, counts.refused) == (6, 1, 1)
    assert counts.staged == {"held": 3, "returned": 1}
    assert counts.reasons == {"没有写岗位名称。": 1}
    assert count_vacancies() == 0
    assert "4 个岗位可以导入" in page
    assert "没有写岗位名称。" in page
    assert "写岗位叫什么，如“货车驾驶员”。" in page
    assert "和第 2 行完全一样。" in page
    assert "“限男性”（性别）" in page


def test_problems_are_filtered_paged_and_downloaded(officer):
    upload(officer, sheet(*(f",单位{i}有限公司,1,,,,," for i in range(45))))
    batch = newest()
    choose(officer, batch)

    page = officer.get(f"/imports/{batch.id}?level=REFUSED&page=3").text
    taken = officer.get(f"/imports/{batch.id}/problems")

    assert "第 3 页，共 3 页" in page
    assert "没有能导入的岗位" in page
    rows = [row.cells for row in read_rows(accept(io.BytesIO(taken.data), "a.xlsx"))]
    assert len(rows) == 46
    assert rows[0] == ("结果", "工作表", "行号", "列", "表里写的", "原因", "怎么改")
    assert rows[1][2:] == (
        "2",
        "岗位名称",
        "",
        "没有写岗位名称。",
        "写岗位叫什么，如“货车驾驶员”。",
    )


def test_a_column_can_be_given_another_meaning(officer):
    upload(officer, sheet("司机,某事,A", "保安,别事,B", head="甲,乙,丙"))
    batch = newest()

    choose(officer, batch, column_0="title", column_1="duties", column_2="")

    assert newest().plan.columns == {0: "title", 1: "duties"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"column_0": ""}, "还没有选哪一列是“岗位名称”。"),
        ({"column_7": "title"}, "“岗位名称”选了两列，只能选一列。"),
        ({"source": ""}, "请写来源。"),
        ({"valid_days": "999"}, "请填 1 到 180 的数字。"),
        ({"column_0": "role"}, "不是有效的选择"),
        ({"source": "源" * 81}, "最多 80 字。"),
        ({"employer": "怀" * 121}, "最多 120 字。"),
        ({"employer": "无"}, "这不像一个单位的名称。"),
    ],
)
def test_invalid_choices_are_shown_at_their_fields(officer, changes, words):
    upload(officer, sheet())

    answer = choose(officer, newest(), **changes)

    assert answer.status_code == 422
    assert words in answer.text
    assert newest().plan.counts is None


def test_all_faults_of_the_columns_are_shown_in_one_round_with_what_was_typed(officer):
    upload(officer, sheet())
    faults = {"column_0": "duties", "source": "", "employer": "怀" * 121, "valid_days": "0"}

    answer = choose(officer, newest(), **faults)

    assert answer.status_code == 422
    for text in (
        "“工作内容”选了两列，只能选一列。",
        "还没有选哪一列是“岗位名称”。",
        "请写来源。",
        "最多 120 字。",
        "怀" * 121,
        "请填 1 到 180 的数字。",
    ):
        assert text in answer.text


def test_a_sheet_the_file_does_not_have_is_refused_on_the_page(officer):
    upload(officer, sheet())
    batch = newest()

    answer = officer.post(f"/imports/{batch.id}/sheet", data={"sheet": "别的", "has_header": "1"})

    assert answer.status_code == 422
    assert "请从列表里选工作表。" in answer.text
    assert "每列是什么" in answer.text
    assert newest().plan.sheet == batch.plan.sheet


def test_an_employer_with_a_name_too_long_for_a_source_is_asked_for_one(sign_in):
    account = make_account(role=Role.EMPLOYER, name="王经理")
    make_employer(account=account, name="怀" * 118 + "公司")
    browser = sign_in(account)

    answer = upload(browser, sheet())

    assert newest().source == ""
    assert "怀" * 30 not in browser.get(answer.location).text


def test_a_new_import_runs_for_the_time_the_bureau_sets(officer):
    with transaction(audited=False):
        set_value(USUAL_DAYS, ParameterFacts(60, clock.today(), "局务会"), by_id=1)

    upload(officer, sheet())

    assert newest().plan.settings["valid_days"] == 60


def test_a_file_is_not_kept_where_its_import_is_not_committed(officer, instance, monkeypatch):
    before = set((instance / "uploads").glob("*"))
    monkeypatch.setattr("sheets.operations.audit.record", lambda *_args, **_more: None)

    with pytest.raises(RuntimeError):
        upload(officer, sheet())

    assert set((instance / "uploads").glob("*")) == before


def test_a_sheet_is_not_read_again_while_a_run_is_under_way(app, officer):
    upload(officer, sheet())
    batch = newest()

    with Progress(files_of(site_of(app), batch).progress, "check", 3):
        for path, data in (("sheet", {"sheet": "", "has_header": "0"}), ("check", {})):
            answer = officer.post(f"/imports/{batch.id}/{path}", data=data)
            assert answer.status_code == 422
            assert "这份表正在处理，请等它完成。" in answer.text
        assert choose(officer, batch).status_code == 422


def test_the_files_to_save_have_chinese_names(officer):
    upload(officer, sheet())

    template = officer.get("/imports/template").headers["Content-Disposition"]
    problems = officer.get(f"/imports/{newest().id}/problems").headers["Content-Disposition"]

    assert template == f"attachment; filename*=UTF-8''{quote('岗位导入模板.xlsx')}"
    assert problems == f"attachment; filename*=UTF-8''{quote(f'问题清单-{newest().id}.xlsx')}"


def test_a_sheet_can_be_read_as_having_no_headings(officer):
    upload(officer, sheet())
    batch = newest()

    answer = officer.post(f"/imports/{batch.id}/sheet", data={"sheet": "", "has_header": "0"})

    assert answer.status_code == 302
    assert newest().rows_read == 4
    assert "按没有表头来读" in officer.get(answer.location).text


def test_vacancies_that_are_open_already_are_skipped(officer):
    line = "货车驾驶员,怀远县顺达物流有限公司,2,怀远县榴城镇,6500-8000元,,甲,乙"
    employer = make_employer(name="怀远县顺达物流有限公司")
    make_vacancy(employer=employer, duties="乙", requirements="甲", place_detail="怀远县榴城镇")
    upload(officer, sheet(line, GOOD[1]))

    choose(officer, newest())

    counts = newest().plan.counts
    assert (counts.known, counts.staged) == (1, {"held": 1})


def test_the_template_is_offered_and_understood(officer):
    data = officer.get("/imports/template").data

    answer = upload(officer, data, "模板.xlsx")

    assert answer.status_code == 302
    assert "title" in newest().plan.columns.values()


def test_the_list_shows_what_to_do_where_it_is_empty(officer):
    assert "还没有导入过" in officer.get("/imports").text


@pytest.mark.parametrize("role", [Role.VETERAN, Role.LEADER, Role.ADMIN, Role.AUDITOR])
def test_others_may_not_import(sign_in, role):
    browser = sign_in(make_account(role=role))

    assert browser.get("/imports").status_code == 403
    assert upload(browser, sheet()).status_code == 403


def test_a_clerk_imports_no_vacancies(sign_in, officer):
    upload(officer, sheet())
    batch_id = newest().id
    clerk = sign_in(make_account(role=Role.CLERK))

    assert clerk.get("/imports/new?noun=vacancies").status_code == 404
    assert clerk.get(f"/imports/{batch_id}").status_code == 404


def test_an_employer_sees_only_imports_of_its_own_people(sign_in, officer):
    upload(officer, sheet())
    batch = newest()
    account = make_account(role=Role.EMPLOYER, name="王经理")
    make_employer(account=account)
    browser = sign_in(account)

    for path in ("", "/columns", "/problems", "/undo"):
        assert browser.get(f"/imports/{batch.id}{path}").status_code == 404
    for path in ("/columns", "/load", "/undo", "/check", "/sheet"):
        assert browser.post(f"/imports/{batch.id}{path}", data={"sheet": ""}).status_code == 404
    assert HEAD.split(",")[0] not in browser.get("/imports").text
