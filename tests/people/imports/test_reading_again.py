"""How a sheet is read: a heading's row, hidden rows, many cells corrected at once, remembered."""

import io
import json

import pytest
import xlsxwriter

from core.access import Role
from core.db import db
from people.imports.cli import cli
from people.stations.models import Station
from sheets.models import ImportBatch, SheetMemory
from sheets.plan import Fix
from tests.jobs.importing.world import newest, settle
from tests.people.accounts.world import make_account
from tests.people.stations.world import HEAD, line, sheet

NAME = "榴城镇退役军人服务站"


def workbook(rows: list[list[str]], hidden: tuple[int, ...] = ()) -> bytes:
    """Return a workbook; `hidden` rows (from 0) are there and nobody sees them."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    page = book.add_worksheet("站")
    for number, cells in enumerate(rows):
        page.write_row(number, 0, cells)
    for number in hidden:
        page.set_row(number, None, None, {"hidden": True})
    book.close()
    return data.getvalue()


FILTERED = workbook(
    [["服务站名称", "地址"], [NAME, "甲"], ["常坟镇退役军人服务站", "乙"]], hidden=(2,)
)


@pytest.fixture
def officer(app, sign_in):
    return sign_in(make_account(role=Role.OFFICER, name="陈主任"))


def upload(browser, data: bytes, name: str = "站.csv") -> ImportBatch:
    sent = {"file": (io.BytesIO(data), name)}
    form = {**sent, "forced": "1"}
    address = "/imports/new?noun=stations"
    answer = browser.post(address, data=form, content_type="multipart/form-data")
    assert answer.status_code == 302, answer.text
    return newest()


def choose(browser, batch: ImportBatch, **more: str):
    form = {f"column_{index}": key for index, key in batch.plan.columns.items()}
    answer = browser.post(f"/imports/{batch.id}/columns", data=form | {"source": "站"} | more)
    settle()
    return answer


def test_hidden_rows_are_asked_about(officer):
    batch = upload(officer, FILTERED, "站.xlsx")

    page = officer.get(f"/imports/{batch.id}/columns").text
    unanswered = choose(officer, batch)

    assert "有 1 行在表里看不见" in page
    assert unanswered.status_code == 422
    assert "请选隐藏的行要不要导入。" in unanswered.text


@pytest.mark.parametrize(("answer", "rows"), [("skip", 1), ("keep", 2)])
def test_hidden_rows_are_read_as_answered(officer, answer, rows):
    batch = upload(officer, FILTERED, "站.xlsx")

    assert choose(officer, batch, hidden=answer).status_code == 302

    assert newest().plan.counts.staged == {"new": rows}


def test_a_sheet_without_hidden_rows_asks_nothing(officer):
    batch = upload(officer, sheet(line(NAME)))

    assert "隐藏的行" not in officer.get(f"/imports/{batch.id}/columns").text
    assert choose(officer, batch).status_code == 302


@pytest.mark.parametrize(("answer", "rows"), [("skip", 1), ("keep", 2), (None, 0)])
def test_the_command_wants_an_answer_for_hidden_rows(app, tmp_path, answer, rows):
    path = tmp_path / "站.xlsx"
    path.write_bytes(FILTERED)
    more = ["--hidden", answer] if answer else []

    result = app.test_cli_runner().invoke(cli, ["check", "stations", str(path), "--json", *more])

    if answer:
        assert len(json.loads(result.stdout)) == rows
    else:
        assert "表里有 1 行是隐藏的，请写 --hidden keep 或 skip。" in result.output


def test_the_row_of_the_headings_is_named_on_the_page(officer):
    rows = [["服务站名称", "地址", "甲"], ["站名", "站址", "乙"], [NAME, "新河路", "丙"]]
    batch = upload(officer, workbook(rows), "站.xlsx")
    assert batch.plan.last_header_row == 1

    form = {"sheet": batch.plan.sheet, "has_header": "1", "header_row": "2"}
    answer = officer.post(f"/imports/{batch.id}/sheet", data=form)
    plan = newest().plan
    page = officer.get(f"/imports/{batch.id}/columns").text

    assert answer.status_code == 302
    assert (plan.last_header_row, plan.headings[:2]) == (2, ["站名", "站址"])
    assert "新河路" in page
    assert "服务站名称</th>" not in page


def test_an_empty_row_cannot_be_the_headings(officer):
    batch = upload(officer, sheet(line(NAME)))
    form = {"sheet": "", "has_header": "1", "header_row": "99"}

    answer = officer.post(f"/imports/{batch.id}/sheet", data=form)

    assert answer.status_code == 422
    assert "第 99 行没有内容，不能当表头。" in answer.text


def checked(browser, *lines: str) -> ImportBatch:
    batch = upload(browser, sheet(*lines))
    assert choose(browser, batch).status_code == 302
    return newest()


def test_one_correction_mends_all_rows_with_the_same_words(officer):
    bad = [line(f"{place}村服务站", township="刘城镇") for place in ("张", "李", "王")]
    batch = checked(officer, *bad)
    assert batch.plan.counts.refused == 3

    page = officer.get(f"/imports/{batch.id}/fixes").text
    answer = officer.post(f"/imports/{batch.id}/fixes", data={"group": "0", "becomes": "榴城镇"})
    settle()

    assert "乡镇：“刘城镇”，3 行" in page
    assert answer.status_code == 302
    plan = newest().plan
    assert plan.fixes == [Fix("乡镇", "刘城镇", "榴城镇")]
    assert (plan.counts.refused, plan.counts.staged) == (0, {"new": 3})
    officer.post(f"/imports/{batch.id}/load")
    settle()
    db.session.rollback()
    assert {one.division_code for one in db.session.query(Station)} == {"340321100"}


def test_words_are_struck_wherever_they_are_in_a_column(officer):
    batch = checked(officer, line(f"（暂定）{NAME}"), line("（暂定）常坟镇退役军人服务站"))

    form = {"group": "", "column": "服务站名称", "written": "(暂定)", "becomes": ""}
    answer = officer.post(f"/imports/{batch.id}/fixes", data=form | {"written": "（暂定）"})
    settle()
    assert answer.status_code == 302, answer.text
    assert newest().plan.counts.refused == 0, officer.get(f"/imports/{batch.id}").text
    officer.post(f"/imports/{batch.id}/load")
    settle()
    db.session.rollback()

    names = sorted(one.name for one in db.session.query(Station))
    assert names == sorted([NAME, "常坟镇退役军人服务站"])


@pytest.mark.parametrize(
    "form",
    [
        {"group": "", "column": "", "written": "字"},
        {"group": "", "column": "没有这列", "written": "字"},
        {"group": "99", "column": "乡镇", "written": ""},
    ],
)
def test_a_correction_that_names_no_cells_is_refused(officer, form):
    batch = checked(officer, line(NAME))

    answer = officer.post(f"/imports/{batch.id}/fixes", data=form)

    assert answer.status_code == 422
    assert "请选哪些格" in answer.text
    assert newest().plan.fixes == []


def test_corrections_are_dropped_together(officer):
    batch = checked(officer, line("张村服务站", township="刘城镇"))
    officer.post(f"/imports/{batch.id}/fixes", data={"group": "0", "becomes": "榴城镇"})
    settle()
    assert newest().plan.counts.refused == 0

    officer.post(f"/imports/{batch.id}/fixes/drop")
    settle()

    assert newest().plan.fixes == []
    assert newest().plan.counts.refused == 1


def test_an_import_that_was_loaded_takes_no_correction(officer):
    batch = checked(officer, line(NAME))
    officer.post(f"/imports/{batch.id}/load")
    settle()
    db.session.rollback()

    form = {"group": "", "column": "地址", "written": "甲", "becomes": "乙"}
    answer = officer.post(f"/imports/{batch.id}/fixes", data=form)

    assert answer.status_code == 422
    assert "不能这样操作" in answer.text


def test_columns_and_corrections_are_used_again_for_the_same_headings(officer):
    batch = upload(officer, sheet(line("张村服务站", township="刘城镇", address="甲")))
    plan = batch.plan
    without_address = {index: key for index, key in plan.columns.items() if key != "address"}
    form = {f"column_{index}": without_address.get(index, "") for index in plan.columns}
    answer = officer.post(f"/imports/{batch.id}/columns", data=form | {"source": "站"})
    settle()
    assert answer.status_code == 302, answer.text
    officer.post(f"/imports/{batch.id}/fixes", data={"group": "0", "becomes": "榴城镇"})
    settle()

    again = upload(officer, sheet(line("李村服务站", township="刘城镇", address="乙")))
    page = officer.get(f"/imports/{again.id}/columns").text

    assert again.plan.columns == without_address
    assert again.plan.fixes == [Fix("乡镇", "刘城镇", "榴城镇")]
    assert "选的列" in page
    assert "那时的改法也照用" in page
    assert db.session.query(SheetMemory).count() == 1


def test_other_headings_are_guessed_anew(officer):
    choose(officer, upload(officer, sheet(line(NAME))))

    other = upload(officer, sheet(f"{NAME},甲", head="站名,地址"))

    assert other.plan.recalled == ""
    assert other.plan.columns == {0: "name", 1: "address"}


def test_an_office_remembers_by_noun_and_headings(app, officer):
    choose(officer, upload(officer, sheet(line(NAME))))
    db.session.rollback()
    (known,) = db.session.query(SheetMemory)

    assert (known.noun, known.owner) == ("stations", "340321")
    assert set(known.columns) == set(HEAD.split(","))
