"""Three schedulers whose leader is killed again and again: each slot is run once."""

import pytest
from sqlalchemy import func, select

from core.db import db
from core.scheduling.models import RunStatus, TaskRun
from tests.core.scheduling.schedulers import KILLS
from tests.support import warm


def run_three(app, way: str) -> tuple[int, int]:
    """Return (number of runs, number of slots run)."""
    url = app.extensions["settings"].database_url
    command = ("-m", "tests.core.scheduling.schedulers", app.instance_path, url, way)
    done = warm.run(command, timeout=800)
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
    assert slots > KILLS  # each killed leader is followed by another
    assert times <= claimed + twice  # one run a slot, save where the leader was killed
    assert holders > 1  # the leader did change
    assert running <= KILLS + 1  # at most the slot that a kill interrupted, and the last one


@pytest.mark.parametrize("way", ["unclaimed"])
def test_without_the_claim_three_processes_run_slots_several_times(app, way):
    """The control: with lease and claim off, each process runs all slots."""
    times, slots = run_three(app, way)

    assert times > slots * 1.5
