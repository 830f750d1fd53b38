"""Spells of service, certificates and work: add, change, delete, restore."""

import enum
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from core import audit
from core.db import db, found
from lexicon.mentions import certificates_named
from people.veterans import queries
from people.veterans.facts import CredentialFacts, ServiceFacts, WorkFacts
from people.veterans.models import (
    Branch,
    CredentialRecord,
    ServiceRecord,
    Veteran,
    WorkRecord,
)
from people.veterans.operations.drafts import drop_draft, keep_draft
from people.veterans.operations.profile import touch
from people.veterans.ranks import rank_system_of
from people.veterans.rules import (
    check_credential,
    check_life,
    check_service,
    check_spell,
    filled_in,
)

Facts = ServiceFacts | CredentialFacts | WorkFacts
Values = dict[str, Any]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True)
class RecordKind:
    """One kind of record: its table, its fields with how a draft of them is read, its rule."""

    slug: str
    model: type[Any]
    fields: Mapping[str, Callable[[Any], Any]]
    facts: Callable[..., Facts]
    columns: Callable[[Any], Values]  # of facts that obey the rules, else DomainError

    @property
    def undo_section(self) -> str:
        """The section of the draft that keeps the record deleted last."""
        return f"undo:{self.slug}"


def _service_columns(facts: ServiceFacts) -> Values:
    filled_in(facts.started_on, "请填开始日期。", field="started_on")
    ended_on = filled_in(facts.ended_on, "请填结束日期。", field="ended_on")
    check_service(facts.started_on, ended_on, facts.rank)
    return asdict(facts) | {"rank_system": rank_system_of(facts.rank, ended_on)}


def _credential_columns(facts: CredentialFacts) -> Values:
    check_credential(facts.name, facts.issued_on, facts.expires_on)
    keys = certificates_named(facts.name)
    return asdict(facts) | {"key": keys[0] if keys else facts.key}


def _work_columns(facts: WorkFacts) -> Values:
    filled_in(facts.started_on, "请填开始日期。", field="started_on")
    check_spell(facts.started_on, facts.ended_on)
    return asdict(facts)


SERVICES = RecordKind(
    "service",
    ServiceRecord,
    {
        "branch": Branch,
        "specialty": str,
        "duty": str,
        "rank": str,
        "started_on": _day,
        "ended_on": _day,
    },
    ServiceFacts,
    _service_columns,
)
CREDENTIALS = RecordKind(
    "certificates",
    CredentialRecord,
    {"name": str, "issued_on": _day, "expires_on": _day, "key": str},
    CredentialFacts,
    _credential_columns,
)
WORKS = RecordKind(
    "work",
    WorkRecord,
    {
        "title": str,
        "employer_name": str,
        "started_on": _day,
        "ended_on": _day,
        "text": str,
    },
    WorkFacts,
    _work_columns,
)
KINDS = {kind.slug: kind for kind in (SERVICES, CREDENTIALS, WORKS)}


def add_record(veteran: Veteran, kind: RecordKind, facts: Facts) -> Any:
    """Add one record and return it. Raises DomainError where it breaks a rule of its kind."""
    record = kind.model(veteran_id=veteran.id, **_columns(veteran, kind, facts))
    db.session.add(record)
    _note(veteran, kind, "add", record)
    return record


def change_record(veteran: Veteran, kind: RecordKind, record_id: int, facts: Facts) -> Any:
    """Change one record and return it.

    Raises DomainError where it breaks a rule of its kind, NotFoundError for another veteran's.
    """
    record = queries.record_of(veteran, kind.model, record_id)
    for name, value in _columns(veteran, kind, facts).items():
        setattr(record, name, value)
    _note(veteran, kind, "change", record)
    return record


def _columns(veteran: Veteran, kind: RecordKind, facts: Facts) -> Values:
    """Return the columns of facts that obey the rules of their kind and fit the person's age."""
    columns = kind.columns(facts)
    if kind is SERVICES:
        check_life(veteran.born_on, started=columns["started_on"], field="started_on")
    if kind is WORKS:
        check_life(veteran.born_on, worked=columns["started_on"], field="started_on")
    return columns


def delete_record(veteran: Veteran, kind: RecordKind, record_id: int, *, account_id: int) -> None:
    """Delete one record; an encrypted draft of it lets `account_id` restore it."""
    record = queries.record_of(veteran, kind.model, record_id)
    body = {name: _stored(getattr(record, name)) for name in kind.fields}
    keep_draft(account_id, veteran.id, kind.undo_section, body)
    db.session.delete(record)
    _note(veteran, kind, "delete", record)


def restore_record(veteran: Veteran, kind: RecordKind, *, account_id: int) -> Any:
    """Restore the record this account deleted last. Raises NotFoundError where there is none."""
    draft = found(queries.draft_of(account_id, veteran.id, kind.undo_section))
    body = json.loads(draft.body or "{}")
    values = {name: read(body[name]) for name, read in kind.fields.items() if name in body}
    drop_draft(account_id, veteran.id, kind.undo_section)
    return add_record(veteran, kind, kind.facts(**values))


def _stored(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, enum.Enum) else value


def _note(veteran: Veteran, kind: RecordKind, action: str, record: Any) -> None:
    touch(veteran)
    db.session.flush()
    db.session.expire(veteran, ["services", "credentials", "works"])
    audit.record(
        f"veteran.{action}_record", "veteran", veteran.id, kind=kind.slug, record=record.id
    )
