"""Accounts for tests, and what they add to the world of the access tests."""

from datetime import timedelta
from typing import Any

from core import clock
from core.access import Role
from people.accounts.models import Account, AccountProposal, ProposedChange
from people.accounts.passwords import hash_password
from tests.people.divisions.world import LIUCHENG
from tests.support.rows import save, unique_number

PASSWORD = "good-horse-7"
GUARDED = frozenset({"proposal_id"})


def things(_ids: dict[str, Any]) -> dict[str, int]:
    """Make an officer whom no role of the world signs in as, and a proposed account."""
    officer = make_account(role=Role.OFFICER, name="吴科员")
    return {"account_id": officer.id, "proposal_id": make_proposal().id}


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


def make_proposal(**more: object) -> AccountProposal:
    """Make a proposal for a new auditor by an admin of its own, open for three days."""
    proposer = make_account(role=Role.ADMIN, name="提出的人")
    values = {
        "change": ProposedChange.CREATE,
        "role": Role.AUDITOR,
        "name": "新审计员",
        "phone": a_phone(),
        "half": "abcd-efgh",
        "proposed_by": proposer.id,
        "proposed_at": clock.now(),
        "expires_at": clock.now() + timedelta(days=3),
    }
    row: AccountProposal = save(AccountProposal(**(values | more)))
    return row
