"""Reads of corrections: of one subject, and subjects by what they were called before."""

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import InstrumentedAttribute

from core.access import Role
from core.db import db
from people.accounts.models import Account
from people.corrections.models import Correction


def corrections_of(role: Role, subject_id: int) -> list[tuple[Correction, str]]:
    """Return every correction of a subject with the name of who made it, newest first."""
    query = (
        select(Correction, Account.name)
        .join(Account, Account.id == Correction.by_id)
        .where(Correction.role == role, Correction.subject_id == subject_id)
        .order_by(Correction.id.desc())
    )
    return [(correction, name) for correction, name in db.session.execute(query)]


def had_phone(
    role: Role, subject_id: InstrumentedAttribute[int], phone: str
) -> ColumnElement[bool]:
    """Return the condition that a subject had a phone before a correction."""
    return _was(role, subject_id, Correction.old_phone_index == Correction.old_phone.blind(phone))


def had_name(role: Role, subject_id: InstrumentedAttribute[int], key: str) -> ColumnElement[bool]:
    """Return the condition that the key of a subject's former name holds `key`."""
    return _was(role, subject_id, Correction.old_name_key.contains(key, autoescape=True))


def _was(
    role: Role, subject_id: InstrumentedAttribute[int], former: ColumnElement[bool]
) -> ColumnElement[bool]:
    return exists().where(Correction.role == role, Correction.subject_id == subject_id, former)
