"""Changes to the telephone list: record a call, hand the list out with whole numbers."""

from dataclasses import dataclass

from core import audit, clock
from core.db import db
from core.errors import DomainError
from core.paging import Page, printed
from people.accounts.models import Account
from people.calls import queries
from people.notices.models import CallStatus, Notice
from people.veterans.operations import log_reveal
from people.veterans.reasons import RevealReason


@dataclass(frozen=True)
class Call:
    """One veteran to call: the whole number and the notices to pass on."""

    name: str
    phone: str
    messages: tuple[str, ...]


def record_call(notice: Notice, *, was_reached: bool, by: Account) -> None:
    """Record whether a call reached the veteran; if not, the notice stays on the list."""
    notice.call = CallStatus.DONE if was_reached else CallStatus.FAILED
    notice.called_by, notice.called_at = by.id, clock.now()
    db.session.flush()
    audit.record("notice.call", "notice", notice.id, reached=was_reached)


@dataclass(frozen=True)
class CallSheet:
    """The calls of one print, and the page of notices they pass on."""

    calls: list[Call]
    page: Page[Notice]


def reveal_calls(viewer: Account) -> CallSheet:
    """Return the calls due with whole phone numbers; the record says who read whose.

    Raises DomainError where no call is due.
    """
    page = printed(queries.calls_due(viewer))
    notices = page.rows
    if not notices:
        raise DomainError("没有要打的电话。")
    messages: dict[int, list[str]] = {}
    for notice in notices:
        messages.setdefault(notice.audience_id, []).append(notice.body or "")
    veterans = queries.recipients_of(notices)
    log_reveal(list(messages), reason=RevealReason.CONTACT)
    calls = [
        Call(veterans[one].name, veterans[one].phone or "", tuple(bodies))
        for one, bodies in messages.items()
    ]
    return CallSheet(calls, page)
