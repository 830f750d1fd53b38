"""Reads of accounts and sessions."""

import hashlib
from collections.abc import Iterable

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload

from core import clock
from core.access import STAFF, Role
from core.db import db, found, pairs
from core.errors import NotFoundError
from people.accounts.models import Account, WebSession

# Asked by every request: made once, it need not be built and compared with known ones each time.
SESSION_OF_TOKEN = (
    select(WebSession)
    .options(joinedload(WebSession.account))
    .where(WebSession.token_hash == bindparam("token_hash"))
)


def accounts_by_phone(phone: str, *, role: Role | None = None) -> list[Account]:
    """Return the active accounts with a phone number; family members may share one."""
    query = select(Account).where(
        Account.phone_index == Account.phone.blind(phone), Account.is_active
    )
    if role is not None:
        query = query.where(Account.role == role)
    return list(db.session.scalars(query.order_by(Account.id)))


def active_accounts(ids: Iterable[int]) -> list[Account]:
    """Return the accounts with these ids that may sign in, the oldest first."""
    query = select(Account).where(Account.id.in_(list(ids)), Account.is_active)
    return list(db.session.scalars(query.order_by(Account.id)))


def has_account(account_id: int) -> bool:
    """Return whether an account exists."""
    return db.session.scalar(select(Account.id).where(Account.id == account_id)) is not None


def live_session(token: str) -> WebSession | None:
    """Return the session of a browser's token with its account, None unless both are live."""
    row = db.session.scalar(SESSION_OF_TOKEN, {"token_hash": hash_token(token)})
    if row is None or not row.is_live(clock.now()) or not row.account.is_active:
        return None
    return row


def hash_token(token: str) -> str:
    """Return the hash the database stores instead of a session token."""
    return hashlib.sha256(token.encode()).hexdigest()


def live_sessions_of(account_id: int) -> list[WebSession]:
    """Return the signed-in browsers of an account, newest first."""
    now = clock.now()
    query = select(WebSession).where(
        WebSession.account_id == account_id,
        WebSession.revoked_at.is_(None),
        WebSession.expires_at > now,
    )
    rows = db.session.scalars(query.order_by(WebSession.id.desc()))
    return [row for row in rows if row.is_live(now)]


def staff_accounts() -> Select[tuple[Account]]:
    """Return the query of all staff accounts, active ones first."""
    query = select(Account).where(Account.role.in_(STAFF))
    return query.order_by(Account.is_active.desc(), Account.role, Account.id)


def get_staff_account(account_id: int) -> Account:
    """Return one staff account. Raises NotFoundError for any other account."""
    account = found(db.session.get(Account, account_id))
    if not account.is_staff:
        raise NotFoundError
    return account


def names_of(account_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of accounts by id."""
    query = select(Account.id, Account.name).where(Account.id.in_(set(account_ids)))
    return pairs(query)


def missing_roles() -> list[Role]:
    """Return the roles of the bureau itself that no active account has."""
    query = select(Account.role).where(Account.is_active).distinct()
    held = set(db.session.scalars(query))
    return [role for role in Role if role in STAFF - {Role.CLERK} and role not in held]
