"""What every noun imported from sheets does alike: check, change, undo, mend and send again.

A noun that a feature declares and that has no example here fails the first test.
"""

import io
import json
from collections import Counter

import pytest

from core.access import Role
from core.db import db
from people.imports.cli import ROWS_REFUSED, cli
from sheets import read_rows
from sheets.columns import EXACT
from sheets.guessing import find_head
from sheets.models import ImportBatch, ImportStatus
from sheets.nouns import named
from sheets.uploads import accept
from tests.jobs.importing.world import settle
from tests.people.accounts.world import make_account
from tests.sheets.noun_examples import EXAMPLES, Example, newest_batch
from tests.support.databases import FEATURES

NOUNS = [noun.key for feature in FEATURES for noun in feature.sheets]


@pytest.fixture(params=NOUNS)
def noun(app, request) -> str:
    return request.param


@pytest.fixture
def example(noun) -> Example:
    return EXAMPLES[noun]()


@pytest.fixture
def officer():
    return make_account(role=Role.OFFICER, name="陈主任")


@pytest.fixture
def run(app):
    def command(*arguments: object):
        return app.test_cli_runner().invoke(cli, [str(argument) for argument in arguments])

    return command


@pytest.fixture
def file(tmp_path):
    def write(data: bytes, name: str = "台账.csv"):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


def by_pages(browser, noun: str, data: bytes) -> ImportBatch:
    """Import a file by the pages: upload, columns, dry run, load."""
    sent = {"file": (io.BytesIO(data), "台账.csv")}
    address = f"/imports/new?noun={noun}"
    assert browser.post(address, data=sent, content_type="multipart/form-data").status_code == 302
    batch = newest_batch()
    plan = batch.plan
    form = {f"column_{index}": plan.columns.get(index, "") for index in range(len(plan.headings))}
    answers = {one.key: plan.settings[one.key] for one in named(noun).questions(plan.settings)}
    sent = form | answers | {"source": "台账"}
    assert browser.post(f"/imports/{batch.id}/columns", data=sent).status_code == 302
    settle()
    assert browser.post(f"/imports/{batch.id}/load").status_code == 302
    return newest_batch()


def statuses(result) -> list[str]:
    return [row["status"] for row in json.loads(result.stdout)]


def test_every_noun_has_an_example():
    assert set(NOUNS) == set(EXAMPLES)


def test_a_check_lists_each_row_and_changes_nothing(run, file, noun, example):
    path = file(example.sheet(*example.good, example.bad, "合计,,,,,,,"))
    before = example.count()

    result = run("check", noun, path, "--json")

    rows = json.loads(result.stdout)
    assert [set(row) for row in rows] == [{"row", "status", "values", "notes"}] * 3
    assert [(row["row"], row["status"]) for row in rows] == [
        (2, "new"), (3, "new"), (4, "refused"),
    ]  # fmt: skip
    assert all(row["values"] for row in rows)
    assert rows[2]["notes"]
    assert result.exit_code == ROWS_REFUSED
    assert (example.count(), db.session.query(ImportBatch).count()) == (before, 0)


def test_a_check_without_a_refused_row_ends_well(run, file, noun, example):
    """The control of the exit code."""
    result = run("check", noun, file(example.sheet(*example.good)))

    assert result.exit_code == 0, result.output
    assert "共 2 行：新增 2，改动 0，一样 0，不收 0。只是试读，没有导入。" in result.output


def test_the_command_imports_what_the_pages_import(run, file, noun, example, officer, sign_in):
    data = example.sheet(*example.good, example.bad)
    before = example.names()
    browser = sign_in(officer)
    by_page = by_pages(browser, noun, data)
    counts, names = by_page.plan.counts, example.names()
    assert browser.post(f"/imports/{by_page.id}/undo").status_code == 302
    assert example.names() == before

    result = run("import", noun, file(data), "--by", officer.phone)

    batch = newest_batch()
    assert result.exit_code == 0, result.output
    assert batch.plan.counts == counts
    assert example.names() == names
    assert (batch.by_id, batch.status) == (officer.id, ImportStatus.LOADED)
    assert f"flask sheets undo {batch.id}" in result.output


def test_a_sheet_that_was_imported_is_the_same(run, file, noun, example):
    path = file(example.sheet(*example.good))
    assert statuses(run("check", noun, path, "--json")) == ["new", "new"]
    run("import", noun, path)

    again = run("check", noun, path, "--json")

    assert statuses(again) == ["same", "same"]
    assert again.exit_code == 0


def test_a_changed_row_is_named_field_by_field_and_restored_by_the_undo(run, file, noun, example):
    if not example.changed:
        assert noun == "vacancies"  # a sheet publishes them, it does not change them
        return
    run("import", noun, file(example.sheet(*example.good)))
    changing = file(example.sheet(example.changed), "改.csv")

    (row,) = json.loads(run("check", noun, changing, "--json").stdout)
    loaded = run("import", noun, changing)
    changed = example.value()
    undone = run("undo", newest_batch().id)

    assert row["status"] == "changed"
    before, after = example.values
    assert any(before in note and after in note for note in row["notes"])
    assert (loaded.exit_code, undone.exit_code) == (0, 0)
    assert changed == after
    assert example.value() == before


def test_an_undo_deletes_all_but_the_touched_rows_and_names_them(run, file, noun, example):
    before = example.count()
    run("import", noun, file(example.sheet(*example.good)))
    batch_id = newest_batch().id
    kept = example.touch(batch_id)

    result = run("undo", batch_id)

    assert f"已撤销 {named(noun).words.count(1)}。" in result.output
    assert kept in result.output
    assert example.count() == before + 1
    assert run("undo", batch_id).exit_code == 1  # it is undone


def test_the_refused_rows_are_mended_and_sent_again(run, file, noun, example, tmp_path):
    errors = tmp_path / "问题.xlsx"
    run("import", noun, file(example.sheet(*example.good, example.bad)), "--errors", errors)
    listed = [row.cells for row in read_rows(accept(io.BytesIO(errors.read_bytes()), "a.xlsx"))]

    mended = file(example.sheet(*example.good, example.mended), "改好.csv")
    again = run("check", noun, mended, "--json")

    assert any(cells[0] == "没有导入" and cells[2] == "4" for cells in listed)
    assert Counter(statuses(again)) == {"same": 2, "new": 1}


def test_the_workbook_to_fill_in_is_read_by_its_own_headings(noun):
    declared = named(noun)
    data = declared.template.build(declared.fields)

    rows = list(read_rows(accept(io.BytesIO(data), "模板.xlsx")))
    head = find_head(rows, declared.fields)

    known = {heading: declared.fields.field_of(heading) for heading in head.headings}
    assert known == {
        sample.heading: (key, EXACT) for key, sample in declared.template.samples.items()
    }


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--sheet", "没有"], "没有“没有”这张工作表。"),
        (["--header-row", "99"], "第 99 行没有内容，不能当表头。"),
        (["--map", "nothing=姓名"], "没有“nothing”这个字段。"),
        (["--by", "13700000000"], "没有能导入的账号用这个手机号。"),
        (["--by", "12"], "请填 11 位手机号，以 1 开头。"),
    ],
)
def test_what_cannot_be_done_as_asked_is_refused_in_a_sentence(
    run, file, noun, example, options, sentence
):
    result = run("check", noun, file(example.sheet(*example.good)), *options)

    assert result.exit_code == 1
    assert sentence in result.output


def test_a_noun_nobody_declares_is_refused_with_those_there_are(app, run, file):
    result = run("check", "cars", file(b"a,b\n1,2\n"))

    assert result.exit_code == 1
    assert "没有“cars”这一种表。可以导入的有：" in result.output
    assert "vacancies（岗位）" in result.output


def test_the_row_of_the_headings_is_named_by_hand(run, file, noun, example):
    title = b"2026,x\n"
    path = file(title + example.sheet(*example.good))

    result = run("check", noun, path, "--json", "--header-row", "2")

    assert statuses(result) == ["new", "new"]
