"""The outbox: messages are stored with the change that causes them and sent after its commit."""

import enum
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from . import clock
from .crypto import Sealable, Sealed
from .db import Base, db, running, transaction

LEASE = timedelta(minutes=2)
FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=6)
MOST_TRIES = 10


class OutboxStatus(enum.Enum):
    """Whether a message is still to be sent."""

    WAITING = "WAITING"
    SENT = "SENT"
    DEAD = "DEAD"


class OutboxMessage(Sealable, Base):
    """One message for one channel, encrypted. `key` lets the receiver recognise a resend."""

    __tablename__ = "outbox_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    channel: Mapped[str] = mapped_column(String(20))
    body_sealed: Mapped[str]
    status: Mapped[OutboxStatus] = mapped_column(default=OutboxStatus.WAITING, index=True)
    tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    leased_until: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(200))

    body = Sealed("body_sealed")


Sender = Callable[[str, str], None]  # (key, body); raises to have it tried again


def enqueue(channel: str, key: str, body: str) -> None:
    """Add a message to the running transaction; a key already known is not added again."""
    if db.session.scalar(select(OutboxMessage.id).where(OutboxMessage.key == key)) is None:
        db.session.add(OutboxMessage(key=key, channel=channel, body=body))


def relay(senders: Mapping[str, Sender], *, most: int = 100) -> int:
    """Send the messages that are due and return how many were sent.

    Safe to run in several processes at the same time.
    """
    sent = 0
    for message_id in _due(most):
        if _claim(message_id):
            sent += _send(message_id, senders)
    return sent


def _due(most: int) -> list[int]:
    now = clock.now()
    query = (
        select(OutboxMessage.id)
        .where(
            OutboxMessage.status == OutboxStatus.WAITING,
            ~running(OutboxMessage.due_at, LONGEST_RETRY, at=now),
        )
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
        .limit(most)
    )
    return list(db.session.scalars(query))


def _claim(message_id: int) -> bool:
    """Claim a message for LEASE by compare-and-set; a killed relay's claim expires."""
    now = clock.now()
    until = OutboxMessage.leased_until
    free = until.is_(None) | ~running(until, LEASE, at=now)
    claim = (
        update(OutboxMessage)
        .where(OutboxMessage.id == message_id, OutboxMessage.status == OutboxStatus.WAITING, free)
        .values(leased_until=now + LEASE)
    )
    with transaction(audited=False) as session:
        return bool(session.execute(claim).rowcount)  # type: ignore[attr-defined]


def _send(message_id: int, senders: Mapping[str, Sender]) -> bool:
    message = db.session.get_one(OutboxMessage, message_id)
    try:
        senders[message.channel](message.key, message.body or "")
    except Exception as error:  # a provider may raise anything; the message must not be lost
        _postpone(message_id, type(error).__name__)
        return False
    with transaction(audited=False) as session:
        done = session.get_one(OutboxMessage, message_id)
        done.status, done.leased_until = OutboxStatus.SENT, None
    return True


def _postpone(message_id: int, reason: str) -> None:
    with transaction(audited=False) as session:
        message = session.get_one(OutboxMessage, message_id)
        message.tries += 1
        message.error = reason
        message.leased_until = None
        wait = min(FIRST_RETRY * 2 ** (message.tries - 1), LONGEST_RETRY)
        message.due_at = clock.now() + wait
        if message.tries >= MOST_TRIES:
            message.status = OutboxStatus.DEAD
