"""The audit log: append-only, hash-chained, written in the transaction it describes."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from . import clock
from .db import Base, before_commit, db

GENESIS = "0" * 64
HEAD_ID = 1
PERSON = "veteran"  # the subject whose ids are those of people
ABOUT = "about"  # the detail that holds the ids of the people an event is about


@dataclass(frozen=True)
class Actor:
    """Who acts: a signed-in account, or the system acting for a user."""

    user_id: int | None
    kind: str


MACHINE = Actor(None, "system")
VISITOR = Actor(None, "visitor")
_actor: ContextVar[Actor] = ContextVar("actor", default=MACHINE)


class AuditEvent(Base):
    """One recorded action. `detail` holds ids, statuses and counts, never personal data."""

    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True)
    actor_kind: Mapped[str] = mapped_column(String(20))
    action: Mapped[str] = mapped_column(String(60), index=True)
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int | None] = mapped_column(index=True)
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64), unique=True)


class AuditPerson(Base):
    """A person (id) an event is about: the index by which the events of one person are found."""

    __tablename__ = "audit_person"
    __table_args__ = (Index("ix_audit_person_event_id", "event_id"), {"sqlite_with_rowid": False})

    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event_id: Mapped[int] = mapped_column(ForeignKey("audit_event.id"), primary_key=True)


class AuditHead(Base):
    """The last digest of the chain, in the one row that writers lock."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))


def act_as(actor: Actor) -> None:
    """Set the actor for the rest of this request or command."""
    _actor.set(actor)


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Set the actor for the length of a block."""
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)


def current_actor() -> Actor:
    """Return the present actor."""
    return _actor.get()


def record(action: str, subject: str, subject_id: int | None = None, /, **detail: Any) -> None:
    """Record an action of the running transaction; it is written, chained, before the commit.

    `about` in the detail are the ids of the veterans it is about, if they are not the subject.
    """
    session = db.session()
    if not session.info.get("in_transaction"):
        raise RuntimeError("audit.record() belongs inside transaction()")
    session.info.setdefault("audit", []).append((action, subject, subject_id, detail))


def record_about(action: str, people: Sequence[int], /, **detail: Any) -> None:
    """Record an action on veterans (ids) as one event, however many they are."""
    one = people[0] if len(people) == 1 else None
    about = {} if one is not None else {ABOUT: list(people)}
    record(action, PERSON, one, **about, **detail)


def people_of(event: AuditEvent) -> list[int]:
    """Return the ids of the people an event is about."""
    if event.subject == PERSON and event.subject_id is not None:
        return [event.subject_id]
    ids: list[int] = event.detail.get(ABOUT, [])
    return ids


@before_commit
def _write_chain(session: Session) -> None:
    """Append the transaction's events; the chain is locked only from here to the commit."""
    noted = session.info.get("audit", [])
    if not noted:
        if session.info.get("audited"):
            raise RuntimeError("an audited transaction must record an audit event")
        return
    previous = _take_head(session)
    actor = current_actor()
    about: list[dict[str, int]] = []
    for action, subject, subject_id, detail in noted:
        event = AuditEvent(
            at=clock.now(),
            actor_id=actor.user_id,
            actor_kind=actor.kind,
            action=action,
            subject=subject,
            subject_id=subject_id,
            detail=detail,
            previous=previous,
        )
        event.digest = previous = digest_of(event)
        session.add(event)
        session.flush()
        about += [{"person_id": one, "event_id": event.id} for one in set(people_of(event))]
    if about:
        session.execute(insert(AuditPerson.__table__), about)  # type: ignore[arg-type]
    session.execute(update(AuditHead).where(AuditHead.id == HEAD_ID).values(digest=previous))


def _take_head(session: Session) -> str:
    """Lock the chain's head until the commit and return the last digest."""
    query = select(AuditHead.digest).where(AuditHead.id == HEAD_ID).with_for_update()
    return session.execute(query).scalar_one()  # the migration made the row


def digest_of(event: AuditEvent) -> str:
    """Return the digest of one event: SHA-256 over its contents and the digest before it."""
    contents: Mapping[str, Any] = {
        "at": event.at.isoformat(),
        "actor": [event.actor_id, event.actor_kind],
        "deed": event.action,  # the key used since the first event: another would break the chain
        "subject": [event.subject, event.subject_id],
        "detail": event.detail,
        "previous": event.previous,
    }
    text = json.dumps(contents, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _index_of(session: Session) -> Iterator[tuple[int, set[int]]]:
    """Yield the people each event is found by, in the order of the events."""
    columns = AuditPerson.event_id, AuditPerson.person_id
    query = select(*columns).order_by(AuditPerson.event_id).execution_options(yield_per=5_000)
    for event_id, rows in groupby(session.execute(query), key=lambda row: row.event_id):
        yield event_id, {row.person_id for row in rows}


def first_broken_link(session: Session) -> int | None:
    """Verify the whole chain and return the id of the first event that does not match.

    An event that one of its people no longer finds does not match either.

    Returns None where the chain is intact, -1 where events are missing at its end.
    """
    previous = GENESIS
    query = select(AuditEvent).order_by(AuditEvent.id).execution_options(yield_per=500)
    index = _index_of(session)
    indexed = next(index, None)
    for event in session.scalars(query):
        if event.previous != previous or event.digest != digest_of(event):
            return event.id
        previous = event.digest
        while indexed is not None and indexed[0] < event.id:
            indexed = next(index, None)
        found = indexed[1] if indexed is not None and indexed[0] == event.id else set()
        if not set(people_of(event)) <= found:
            return event.id
    head = session.scalar(select(AuditHead.digest).where(AuditHead.id == HEAD_ID))
    return None if head == previous else -1
