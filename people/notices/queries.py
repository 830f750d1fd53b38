"""Reads of notices: whose inbox, how many are unread, who has to be called."""

from sqlalchemy import ColumnElement, Select, func, select

from core.access import COUNTY_READERS
from core.db import db
from core.errors import NotFoundError
from core.features import installed
from people.accounts.models import Account
from people.divisions.queries import covers
from people.notices.models import Audience, CallStatus, Notice

Addressee = tuple[Audience, int]
CALLING = (CallStatus.DUE, CallStatus.FAILED)


def addressee_of(account: Account) -> Addressee | None:
    """Return whose inbox an account reads, None where it has none yet."""
    resolver = installed().addressee(account.role)
    if resolver is None:
        return (Audience.ACCOUNT, account.id)
    addressee: Addressee | None = resolver(account)
    return addressee


def _addressed_to(addressee: Addressee | None) -> ColumnElement[bool]:
    if addressee is None:
        return Notice.id.is_(None)
    return (Notice.audience == addressee[0]) & (Notice.audience_id == addressee[1])


def inbox(account: Account) -> Select[Notice]:
    """Return the query of an account's notices, newest first."""
    query = select(Notice).where(_addressed_to(addressee_of(account)))
    return query.order_by(Notice.id.desc())


def count_unread(account: Account) -> int:
    """Return how many notices an account has not opened."""
    mine = _addressed_to(addressee_of(account))
    return db.session.scalar(select(func.count()).where(mine, Notice.read_at.is_(None))) or 0


def notice_for(notice_id: int, account: Account) -> Notice:
    """Return one notice of an account's inbox. Raises NotFoundError for anybody else's."""
    mine = _addressed_to(addressee_of(account))
    notice = db.session.scalar(select(Notice).where(Notice.id == notice_id, mine))
    if notice is None:
        raise NotFoundError
    return notice


def calls_due(viewer: Account) -> Select[Notice]:
    """Return the query of notices somebody has to be told by telephone, the oldest first."""
    query = select(Notice).where(
        Notice.audience == Audience.VETERAN, Notice.call.in_(CALLING), _in_scope(viewer)
    )
    return query.order_by(Notice.audience_id, Notice.id)


def count_calls(viewer: Account) -> int:
    """Return how many calls are due in the viewer's scope."""
    return db.session.scalar(select(func.count()).select_from(calls_due(viewer).subquery())) or 0


def call_for(notice_id: int, viewer: Account) -> Notice:
    """Return a notice whose call the viewer may note. Raises NotFoundError."""
    notice = db.session.get(Notice, notice_id)
    if notice is None or notice.audience is not Audience.VETERAN or not _covers(viewer, notice):
        raise NotFoundError
    return notice


def _in_scope(viewer: Account) -> ColumnElement[bool]:
    if viewer.role in COUNTY_READERS:
        return Notice.id.is_not(None)
    return Notice.township_code == (viewer.division_code or "-")


def _covers(viewer: Account, notice: Notice) -> bool:
    if viewer.role in COUNTY_READERS:
        return True
    return covers(viewer.division_code or "-", notice.township_code or "")
