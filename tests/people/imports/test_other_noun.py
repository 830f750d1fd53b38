"""The pages of imports serve any noun that a feature declares: nothing is written twice."""

import io

import pytest

from core.access import Role
from core.audit import AuditEvent
from core.db import db
from core.errors import NotFoundError
from sheets import console, read_rows
from sheets.models import ImportStatus
from sheets.nouns import named, noun_of
from sheets.opening import look
from sheets.uploads import accept
from tests.jobs.employers.world import make_employer
from tests.jobs.importing.world import newest, settle, site_of
from tests.jobs.importing.world import upload as upload_vacancies
from tests.people.accounts.world import make_account
from tests.sheets.book_reader import FIELDS
from tests.sheets.books import BOOKS, LENT, SHELF, with_books

NEW = "/imports/new?noun=books"
LIST = (
    "某馆书单,,\n书名,册数,作者\n红楼梦,3,曹\n水浒传,多,施\n,2,无名\n红楼梦,1,曹\n合计,,\n".encode()
)


@pytest.fixture
def officer(app, sign_in):
    with with_books(app):
        yield sign_in(make_account(role=Role.OFFICER, name="陈主任"))
        settle()


def upload(browser, data: bytes = LIST, **more):
    form = {"file": (io.BytesIO(data), "书单.csv"), **more}
    return browser.post(NEW, data=form, content_type="multipart/form-data")


def choose(browser, **changes):
    batch = newest()
    form = {f"column_{i}": key for i, key in batch.plan.columns.items()}
    answer = browser.post(
        f"/imports/{batch.id}/columns", data=form | {"source": "某馆", "shelf": "4"} | changes
    )
    settle()
    return answer


def test_a_noun_is_imported_and_undone_by_its_declaration_alone(officer):
    assert upload(officer).status_code == 302
    columns = officer.get(f"/imports/{newest().id}/columns").text
    assert choose(officer).status_code == 302
    checked = officer.get(f"/imports/{newest().id}").text
    counts = newest().plan.counts
    assert officer.post(f"/imports/{newest().id}/load").status_code == 302
    batch = newest()
    loaded = officer.get(f"/imports/{batch.id}").text
    LENT.add("水浒传")
    preview = officer.get(f"/imports/{batch.id}/undo").text
    undone = officer.post(f"/imports/{batch.id}/undo", follow_redirects=True).text

    assert "放哪一架" in columns
    assert "2 本图书可以导入" in checked
    assert "新书" in checked
    assert "没有写书名。" in checked
    assert (counts.read, counts.staged, counts.refused, counts.repeated, counts.notes) == (
        5, {"new": 2}, 1, 1, 1,
    )  # fmt: skip
    assert counts.ignored == 1
    assert (batch.noun, batch.plan.settings) == ("books", {"shelf": 4})
    assert "已导入 2 本图书" in loaded
    assert "有人动过的图书，会留着" in preview
    assert "和只因这次导入才有的书架" in preview
    assert "已撤销 1 本图书。有 1 本图书有人动过，留着没动。" in undone
    assert newest().status is ImportStatus.UNDONE
    assert {batch.id: ["水浒传"]} == SHELF


def test_figures_of_the_noun_are_on_record(officer):
    upload(officer)
    choose(officer)
    officer.post(f"/imports/{newest().id}/load")
    settle()
    officer.post(f"/imports/{newest().id}/undo")

    db.session.rollback()
    events = db.session.query(AuditEvent).filter_by(subject="import_batch").order_by(AuditEvent.id)
    details = {event.action: event.detail for event in events}
    assert details["import.load"] == {"books": 2}
    assert details["import.undo"] == {"removed": 2, "kept": 0, "shelves": 0}


def test_the_questions_of_the_noun_are_checked_in_one_round_with_the_columns(officer):
    upload(officer)

    answer = choose(officer, column_0="", source="", shelf="10")

    assert answer.status_code == 422
    for words in ("请填 1 到 9 的数字。", "请写来源。", "还没有选哪一列是“书名”。"):
        assert words in answer.text
    assert newest().plan.counts is None


def test_a_file_loaded_for_one_noun_is_not_known_to_another(officer):
    """The control: the same noun refuses it."""
    upload(officer)
    choose(officer)
    officer.post(f"/imports/{newest().id}/load")
    settle()

    again = upload(officer)
    other = upload_vacancies(officer, LIST)

    assert again.status_code == 422
    assert "这份表已经导入过" in again.text
    assert "2 本图书" in again.text
    assert other.status_code == 302
    assert newest().noun == "vacancies"


def test_pages_without_a_noun_in_the_address_are_those_of_the_viewers_first(officer):
    assert "岗位表" in officer.get("/imports/new").text
    page = officer.get(NEW).text
    assert "图书表" in page
    assert 'action="/imports/new?noun=books"' in page
    assert 'href="/imports/template?noun=books"' in page


def test_the_template_of_a_noun_is_its_own(officer):
    data = officer.get("/imports/template?noun=books").data

    rows = [row.cells for row in read_rows(accept(io.BytesIO(data), "a.xlsx"))]
    assert rows == [("书名（必填）",), ("红楼梦",)]


def test_a_role_the_noun_does_not_name_sees_neither_its_pages_nor_its_imports(officer, sign_in):
    upload(officer)
    batch = newest()
    account = make_account(role=Role.EMPLOYER, name="王经理")
    make_employer(account=account)
    browser = sign_in(account)

    for path in (NEW, "/imports/template?noun=books", f"/imports/{batch.id}"):
        assert browser.get(path).status_code == 404
    assert upload(browser).status_code == 404
    assert browser.post(f"/imports/{batch.id}/load").status_code == 404
    assert "书单.csv" not in browser.get("/imports").text
    assert "书单.csv" in officer.get("/imports").text


def test_a_noun_nobody_declares_is_not_found(officer):
    upload(officer)
    assert noun_of(newest()) is BOOKS

    with pytest.raises(NotFoundError):
        named("cars")
    assert officer.get("/imports/new?noun=cars").status_code == 404


def test_a_command_does_the_same_as_the_pages(app, officer, tmp_path, capsys):
    file = tmp_path / "书单.csv"
    file.write_bytes(LIST)
    upload_of_file = console.opened(file)
    seen = look(upload_of_file, FIELDS)
    seen.plan.settings = {"shelf": 3}
    task = console.FileImport(BOOKS, upload_of_file, seen, "某馆")

    task.print_columns()
    task.load(site_of(app), undo="flask books undo")
    batch = newest()
    console.undo(BOOKS, batch.id)

    shown = capsys.readouterr().out
    assert "书名 → 书名" in shown
    assert "作者 → 不导入" in shown
    assert "读了 5 行：新书 2，表内重复 1，系统里已有 0，有错 1，不是图书 1；提醒 1 处。" in shown
    assert f"已导入 2 本图书，批次号 {batch.id}。撤销：flask books undo {batch.id}" in shown
    assert "已撤销 2 本图书。" in shown
