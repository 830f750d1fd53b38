"""Accounts of station staff, opened for many at once; each gets a one-time password of their own.

An admin opens them, as one by one under 账号; a sheet only records who works where.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from core import audit
from core.access import Role
from core.db import db
from core.errors import DomainError, Refusals
from people.accounts import operations as accounts
from people.accounts.facts import StaffFacts
from people.accounts.models import Account
from people.accounts.passwords import hash_password
from people.secrecy.names import name_key
from people.stations import queries
from people.stations.models import StationStaff
from sheets.changes import pass_over

NOBODY = "请勾选要开账号的人。"
TOWNSHIP_LENGTH = 9  # characters of the code of a township


@dataclass(frozen=True)
class OneTime:
    """A one-time password and its hash, which takes long to make: ahead of the transaction."""

    text: str
    hashed: str


@dataclass(frozen=True)
class Opened:
    """A staff member with an account; `one_time` is "" where it was there with its password."""

    name: str
    station: str
    phone: str
    one_time: str


def one_time_passwords(count: int) -> list[OneTime]:
    """Return as many one-time passwords with their hashes."""
    texts = [accounts.new_one_time_password() for _ in range(count)]
    return [OneTime(text, hash_password(text)) for text in texts]


def open_accounts(ids: Collection[int], passwords: Sequence[OneTime]) -> list[Opened]:
    """Open an account for each of these staff members that has none; all or none.

    Raises DomainError that names everyone for whom a rule refuses one.
    """
    chosen = [one for one in queries.without_account() if one.id in ids]
    refusals = Refusals()
    if not chosen:
        refusals.add(NOBODY, field="staff")
    opened: list[Opened] = []
    for one, password in zip(chosen, passwords, strict=False):
        try:
            opened.append(_open(one, password))
        except DomainError as error:
            refusals.add(f"{one.name}：{error}", field="staff")
    refusals.raise_if_any()
    audit.record("station.open_accounts", "station", None, accounts=len(opened))
    return opened


def _open(one: StationStaff, password: OneTime) -> Opened:
    phone, township = one.phone or "", one.station.division_code[:TOWNSHIP_LENGTH]
    held = [each for each in queries.clerk_accounts(phone) if each.name_key == name_key(one.name)]
    if held:
        account, text = _take(held[0], township, password)
    else:
        facts = StaffFacts(Role.CLERK, one.name, phone, township)
        account = accounts.create_staff(facts, one_time=password.text, hashed=password.hashed)
        text = password.text
    before = one.version
    one.account_id = account.id
    db.session.flush()
    if not held:  # it goes with its staff member where the sheet is undone
        pass_over(one, before)
    return Opened(one.name, one.station.name, phone, text)


def _take(account: Account, township: str, password: OneTime) -> tuple[Account, str]:
    """Return the account a person has had before, open again, and its new password, if any."""
    if account.division_code != township:
        raise DomainError("已经有别的乡镇的账号，请先停用那个账号，换手机号再开。")
    if account.is_active and not queries.is_unlinked(account.id):
        raise DomainError("账号已经有人用了。")
    if account.is_active:
        return account, ""
    accounts.set_active(account, active=True)
    accounts.reset_password(account, new=password.text)
    return account, password.text
