"""Operations on accounts: create, sign in and out, change a password, deactivate."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from core import audit, clock
from core.access import ACCOUNT_READERS, ROLE_LABELS, TWO_PERSON_ROLES, Role
from core.codes import GROUP, grouped, new_code, plain_code
from core.db import db, one_at_a_time
from core.errors import DomainError, Refusals
from core.parameters.registry import amount_of
from people.accounts.facts import StaffFacts
from people.accounts.models import Account, WebSession
from people.accounts.parameters import ACCOUNTS_A_PHONE, MOST_ACCOUNTS_A_PHONE
from people.accounts.passwords import check_strength, dummy_hash, hasher
from people.accounts.queries import accounts_by_phone, hash_token
from people.accounts.rules import check_division, check_name, check_new_password
from people.secrecy.names import clean_name, name_key
from people.secrecy.personal_numbers import normalise_phone

SESSION_LIFE = timedelta(hours=8)
VETERAN_LIFE = timedelta(days=30)  # a phone in a pocket; the idle limit still ends it
# Hashes compared per sign-in, whatever is registered: families share a phone, and the time must
# not reveal how many accounts it has.
HASHES_PER_TRY = MOST_ACCOUNTS_A_PHONE
ONE_TIME_GROUPS, HALF_GROUPS = 3, 2  # of a one-time password: 53 bits, and 35 for each half
ONE_TIME_LENGTHS = (ONE_TIME_GROUPS * GROUP, 2 * HALF_GROUPS * GROUP)
WRONG = "手机号或密码不对，请再试一次。"


@dataclass(frozen=True)
class NewSession:
    """A new session; its token exists only here and in the browser."""

    account_id: int
    token: str
    phone: str
    must_change_password: bool


def create_account(
    *,
    role: Role,
    name: str,
    phone: str,
    password: str,
    division_code: str | None = None,
    must_change_password: bool = False,
    hashed: str | None = None,
) -> Account:
    """Create an account and return it, flushed and not committed.

    `hashed` is the password's hash where it was made ahead: many would hold the writer.
    Raises DomainError with every rule broken: name, phone, weak password, a clerk without a
    township; where the phone has as many accounts as it may; and where the same person would
    have two accounts of one role, or be both admin and auditor.
    """
    phone = _checked(role, name, phone, password, division_code)
    require_room(phone)
    account = Account(
        role=role,
        name=clean_name(name),
        phone=phone,
        password_hash=hashed or hasher.hash(password),
        division_code=division_code,
        must_change_password=must_change_password,
    )
    db.session.add(account)
    try:
        with db.session.begin_nested():
            db.session.flush()
    except IntegrityError as error:
        raise DomainError(_taken(role), field="phone") from error
    audit.record("account.create", "account", account.id, role=role.value)
    return account


def create_staff(
    facts: StaffFacts, *, one_time: str, by_two: bool = False, hashed: str | None = None
) -> Account:
    """Create a staff account under a one-time password, which must be changed at first sign-in.

    Raises DomainError like `create_account`, and like `require_two`.
    """
    require_two(facts.role, by_two=by_two)
    return create_account(
        role=facts.role,
        name=facts.name,
        phone=facts.phone,
        password=one_time,
        division_code=facts.division_code,
        must_change_password=True,
        hashed=hashed,
    )


def _checked(role: Role, name: str, phone: str, password: str, division_code: str | None) -> str:
    """Return the phone number as it is stored, once the rules that need no database hold."""
    refusals = Refusals()
    with refusals.collecting():
        check_name(name)
    with refusals.collecting():
        phone = normalise_phone(phone)
    with refusals.collecting():
        check_strength(password, name=name, phone=phone)
    with refusals.collecting():
        check_division(role, division_code)
    refusals.raise_if_any()
    return phone


def require_two(role: Role, *, by_two: bool) -> None:
    """Raise DomainError where one person alone would change an account of a watched role.

    `by_two` is set where a second person has confirmed it, and by the command line.
    """
    if role in TWO_PERSON_ROLES and not by_two:
        raise DomainError(f"{ROLE_LABELS[role]}的账号要两个人办：一个人提出，另一个人确认。")


def refuse_taken(role: Role, name: str, phone: str) -> None:
    """Raise DomainError where a person has such an account, or is admin and auditor in one."""
    rivals = ACCOUNT_READERS if role in ACCOUNT_READERS else frozenset({role})
    query = select(Account).where(
        Account.phone_index == Account.phone.blind(phone), Account.role.in_(rivals)
    )
    key = name_key(name)
    if any(role in ACCOUNT_READERS or one.name_key == key for one in db.session.scalars(query)):
        raise DomainError(_taken(role), field="phone")


def require_room(phone: str) -> None:
    """Raise DomainError where a phone has as many accounts as it may have.

    A sign-in compares the password with each of them, so anyone could slow another's down.
    """
    one_at_a_time(f"accounts {Account.phone.blind(phone)}")
    most = amount_of(ACCOUNTS_A_PHONE, clock.today())
    if len(accounts_by_phone(phone)) >= most:
        message = f"这个手机号已经有 {most} 个账号，不能再加。"
        raise DomainError(f"{message}请换一个手机号，或带身份证到服务站办。", field="phone")


def _taken(role: Role) -> str:
    if role in ACCOUNT_READERS:
        return "系统管理员和审计员不能是同一个人，这个手机号已经用过。"
    return "这个姓名和手机号已经有账号了。"


def find_by_password(phone: str, password: str) -> list[Account]:
    """Return the accounts with this phone and password: several where a family shares both.

    It takes the same time whether the phone has no account, one or five, and whichever fits. Of
    more than five, which no one can register, the oldest are compared.
    """
    candidates = accounts_by_phone(phone)[:HASHES_PER_TRY]
    fitting = [one for one in candidates if matches(one, password)]
    for _ in range(HASHES_PER_TRY - len(candidates)):
        hasher.matches(dummy_hash(), password)
    return fitting


def matches(account: Account, typed: str) -> bool:
    """Return whether a text is an account's password.

    A one-time password is copied from paper or by ear: case, blanks and dashes do not count.
    """
    plain = plain_code(typed)
    is_one_time = account.must_change_password and len(plain) in ONE_TIME_LENGTHS
    return hasher.matches(account.password_hash, grouped(plain).lower() if is_one_time else typed)


def note_shared_password(ids: Sequence[int]) -> None:
    """Record that one password fitted several accounts, so that their owners were asked."""
    for account_id in ids:
        audit.record("account.ask_who", "account", account_id, fitting=len(ids))


def open_session(account_id: int, *, device: str) -> NewSession:
    """Create a session and return it; staff keep only their newest one."""
    account = db.session.get_one(Account, account_id)
    now = clock.now()
    if account.is_staff:
        revoke_sessions(account.id)
    token = secrets.token_urlsafe(32)
    life = VETERAN_LIFE if account.role is Role.VETERAN else SESSION_LIFE
    db.session.add(
        WebSession(
            account_id=account.id,
            token_hash=hash_token(token),
            device=device,
            created_at=now,
            expires_at=now + life,
            confirmed_at=now,
        )
    )
    account.last_sign_in_at = now
    db.session.flush()
    audit.act_as(audit.Actor(account.id, account.role.value))  # from here on it is them
    audit.record("account.sign_in", "account", account.id)
    return NewSession(account.id, token, account.phone or "", account.must_change_password)


def close_session(token: str) -> None:
    """End the session of one browser."""
    revoked = update(WebSession).where(WebSession.token_hash == hash_token(token))
    db.session.execute(revoked.values(revoked_at=clock.now()))
    audit.record("account.sign_out", "account", audit.current_actor().user_id)


def revoke_sessions(account_id: int, *, but: str | None = None) -> None:
    """End every live session of an account, except the one with token `but`."""
    query = update(WebSession).where(
        WebSession.account_id == account_id, WebSession.revoked_at.is_(None)
    )
    if but is not None:
        query = query.where(WebSession.token_hash != hash_token(but))
    db.session.execute(query.values(revoked_at=clock.now()))


def end_other_sessions(account_id: int, *, but: str) -> None:
    """End the sessions of all other browsers of an account."""
    revoke_sessions(account_id, but=but)
    audit.record("account.end_sessions", "account", account_id)


def change_password(account: Account, *, old: str, new: str) -> None:
    """Change a password and end every session, an intruder's too.

    Raises DomainError with every fault: a wrong old password, a new one that is weak or the same.
    """
    refusals = Refusals()
    if not matches(account, old):
        refusals.add("原来的密码不对。", field="old")
    if old == new:
        refusals.add("新密码不能和原来的一样。", field="password")
    with refusals.collecting():
        check_new_password(account, new)
    refusals.raise_if_any()
    _set_password(account, new)
    audit.record("account.change_password", "account", account.id)


def reset_password(account: Account, *, new: str, by_two: bool = False) -> None:
    """Set a one-time password, which must be changed at the next sign-in.

    Raises DomainError like `require_two`.
    """
    require_two(account.role, by_two=by_two)
    check_strength(new, name=account.name, phone=account.phone or "")
    _set_password(account, new)
    account.must_change_password = True
    audit.record("account.reset_password", "account", account.id)


def _set_password(account: Account, password: str) -> None:
    account.password_hash = hasher.hash(password)
    account.must_change_password = False
    revoke_sessions(account.id)
    db.session.flush()


def set_active(account: Account, *, active: bool, by_two: bool = False) -> None:
    """Activate an account, or deactivate it and end every session of it at once.

    Raises DomainError where an account would deactivate itself, and like `require_two`.
    """
    if account.id == audit.current_actor().user_id:
        raise DomainError("不能停用自己的账号。")
    require_two(account.role, by_two=by_two)
    if active and not account.is_active:
        require_room(account.phone or "")
    account.is_active = active
    if not active:
        revoke_sessions(account.id)
    db.session.flush()
    action = "account.activate" if active else "account.deactivate"
    audit.record(action, "account", account.id)


def new_one_time_password() -> str:
    """Return a new random password without letters that look alike, since it is read out."""
    return new_code(ONE_TIME_GROUPS).lower()


def new_half() -> str:
    """Return one half of a random password that two people pass on, each their own."""
    return new_code(HALF_GROUPS).lower()
