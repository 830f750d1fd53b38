"""Reads of the record: by person, account, time, kind and subject, newest first."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from core import audit, audit_guards, clock
from core.audit import AuditEvent, AuditPerson
from core.db import db
from core.errors import DomainError
from core.features import installed
from core.recorded import Kind
from people.accounts.models import Account
from people.secrecy.names import name_key
from people.secrecy.personal_numbers import normalise_phone
from people.veterans.models import Veteran

MOST_FOUND = 20  # accounts one search shows


@dataclass(frozen=True)
class RecordFilter:
    """What the reader asks for. `first` and `last` are days of the office's calendar."""

    person: Veteran | None = None
    actor_id: int | None = None
    kind: Kind | None = None
    subject: str = ""
    first: date | None = None
    last: date | None = None


def events(wanted: RecordFilter) -> Select[AuditEvent]:
    """Return the query of the events asked for, newest first."""
    query = select(AuditEvent).order_by(AuditEvent.id.desc())
    if wanted.person is not None:
        query = query.where(_about(wanted.person))
    if wanted.actor_id is not None:
        query = query.where(AuditEvent.actor_id == wanted.actor_id)
    if wanted.kind is not None:
        query = query.where(AuditEvent.action.in_(actions_of(wanted.kind)))
    if wanted.subject:
        query = query.where(AuditEvent.subject == wanted.subject)
    if wanted.first is not None:
        query = query.where(AuditEvent.at >= clock.start_of(wanted.first))
    if wanted.last is not None:
        query = query.where(AuditEvent.at < clock.start_of(wanted.last + timedelta(days=1)))
    return query


def _about(person: Veteran) -> ColumnElement[bool]:
    """Return the condition that an event is about a person or their account.

    A number given again after a deletion brings the events of the one before: those are older.
    """
    of_person = select(AuditPerson.event_id).where(AuditPerson.person_id == person.id)
    about: ColumnElement[bool] = AuditEvent.id.in_(of_person)
    if person.account_id is not None:
        own = and_(AuditEvent.subject == "account", AuditEvent.subject_id == person.account_id)
        about = or_(about, own)
    return and_(about, AuditEvent.at >= person.created_at)


def actions_of(kind: Kind) -> list[str]:
    """Return the actions of a kind."""
    return [action for one in installed().recorded for action in one.actions.get(kind, {})]


def find_accounts(words: str) -> list[Account]:
    """Return the accounts with a phone or a part of a name, at most MOST_FOUND."""
    key, number = name_key(words), _phone(words)
    named = Account.name_key.contains(key, autoescape=True) if key else false()
    called = Account.phone_index == Account.phone.blind(number) if number else false()
    query = (
        select(Account).where(or_(named, called)).order_by(Account.role, Account.name, Account.id)
    )
    return list(db.session.scalars(query.limit(MOST_FOUND)))


def _phone(words: str) -> str:
    try:
        return normalise_phone(words)
    except DomainError:
        return ""


def get_account(account_id: int) -> Account | None:
    """Return an account, None where it was deleted."""
    return db.session.get(Account, account_id)


def get_person(person_id: int) -> Veteran | None:
    """Return a veteran, None where there is none of this number."""
    return db.session.get(Veteran, person_id)


def oldest_event() -> datetime | None:
    """Return the time of the first event."""
    return db.session.scalar(select(AuditEvent.at).order_by(AuditEvent.id).limit(1))


def missing_guards() -> list[str]:
    """Return what is wrong with the tables and triggers of the record, in words."""
    return audit_guards.faults(db.session.connection())


def first_broken_link() -> int | None:
    """Return the id of the first event that does not fit its chain, None where all do.

    -1 means that the last events were deleted.
    """
    return audit.first_broken_link(db.session())
