"""Reads of the telephone list: which calls are due, and to whom."""

from collections.abc import Iterable

from sqlalchemy import Select, select

from core.db import db, found
from core.paging import count_of
from people.accounts.models import Account
from people.notices.models import Audience, CallStatus, Notice
from people.veterans.models import Veteran
from people.veterans.queries import in_scope

OPEN = (CallStatus.DUE, CallStatus.FAILED)


def _notices_to_veterans(viewer: Account) -> Select[Notice]:
    """Return the query of notices to the veterans within a viewer's scope."""
    query = select(Notice).join(Veteran, Veteran.id == Notice.audience_id)
    return query.where(Notice.audience == Audience.VETERAN, in_scope(viewer))


def calls_due(viewer: Account) -> Select[Notice]:
    """Return the query of notices that are to be passed on by telephone, those of one veteran
    together.
    """
    query = _notices_to_veterans(viewer).where(Notice.call.in_(OPEN))
    return query.order_by(Notice.audience_id, Notice.id)


def count_calls(viewer: Account) -> int:
    """Return how many calls are due in the viewer's scope."""
    return count_of(calls_due(viewer))


def call_for(notice_id: int, viewer: Account) -> Notice:
    """Return a notice whose call the viewer may record. Raises NotFoundError."""
    return found(db.session.scalar(_notices_to_veterans(viewer).where(Notice.id == notice_id)))


def recipients_of(notices: Iterable[Notice]) -> dict[int, Veteran]:
    """Return the veterans these notices are addressed to, by id."""
    ids = {notice.audience_id for notice in notices}
    return {row.id: row for row in db.session.scalars(select(Veteran).where(Veteran.id.in_(ids)))}
