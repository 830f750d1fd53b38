"""Changes to notices: send one, mark it as read, delete them with their recipient."""

from dataclasses import dataclass

from sqlalchemy import delete, select, update

from core import audit, clock, outbox
from core.db import db
from people.notices.models import Audience, CallStatus, Notice
from people.notices.queries import Addressee, addressed_to

SMS = "sms"
SMS_TEXT = "您在戎业平台有一条新消息，请登录查看。"  # anyone near the phone can read a text message


@dataclass(frozen=True)
class Recipient:
    """The recipient of a notice. Without an account nobody reads the inbox, so a call is due."""

    audience: Audience
    id: int
    has_account: bool = True
    township_code: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class Message:
    """The contents of a notice. `key` names the occasion: the same key is sent once.

    `must_call` puts it on the telephone list even where the recipient has an account.
    """

    key: str
    kind: str
    title: str
    body: str
    endpoint: str = ""
    target_id: int | None = None
    must_call: bool = False


def notify(recipient: Recipient, message: Message) -> bool:
    """Send a notice once, within the caller's transaction; return whether it was new."""
    if db.session.scalar(select(Notice.id).where(Notice.key == message.key)) is not None:
        return False
    is_called = message.must_call or not recipient.has_account
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
        call=CallStatus.DUE if is_called else CallStatus.NOT_NEEDED,
    )
    db.session.add(notice)
    db.session.flush()
    if recipient.has_account and recipient.phone:
        outbox.enqueue(SMS, f"sms {message.key}"[:120], f"{recipient.phone}\n{SMS_TEXT}")
    return True


def mark_read(notice: Notice) -> None:
    """Record that a notice was opened."""
    if notice.read_at is None:
        notice.read_at = clock.now()
        db.session.flush()
    audit.record("notice.read", "notice", notice.id)


def mark_all_read(addressee: Addressee | None) -> int:
    """Mark every notice of an inbox as read; return how many were unread."""
    unread = update(Notice).where(addressed_to(addressee), Notice.read_at.is_(None))
    count = int(db.session.execute(unread.values(read_at=clock.now())).rowcount)  # type: ignore[attr-defined]
    audit.record("notice.read_all", "notice", None, count=count)
    return count


def forget_notices(audience: Audience, audience_id: int) -> None:
    """Delete all notices to a recipient."""
    db.session.execute(delete(Notice).where(addressed_to((audience, audience_id))))
