"""Three schedulers, the leader killed again and again: each slot is run once."""

import subprocess
import sys

import pytest
from sqlalchemy import func, select

from core.config import ROOT
from core.db import db
from core.scheduling.models import RunStatus, TaskRun
from tests.crash.schedulers import KILLS


def run_three(app, way: str) -> tuple[int, int]:
    """Return (how often the work was done, how many slots it was done for)."""
    url = app.extensions["settings"].database_url
    command = [sys.executable, "-m", "tests.crash.schedulers", app.instance_path, url, way]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=800)
    assert done.returncode == 0, done.stderr[-2000:]
    times, slots = done.stdout.split()[-2:]
    return int(times), int(slots)


def test_three_processes_and_kill_9_run_each_slot_once(app):
    times, slots = run_three(app, "claimed")

    db.session.rollback()
    claimed = db.session.scalar(select(func.count()).select_from(TaskRun))
    twice = db.session.scalar(select(func.count()).where(TaskRun.tries > 1))
    holders = db.session.scalar(select(func.count(TaskRun.holder.distinct())))
    running = db.session.scalar(select(func.count()).where(TaskRun.status == RunStatus.RUNNING))
    assert slots > KILLS  # after each dead leader another one works
    assert times <= claimed + twice  # nothing beyond one a slot, but for those killed at work
    assert holders > 1  # the lead did change hands
    assert running <= KILLS + 1  # at most the one slot that a kill cut off, and the end


@pytest.mark.parametrize("way", ["unclaimed"])
def test_without_the_claim_three_processes_run_slots_several_times(app, way):
    """The control: with lease and claim off, each process does all of it."""
    times, slots = run_three(app, way)

    assert times > slots * 1.5
