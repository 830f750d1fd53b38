"""Killed in the middle of a load, an import leaves nothing; afterwards it can be done again."""

import os
import signal
import time

import pytest

from core.access import Role
from core.db import db, transaction
from jobs.employers.models import Employer
from jobs.importing.sheet import VACANCIES
from sheets import operations, queries
from sheets.models import ImportBatch, ImportStatus
from sheets.staging import files_of
from tests.jobs.importing.world import GOOD, choose, count_vacancies, newest, sheet, site_of, upload
from tests.people.accounts.world import make_account
from tests.support import warm

LINES = [GOOD[i % 3].replace("怀远县", f"怀远{i // 7}号", 1) + str(i) for i in range(1200)]
# A process that loads batch ARGV[3] and stops for good once half of its vacancies are inserted.
CHILD = """
import sys, time
from pathlib import Path
from sheets import runs
from tests.jobs.importing.world import site_of
from tests.support.databases import create_app, settings_for

def stall(done):
    if done >= 600:
        print("half", flush=True)
        time.sleep(600)

app = create_app(settings_for(Path(sys.argv[1]), sys.argv[2]))
with app.app_context():
    runs.load_batch(site_of(app), int(sys.argv[3]), stall)
"""


@pytest.fixture
def begun(app, sign_in):
    """An import of 1,200 vacancies that is marked as being loaded, and its officer's browser."""
    officer = sign_in(make_account(role=Role.OFFICER, name="陈主任"))
    upload(officer, sheet(*LINES))
    choose(officer, newest())
    batch_id = newest().id
    with transaction():
        operations.begin_load(
            VACANCIES, db.session.get_one(ImportBatch, batch_id), is_running=False
        )
    db.session.rollback()
    return officer, batch_id


def killed_half_way(app, batch_id: int) -> None:
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    address = "" if url.startswith("sqlite") else url
    command = ("-c", CHILD, app.instance_path, address, str(batch_id))
    with warm.Process.talking(command) as child:
        assert child.stdout.readline() == "half\n"
        os.kill(child.pid, signal.SIGKILL)


def test_the_load_is_long_enough_to_be_cut_in_two():
    assert len(LINES) > 2 * queries.CHUNK


def test_a_kill_in_the_middle_leaves_no_row(app, begun):
    officer, batch_id = begun

    killed_half_way(app, batch_id)

    assert count_vacancies() == 0
    assert db.session.query(Employer).count() == 0
    assert newest().status is ImportStatus.LOADING
    old = time.time() - 60
    os.utime(files_of(site_of(app), newest()).progress, (old, old))
    assert "一行也没有导入" in officer.get(f"/imports/{batch_id}").text


def test_after_a_kill_the_import_is_done_again_whole(app, begun):
    officer, batch_id = begun
    killed_half_way(app, batch_id)
    files_of(site_of(app), newest()).progress.unlink()

    answer = officer.post(f"/imports/{batch_id}/load")

    assert answer.status_code == 302
    assert newest().status is ImportStatus.LOADED
    assert count_vacancies() == 1200
