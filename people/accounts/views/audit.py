"""The audit log."""

from flask import render_template, request

from core import paging
from core.access import AUDITORS, allow
from core.list_filters import asked_number
from people.accounts import queries
from people.accounts.views.blueprint import bp


@bp.get("/audit")
@allow(*AUDITORS)
def audit_log() -> str:
    """List the audit log; its integrity is checked on request."""
    action, actor_id = request.args.get("action", ""), asked_number("actor")
    events = queries.audit_events(action=action, actor_id=actor_id)
    page = paging.paginate(events, number=paging.asked_page(), per_page=50)
    actors = (event.actor_id for event in page.rows if event.actor_id is not None)
    is_checked = "check" in request.args
    return render_template(
        "accounts/audit.html",
        page=page,
        names=queries.names_of(actors),
        actions=queries.recorded_actions(),
        action=action,
        is_checked=is_checked,
        broken=queries.first_broken_link() if is_checked else None,
    )
