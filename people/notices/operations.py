"""Telling people things once, on every way that reaches them."""

from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core import audit, clock, outbox
from core.db import db
from people.notices.models import Audience, CallStatus, Notice

SMS = "sms"
SMS_TEXT = "您在戎业平台有一条新消息，请登录查看。"  # a text message may be read by anybody


@dataclass(frozen=True)
class Recipient:
    """Whom to tell. Without an account nobody reads an inbox, so a call is due."""

    audience: Audience
    id: int
    has_account: bool = True
    township_code: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class Message:
    """What to tell. `key` names the occasion: the same key is told once and never again."""

    key: str
    kind: str
    title: str
    body: str
    endpoint: str = ""
    target_id: int | None = None


def notify(recipient: Recipient, message: Message) -> bool:
    """Tell somebody something once; return whether it was new. Part of the caller's deed."""
    if db.session.scalar(select(Notice.id).where(Notice.key == message.key)) is not None:
        return False
    notice = Notice(
        key=message.key,
        audience=recipient.audience,
        audience_id=recipient.id,
        kind=message.kind,
        title=message.title,
        body=message.body,
        endpoint=message.endpoint,
        target_id=message.target_id,
        township_code=recipient.township_code,
        call=CallStatus.NOT_NEEDED if recipient.has_account else CallStatus.DUE,
    )
    db.session.add(notice)
    db.session.flush()
    if recipient.has_account and recipient.phone:
        outbox.enqueue(SMS, f"sms {message.key}"[:120], f"{recipient.phone}\n{SMS_TEXT}")
    return True


def mark_read(notice: Notice) -> None:
    """Note that somebody opened a notice."""
    if notice.read_at is None:
        notice.read_at = clock.now()
        db.session.flush()
    audit.record("notice.read", "notice", notice.id)


def mark_all_read(audience: Audience, audience_id: int) -> int:
    """Note that somebody has seen everything in the inbox; return how many were new."""
    session: Session = db.session()
    unread = (
        update(Notice)
        .where(
            Notice.audience == audience,
            Notice.audience_id == audience_id,
            Notice.read_at.is_(None),
        )
        .values(read_at=clock.now())
    )
    count = int(session.execute(unread).rowcount)  # type: ignore[attr-defined]
    audit.record("notice.read_all", "notice", None, count=count)
    return count


def note_call(notice: Notice, *, was_reached: bool, by_id: int) -> None:
    """Note what came of a call; who was not reached stays on the list."""
    notice.call = CallStatus.DONE if was_reached else CallStatus.FAILED
    notice.called_by, notice.called_at = by_id, clock.now()
    db.session.flush()
    audit.record("notice.call", "notice", notice.id, reached=was_reached)


def forget_notices(audience: Audience, audience_id: int) -> None:
    """Delete everything somebody was told."""
    mine = (Notice.audience == audience) & (Notice.audience_id == audience_id)
    db.session.execute(delete(Notice).where(mine))
