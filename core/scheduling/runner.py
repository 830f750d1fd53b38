"""Run the tasks that are due; a slot is claimed by inserting its row, so it runs once."""

import time
from contextvars import ContextVar
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from core import audit, clock
from core.db import db, transaction
from core.features import installed
from core.logs import log
from core.scheduling import clock_watch, leader
from core.scheduling.models import RunStatus, TaskRun
from core.scheduling.registry import ScheduledTask, TaskFailedError

MOST_TRIES = 3
SECONDS_BETWEEN = 2.0  # two reports of progress

_now_running: ContextVar[tuple[str, datetime, int] | None] = ContextVar("running", default=None)


def run_due(holder: str, *, now: datetime | None = None) -> int:
    """Run the newest slot of every task not run yet; return how many ran.

    Only the leader runs tasks; it checks its lease before each, and the clock: while that is in
    doubt most tasks wait. A slot that a dead leader left RUNNING is taken over, three times at
    most.
    """
    ran = 0
    for task in installed().schedule:
        if not leader.leads(holder):
            break
        moment = now or clock.now()
        if not task.any_clock and not clock_watch.observe(moment):
            continue
        slot = task.newest_slot(moment)
        tries = claim(task.name, slot, holder)
        if tries:
            run(task, slot, tries)
            ran += 1
    return ran


def claim(name: str, slot: datetime, holder: str) -> int:
    """Claim a slot and return the number of the try, 0 where another process has or had it."""
    db.session.rollback()
    found = db.session.get(TaskRun, (name, slot))
    if found is None:
        return _claim_new(name, slot, holder)
    if found.status is not RunStatus.RUNNING or found.holder == holder:
        return 0
    return _take_over(found, holder)


def _claim_new(name: str, slot: datetime, holder: str) -> int:
    try:
        with transaction(audited=False) as session:
            session.add(TaskRun(task=name, slot=slot, holder=holder, started_at=clock.now()))
    except IntegrityError:
        return 0
    return 1


def _take_over(found: TaskRun, holder: str) -> int:
    """Claim the slot of a leader that died while running it, by compare-and-set on its tries."""
    tries = found.tries + 1
    gives_up = tries > MOST_TRIES
    mine = (TaskRun.task == found.task) & (TaskRun.slot == found.slot)
    values = {"status": RunStatus.FAILED, "result": "died"} if gives_up else {"holder": holder}
    change = (
        update(TaskRun)
        .where(mine, TaskRun.tries == found.tries, TaskRun.holder == found.holder)
        .values(tries=tries, started_at=clock.now(), **values)
    )
    with transaction(audited=False) as session:
        changed = session.execute(change).rowcount  # type: ignore[attr-defined]
    return tries if changed and not gives_up else 0


def run(task: ScheduledTask, slot: datetime, tries: int) -> None:
    """Run a claimed slot; an exception is stored by its class and does not stop other tasks.

    Only of a TaskFailedError the words are stored: those of others may hold personal data.
    """
    token = _now_running.set((task.name, slot, tries))
    try:
        with audit.acting(audit.MACHINE):
            result, status = task.work() or "", RunStatus.DONE
    except Exception as error:
        db.session.rollback()
        result, status = type(error).__name__, RunStatus.FAILED
        log.error("scheduled work failed", task=task.name, error=result)
        if isinstance(error, TaskFailedError):
            result = str(error)
    finally:
        _now_running.reset(token)
        db.session.remove()
    _note((task.name, slot, tries), status=status, finished_at=clock.now(), result=result[:200])


def _note(which: tuple[str, datetime, int], **values: object) -> None:
    name, slot, tries = which
    mine = (TaskRun.task == name, TaskRun.slot == slot, TaskRun.tries == tries)
    with transaction(audited=False) as session:
        session.execute(update(TaskRun).where(*mine).values(**values))


class Progress:
    """Reports the progress of the running task on the page of scheduled tasks.

    Called between transactions with the items done and the items in all.
    """

    def __init__(self) -> None:
        self._reported_at = 0.0

    def __call__(self, done: int, total: int) -> None:
        """Store the progress, at most every two seconds; outside a scheduled task do nothing."""
        which, now = _now_running.get(), time.monotonic()
        if which is not None and now - self._reported_at >= SECONDS_BETWEEN:
            self._reported_at = now
            _note(which, result=f"{done} / {total}")


def last_runs() -> dict[str, TaskRun]:
    """Return the newest run of every task, by the task's name."""
    found: dict[str, TaskRun] = {}
    for row in db.session.scalars(select(TaskRun).order_by(TaskRun.slot)):
        found[row.task] = row
    return found
