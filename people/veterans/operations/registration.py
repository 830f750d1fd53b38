"""Registering oneself, being registered by a station, and taking such a profile over."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from core import audit, clock
from core.access import Role
from core.crypto import keyring
from core.db import db, one_at_a_time
from core.errors import DomainError
from core.throttle import Limit
from people.accounts.models import Account
from people.accounts.operations import create_account
from people.accounts.passwords import check_strength, hash_password
from people.divisions.queries import covers
from people.secrecy.personal_numbers import normalise_phone
from people.veterans import queries
from people.veterans.models import Consent, ConsentPurpose, Veteran
from people.veterans.operations.profile import take_identity

CLAIM_LIFE = timedelta(days=30)
# A mobile carrier or a fair puts many people behind one address.
REGISTRATIONS = Limit("register address", tries=60, window_seconds=60 * 60)
CLAIMS = Limit("claim person", tries=5, window_seconds=60 * 60)
CLAIM_ADDRESSES = Limit("claim address", tries=60, window_seconds=60 * 60)
WRONG_CLAIM = "姓名、手机号或认领码不对，或者认领码已过期。请核对，或找服务站重新打印。"


def count_registration(address: str) -> None:
    """Count one registration from an address. Raises TooManyTriesError."""
    REGISTRATIONS.count(address)


def count_claim(phone: str, name: str, address: str) -> None:
    """Count one try to claim a profile before it is judged. Raises TooManyTriesError."""
    CLAIM_ADDRESSES.count(address)
    CLAIMS.count(f"{phone} {name}")


def register(*, name: str, phone: str, password: str, wording: str) -> None:
    """Register somebody at the own request: an account, a profile and a consent.

    Where a profile under this phone and name is there already, nothing changes and nothing is
    told: whoever asks must not learn who is registered. It takes as long either way.
    Raises DomainError for a weak password or a number that is none.
    """
    phone = normalise_phone(phone)
    check_strength(password, name=name, phone=phone)
    _one_at_a_time(phone)  # a desk may be registering the same person
    known = queries.account_holds(phone, name)
    if known is not None or _has_account(phone, name):
        hash_password(password)
        audit.record("veteran.register_again", "veteran", known.id if known else None)
        return
    account = create_account(role=Role.VETERAN, name=name, phone=phone, password=password)
    veteran = Veteran(account_id=account.id, name=name, phone=phone)
    db.session.add(veteran)
    db.session.flush()
    _note_consent(veteran, ConsentPurpose.REGISTER, wording)
    audit.record("veteran.register", "veteran", veteran.id)


def _one_at_a_time(phone: str) -> None:
    """Let one registration under a phone look and write before the next one looks."""
    one_at_a_time(f"register {Veteran.phone.blind(phone)}")


def _has_account(phone: str, name: str) -> bool:
    """An account may have lost its profile; the pair is taken all the same."""
    query = db.select(Account.id).where(
        Account.phone_index == Account.phone.blind(phone),
        Account.name == name,
        Account.role == Role.VETERAN,
    )
    return db.session.scalar(query) is not None


def _note_consent(
    veteran: Veteran, purpose: ConsentPurpose, wording: str, *, given_to: int | None = None
) -> None:
    db.session.add(
        Consent(
            veteran_id=veteran.id,
            purpose=purpose,
            wording=wording,
            given_at=clock.now(),
            given_to=given_to,
        )
    )


def register_on_behalf(
    clerk: Account,
    *,
    name: str,
    phone: str,
    township_code: str,
    wording: str,
    id_number: str = "",
) -> Veteran:
    """Register somebody who agreed before a clerk, and return the profile.

    Raises DomainError outside the clerk's township, and where this person is registered.
    """
    phone = normalise_phone(phone)
    if clerk.role is Role.CLERK and not covers(clerk.division_code or "", township_code):
        raise DomainError("只能代本乡镇的人登记。", field="township_code")
    _one_at_a_time(phone)
    if queries.account_holds(phone, name) is not None:
        raise DomainError("这个手机号和姓名已经登记过，请在名单里查找。", field="phone")
    veteran = Veteran(name=name, phone=phone, township_code=township_code, registered_by=clerk.id)
    db.session.add(veteran)
    if id_number:
        take_identity(veteran, id_number, by_staff=True, field="id_number")
    db.session.flush()
    for purpose in (ConsentPurpose.ON_BEHALF, ConsentPurpose.REGISTER):
        _note_consent(veteran, purpose, wording, given_to=clerk.id)
    audit.record("veteran.register_on_behalf", "veteran", veteran.id, township=township_code)
    return veteran


def issue_claim_code(veteran: Veteran) -> str:
    """Return a new one-time code of 8 digits, good for 30 days; an older one stops working.

    Only its keyed hash is kept. Raises DomainError where the person has the profile already.
    """
    if veteran.account_id is not None:
        raise DomainError("本人已经在用这份资料，不需要认领码。")
    code = f"{secrets.randbelow(10**8):08d}"
    veteran.claim_hash = _claim_hash(veteran, code)
    veteran.claim_expires_at = clock.now() + CLAIM_LIFE
    db.session.flush()
    audit.record("veteran.issue_claim_code", "veteran", veteran.id)
    return code


def _claim_hash(veteran: Veteran, code: str) -> str:
    return keyring.blind(code, f"claim:{veteran.seal_row}")


def claim(*, name: str, phone: str, code: str, password: str, wording: str) -> Veteran:
    """Give the person the profile a station made, by phone, name and the printed code.

    Raises DomainError with one and the same sentence whatever does not fit.
    """
    phone = normalise_phone(phone)
    check_strength(password, name=name, phone=phone)
    veteran = _claimable(phone, name, "".join(filter(str.isdigit, code)))
    if veteran is None:
        raise DomainError(WRONG_CLAIM)
    account = create_account(role=Role.VETERAN, name=name, phone=phone, password=password)
    veteran.account_id = account.id
    veteran.claim_hash = veteran.claim_expires_at = None
    db.session.flush()
    _note_consent(veteran, ConsentPurpose.REGISTER, wording)
    audit.record("veteran.claim", "veteran", veteran.id)
    return veteran


def _claimable(phone: str, name: str, code: str) -> Veteran | None:
    query = db.select(Veteran).where(
        Veteran.phone_index == Veteran.phone.blind(phone),
        Veteran.name == name,
        Veteran.account_id.is_(None),
        Veteran.claim_expires_at > clock.now(),
    )
    found: Sequence[Veteran] = db.session.scalars(query).all()
    for veteran in found:
        kept = veteran.claim_hash or ""
        if secrets.compare_digest(kept, _claim_hash(veteran, code)):
            return veteran
    return None
