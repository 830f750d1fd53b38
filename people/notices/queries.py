"""Reads of notices: the inbox of an account, and how many are unread."""

from sqlalchemy import ColumnElement, Select, select

from core.db import db, found
from core.features import installed
from core.paging import count_of
from people.accounts.models import Account
from people.notices.models import Audience, Notice

Addressee = tuple[Audience, int]


def addressee_of(account: Account) -> Addressee | None:
    """Return the recipient whose inbox an account reads, None where it has none yet."""
    resolver = installed().addressee(account.role)
    if resolver is None:
        return (Audience.ACCOUNT, account.id)
    addressee: Addressee | None = resolver(account)
    return addressee


def addressed_to(addressee: Addressee | None) -> ColumnElement[bool]:
    """Return the condition of the notices in an inbox."""
    if addressee is None:
        return Notice.id.is_(None)
    return (Notice.audience == addressee[0]) & (Notice.audience_id == addressee[1])


def inbox(account: Account, *, only_unread: bool = False) -> Select[Notice]:
    """Return the query of an account's notices, newest first."""
    query = select(Notice).where(addressed_to(addressee_of(account)))
    if only_unread:
        query = query.where(Notice.read_at.is_(None))
    return query.order_by(Notice.id.desc())


def count_unread(account: Account) -> int:
    """Return how many notices an account has not opened."""
    return count_of(inbox(account, only_unread=True))


def notice_for(notice_id: int, account: Account) -> Notice:
    """Return one notice of an account's inbox. Raises NotFoundError for others."""
    mine = addressed_to(addressee_of(account))
    return found(db.session.scalar(select(Notice).where(Notice.id == notice_id, mine)))
