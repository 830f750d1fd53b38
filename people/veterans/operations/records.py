"""Spells of service, certificates and work: add, change, delete, and undo a deletion."""

import enum
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core import audit, clock
from core.db import db
from core.errors import DomainError, NotFoundError
from lexicon.mentions import find_certificates
from people.veterans import queries
from people.veterans.models import (
    Branch,
    CredentialRecord,
    ServiceRecord,
    Veteran,
    WorkRecord,
)
from people.veterans.operations.drafts import drop_draft, keep_draft
from people.veterans.operations.profile import touch
from people.veterans.ranks import RANKS, is_officer_rank, rank_system_on

Values = dict[str, Any]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True)
class RecordKind:
    """One kind of record: its table, its fields with how to read them back, and its rule."""

    slug: str
    model: type[Any]
    fields: Mapping[str, Callable[[Any], Any]]
    complete: Callable[[Values], Values]

    @property
    def undo_section(self) -> str:
        """The draft under which a deleted record waits to be brought back."""
        return f"undo:{self.slug}"


def _complete_service(values: Values) -> Values:
    started_on, ended_on = _spell(values)
    if ended_on is None:
        raise DomainError("请填结束日期。", field="ended_on")
    rank = values.get("rank") or ""
    system = rank_system_on(ended_on, officer=is_officer_rank(rank))
    if rank and rank not in RANKS[system]:
        allowed = "、".join(RANKS[system])
        message = f"{ended_on.year}年没有“{rank}”这个军衔，当时有：{allowed}。"
        raise DomainError(message, field="rank")
    return values | {"rank": rank, "rank_system": system, "started_on": started_on}


def _complete_work(values: Values) -> Values:
    _spell(values)
    return values


def _spell(values: Values) -> tuple[date, date | None]:
    """Check the dates of a spell: in order and not in the future."""
    started_on, ended_on = values["started_on"], values["ended_on"]
    for field, day in (("started_on", started_on), ("ended_on", ended_on)):
        if day is not None and day > clock.today():
            raise DomainError("日期不能在今天以后。", field=field)
    if ended_on is not None and ended_on < started_on:
        raise DomainError("结束日期不能早于开始日期。", field="ended_on")
    return started_on, ended_on


def _complete_credential(values: Values) -> Values:
    issued_on, expires_on = values["issued_on"], values["expires_on"]
    if issued_on is not None and issued_on > clock.today():
        raise DomainError("日期不能在今天以后。", field="issued_on")
    if issued_on is not None and expires_on is not None and expires_on < issued_on:
        raise DomainError("有效期不能早于发证日期。", field="expires_on")
    keys = find_certificates(values["name"])
    if len(keys) > 1:
        raise DomainError("这里好像写了几个证，请一次填一个。", field="name")
    return values | {"key": keys[0] if keys else ""}


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
    _complete_service,
)
CREDENTIALS = RecordKind(
    "certificates",
    CredentialRecord,
    {"name": str, "issued_on": _day, "expires_on": _day},
    _complete_credential,
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
    _complete_work,
)
KINDS = {kind.slug: kind for kind in (SERVICES, CREDENTIALS, WORKS)}


def add_record(veteran: Veteran, kind: RecordKind, values: Values) -> Any:
    """Add one record and return it. Raises DomainError where its dates or words do not fit."""
    record = kind.model(veteran_id=veteran.id, **kind.complete(values))
    db.session.add(record)
    _note(veteran, kind, "add", record)
    return record


def change_record(veteran: Veteran, kind: RecordKind, record_id: int, values: Values) -> Any:
    """Change one record of this veteran. Raises DomainError and NotFoundError."""
    record = queries.record_of(veteran, kind.model, record_id)
    for name, value in kind.complete(values).items():
        setattr(record, name, value)
    _note(veteran, kind, "change", record)
    return record


def delete_record(veteran: Veteran, kind: RecordKind, record_id: int, *, account_id: int) -> None:
    """Delete one record; what it said is kept sealed for `account_id` to bring it back."""
    record = queries.record_of(veteran, kind.model, record_id)
    body = {name: _stored(getattr(record, name)) for name in kind.fields}
    keep_draft(account_id, veteran.id, kind.undo_section, body)
    db.session.delete(record)
    _note(veteran, kind, "delete", record)


def restore_record(veteran: Veteran, kind: RecordKind, *, account_id: int) -> Any:
    """Bring back the record this account deleted last. Raises NotFoundError if there is none."""
    draft = queries.draft_of(account_id, veteran.id, kind.undo_section)
    if draft is None:
        raise NotFoundError
    body = json.loads(draft.body or "{}")
    values = {name: read(body[name]) for name, read in kind.fields.items()}
    drop_draft(account_id, veteran.id, kind.undo_section)
    return add_record(veteran, kind, values)


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
