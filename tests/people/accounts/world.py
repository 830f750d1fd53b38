"""Accounts for tests, and what they add to the world of the access tests."""

from typing import Any

from core.access import Role
from people.accounts.models import Account
from people.accounts.passwords import hash_password
from tests.people.divisions.world import LIUCHENG
from tests.support.rows import save, unique_number

PASSWORD = "good-horse-7"
GUARDED: frozenset[str] = frozenset()


def things(_ids: dict[str, Any]) -> dict[str, int]:
    """Make an officer whom no role of the world signs in as."""
    return {"account_id": make_account(role=Role.OFFICER, name="吴科员").id}


def a_phone() -> str:
    """Return a phone number that is unique within the test."""
    return f"199{unique_number():08d}"


def make_account(
    *,
    role: Role = Role.VETERAN,
    name: str = "张建国",
    phone: str | None = None,
    division_code: str | None = None,
    **more: Any,
) -> Account:
    """Create an account with PASSWORD; a clerk belongs to 榴城镇 by default."""
    if role is Role.CLERK and division_code is None:
        division_code = LIUCHENG
    account = Account(
        role=role,
        name=name,
        phone=phone or a_phone(),
        password_hash=hash_password(PASSWORD),
        division_code=division_code,
        **more,
    )
    saved: Account = save(account)
    return saved
