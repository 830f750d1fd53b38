"""What exports add to the world of the access tests: one in the background, of an account."""

from typing import Any

from sqlalchemy import select

from core.access import EXPORTERS, Role
from core.db import db
from people.accounts.models import Account
from people.exports.models import ExportRun, ExportStatus
from people.veterans.reasons import ExportReason
from tests.people.divisions.world import LIUCHENG
from tests.support.rows import save, stored_file

GUARDED = frozenset({"run_id"})


def make_run(by_id: int, **more: Any) -> ExportRun:
    """Make a finished export with its file."""
    facts: dict[str, Any] = {
        "list_key": "veterans",
        "reason": ExportReason.VISIT,
        "status": ExportStatus.DONE,
        "total": 1,
        "by_id": by_id,
        "file_id": stored_file("veterans").id,
    }
    return save(ExportRun(**(facts | more)))


def things(ids: dict[str, Any]) -> dict[str, int]:
    """Make an export of each account of staff, the stranger's of an account that is no staff."""
    if ids["township_code"] != LIUCHENG:
        return {"run_id": make_run(ids["employer_account_id"]).id}
    staff = db.session.execute(
        select(Account.role, Account.id).where(Account.role.in_(EXPORTERS))
    ).all()
    runs = {role: make_run(account_id).id for role, account_id in staff}
    return {"run_id": runs[Role.OFFICER]}
