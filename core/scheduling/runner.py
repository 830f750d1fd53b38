"""Run what is due: a slot is claimed by its row, so it is done once whoever runs."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from core import audit, clock
from core.db import db, transaction
from core.logs import log
from core.scheduling import leader
from core.scheduling.models import JobRun, RunState
from core.scheduling.registry import Job, jobs

MOST_TRIES = 3


def run_due(holder: str, *, now: datetime | None = None) -> int:
    """Run the newest slot of every job that was not run yet; return how many ran.

    Only the leader runs; it looks again before each job. A slot a dead leader left RUNNING is
    taken over, three times at most.
    """
    ran = 0
    for job in jobs():
        if not leader.leads(holder):
            break
        slot = job.newest_slot(now or clock.now())
        tries = claim(job.name, slot, holder)
        if tries:
            run(job, slot, tries)
            ran += 1
    return ran


def claim(name: str, slot: datetime, holder: str) -> int:
    """Claim a slot and return which try it is, 0 where it is done or somebody else's."""
    db.session.rollback()
    found = db.session.get(JobRun, (name, slot))
    if found is None:
        return _claim_new(name, slot, holder)
    if found.state is not RunState.RUNNING or found.holder == holder:
        return 0
    return _take_over(found, holder)


def _claim_new(name: str, slot: datetime, holder: str) -> int:
    try:
        with transaction(audited=False) as session:
            session.add(JobRun(job=name, slot=slot, holder=holder, started_at=clock.now()))
    except IntegrityError:
        return 0
    return 1


def _take_over(found: JobRun, holder: str) -> int:
    """Take the slot of a leader that died at work, by compare-and-set on its tries."""
    tries = found.tries + 1
    gives_up = tries > MOST_TRIES
    mine = (JobRun.job == found.job) & (JobRun.slot == found.slot)
    values = {"state": RunState.FAILED, "result": "died"} if gives_up else {"holder": holder}
    change = (
        update(JobRun)
        .where(mine, JobRun.tries == found.tries, JobRun.holder == found.holder)
        .values(tries=tries, started_at=clock.now(), **values)
    )
    with transaction(audited=False) as session:
        changed = session.execute(change).rowcount  # type: ignore[attr-defined]
    return tries if changed and not gives_up else 0


def run(job: Job, slot: datetime, tries: int) -> None:
    """Do the work of a claimed slot; what goes wrong is kept by its class and stops no other."""
    try:
        with audit.acting(audit.MACHINE):
            result, state = job.work() or "", RunState.DONE
    except Exception as error:
        db.session.rollback()
        result, state = type(error).__name__, RunState.FAILED
        log.error("scheduled work failed", job=job.name, error=result)
    finally:
        db.session.remove()
    finish = (
        update(JobRun)
        .where(JobRun.job == job.name, JobRun.slot == slot, JobRun.tries == tries)
        .values(state=state, finished_at=clock.now(), result=result[:200])
    )
    with transaction(audited=False) as session:
        session.execute(finish)


def last_runs() -> dict[str, JobRun]:
    """Return the newest run of every job."""
    found: dict[str, JobRun] = {}
    for row in db.session.scalars(select(JobRun).order_by(JobRun.slot)):
        found[row.job] = row
    return found
