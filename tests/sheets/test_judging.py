"""Rows are judged in a child process: whatever ends it, nothing is left by half."""

import ast
import dataclasses
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from core import read_only
from core.access import Role
from core.config import ROOT
from core.db import db
from sheets import judging, judging_child, runs
from sheets.judging import name_of
from sheets.models import ImportBatch, ImportStatus
from sheets.plan import Plan
from sheets.progress import read_progress
from sheets.staging import files_of
from tests.jobs.importing.world import newest, settle, site_of
from tests.people.accounts.world import make_account
from tests.sheets.books import BOOKS, with_books
from tests.sheets.hard_reader import VARIABLE, HardReader
from tests.support.children import children, is_alive
from tests.support.rows import save

CHILD = "sheets.judging_child"
HARD = dataclasses.replace(BOOKS, reader=HardReader)
LIST = "书名\n红楼梦\n水浒传\n西游记\n".encode()


@pytest.fixture
def dry_run() -> None:
    """Leave the dry run to its child process."""


@pytest.fixture(autouse=True)
def declared(app):
    with with_books(app, HARD):
        yield
        settle()


@pytest.fixture
def batch_id(app) -> int:
    """An uploaded list of three books that was not judged."""
    plan = Plan(site_of(app).uploads.keep(LIST), last_header_row=1, headings=["书名"])
    batch = ImportBatch(
        noun="books", file_name="书单.csv", file_hash="0" * 64, mapping=plan.dumps(), rows_read=3
    )
    return save(batch).id


@pytest.fixture
def officer(sign_in):
    return sign_in(make_account(role=Role.OFFICER, name="陈主任"))


@pytest.fixture
def habit(monkeypatch) -> Callable[[str], None]:
    """Return a function that names what the third row does to the child process."""
    return lambda name: monkeypatch.setenv(VARIABLE, name)


def check(browser, batch_id: int) -> str:
    """Start the dry run from its page and return the page after its end."""
    assert browser.post(f"/imports/{batch_id}/check").status_code == 302
    settle()
    return browser.get(f"/imports/{batch_id}").text


def wait_until(is_so: Callable[[], object]) -> None:
    end = time.monotonic() + 300  # seconds; ends a hang only
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


def assert_nothing_is_kept(app) -> None:
    batch = newest()
    files = files_of(site_of(app), batch)
    assert (batch.status, batch.plan.counts) == (ImportStatus.FAILED, None)
    assert [path.name for path in files.store.folder.glob(f"{files.name}*")] == [files.name]
    assert children(CHILD) == []


def test_rows_are_judged_by_another_process_and_staged(app, officer, batch_id):
    page = check(officer, batch_id)

    batch = newest()
    files = files_of(site_of(app), batch)
    assert "3 本图书可以导入" in page
    assert (batch.status, batch.plan.counts.staged) == (ImportStatus.CHECKED, {"new": 3})
    assert files.staged.read_text() == "红楼梦\n水浒传\n西游记\n"
    assert not files.staged_draft.exists()
    assert not files.progress.exists()


def test_this_process_takes_no_row(app, batch_id, monkeypatch):
    """The control: the command's dry run is in its own process."""
    monkeypatch.setattr(HardReader, "take", lambda *_: pytest.fail("taken here"))

    runs.judge_batch(site_of(app), batch_id)

    assert newest().plan.counts.read == 3
    with pytest.raises(pytest.fail.Exception):
        runs.check_batch(site_of(app), batch_id)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("spin", judging.TOO_SLOW),
        ("fill memory", judging.TOO_LARGE),
        ("abort", judging.INTERRUPTED),
        ("raise", runs.UNEXPECTED),
        ("write", runs.UNEXPECTED),
        ("refuse", "这份书单不收。"),
    ],
)
def test_a_child_that_fails_leaves_a_sentence_and_can_be_started_again(
    app, officer, batch_id, habit, name, words
):
    habit(name)

    page = check(officer, batch_id)

    assert words in page
    assert "重新试读" in page
    assert_nothing_is_kept(app)
    habit("")
    assert "3 本图书可以导入" in check(officer, batch_id)


def test_progress_is_shown_and_a_killed_child_leaves_a_sentence(app, officer, batch_id, habit):
    habit("stall")
    progress = files_of(site_of(app), newest()).progress

    assert officer.post(f"/imports/{batch_id}/check").status_code == 302
    wait_until(lambda: (run := read_progress(progress)) and run.done)
    page = officer.get(f"/imports/{batch_id}").text
    refused = officer.post(f"/imports/{batch_id}/check")
    os.kill(children(CHILD)[0], signal.SIGKILL)
    settle()

    assert "正在试读" in page
    assert f'data-poll="/imports/{batch_id}"' in page
    assert "这份表正在处理，请等它完成。" in refused.text
    assert judging.INTERRUPTED in officer.get(f"/imports/{batch_id}").text
    assert_nothing_is_kept(app)
    habit("")
    assert "3 本图书可以导入" in check(officer, batch_id)


def test_a_child_that_never_ends_is_stopped(app, officer, batch_id, habit, monkeypatch):
    habit("stall")
    monkeypatch.setattr(judging, "LONGEST_SECONDS", 3)

    assert judging.TOO_SLOW in check(officer, batch_id)
    assert_nothing_is_kept(app)


def test_an_earlier_dry_run_is_kept_where_the_next_one_fails(app, officer, batch_id, habit):
    check(officer, batch_id)
    staged = files_of(site_of(app), newest()).staged
    habit("abort")

    check(officer, batch_id)

    assert newest().plan.counts.staged == {"new": 3}
    assert staged.read_text() == "红楼梦\n水浒传\n西游记\n"


def test_the_child_has_limits_and_gives_way_to_the_server(app, officer, batch_id, habit):
    habit("show limits")
    page = check(officer, batch_id)

    mine = os.getpriority(os.PRIO_PROCESS, 0)
    least_urgent = min(19, mine + judging_child.LEAST_URGENT)
    limits = [judging_child.MEMORY_BYTES, judging_child.CPU_SECONDS, least_urgent]
    assert ast.literal_eval(newest().plan.failure) == limits
    assert str(limits) in page


def test_few_children_work_at_once(app, officer, batch_id, monkeypatch):
    """While others work, a sheet waits, shows that it does, and has its turn afterwards."""
    waits: list[int] = []
    for _ in range(judging.AT_ONCE):
        judging._turns.acquire()
    monkeypatch.setattr("sheets.progress.Progress.advance", lambda _self, done: waits.append(done))

    officer.post(f"/imports/{batch_id}/check")
    wait_until(lambda: len(waits) > 1)
    assert children(CHILD) == []
    for _ in range(judging.AT_ONCE):
        judging._turns.release()
    settle()

    assert newest().plan.counts.read == 3


SERVER = """
import sys
from sheets.judging import Task, judge
judge(Task.loads(sys.stdin.readline()), while_waiting=lambda: None)
"""


def test_the_child_ends_when_the_server_is_killed(app, batch_id, habit):
    habit("stall")
    batch = db.session.get_one(ImportBatch, batch_id)
    files = files_of(site_of(app), batch)
    folder = str(files.store.folder)
    task = judging.Task(
        read_only.address(), name_of(HardReader), folder, batch.file_name, "", 3, batch.plan
    )
    command = [sys.executable, "-c", SERVER]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, text=True) as server:
        server.stdin.write(f"{task.dumps()}\n")
        server.stdin.flush()
        wait_until(files.progress.exists)
        (child,) = children(CHILD, server.pid)
        assert is_alive(child)
        server.kill()

    wait_until(lambda: not is_alive(child))
    assert not Path(files.staged).exists()
