"""The nightly retention task: deletes technical rows and stray files past their time."""

from datetime import time, timedelta

from core import clock
from core.files.storage import sweep_documents
from core.idempotency import SpentKey
from core.outbox import OutboxMessage, OutboxStatus
from core.scheduling.models import TaskRun
from core.scheduling.registry import scheduled
from core.slices import delete_in_slices
from core.throttle import Throttle
from people.accounts.models import WebSession

# How long each is kept. The audit log with its sign-ins stays (网络安全法: logs six months).
FORM_KEYS = timedelta(days=3)
SESSIONS = timedelta(days=30)
SENT = timedelta(days=90)
RUNS = timedelta(days=400)
STRAY_FILES = timedelta(days=1)


@scheduled("retention", "清理用过的表单号、过期的登录和发过的短信", daily_at=time(3, 0))
def retention() -> str:
    """Delete technical rows past their time; none of them records what people did."""
    now = clock.now()
    sent = OutboxMessage.status == OutboxStatus.SENT
    over = (
        (SpentKey, SpentKey.at < now - FORM_KEYS),
        (Throttle, Throttle.resets_at < now),
        (WebSession, WebSession.expires_at < now - SESSIONS),
        (OutboxMessage, sent & (OutboxMessage.due_at < now - SENT)),
        (TaskRun, TaskRun.slot < now - RUNS),
    )
    removed = sum(delete_in_slices(table, condition) for table, condition in over)
    files = sweep_documents((now - STRAY_FILES).timestamp())
    return f"{removed} 条，{files} 个文件"
