"""The nightly check of the record: nobody has to remember it."""

from datetime import time

from core import audit, audit_guards
from core.db import db
from core.scheduling.registry import TaskFailedError, scheduled


@scheduled("audit.verify", "核对操作记录", daily_at=time(3, 40), any_clock=True)
def verify_record() -> str:
    """Verify the record. Raises TaskFailedError, whose words 定时任务 shows, where it fails."""
    found = words_of_faults()
    if found:
        raise TaskFailedError(found)
    return "完整"


def words_of_faults() -> str:
    """Return in words what is wrong with the record; an empty text is none."""
    found = audit_guards.faults(db.session.connection())
    broken = audit.first_broken_link(db.session())
    if broken is not None:
        found.append(f"从第 {broken} 条起对不上" if broken > 0 else "最后几条被删掉了")
    return "；".join(found)
