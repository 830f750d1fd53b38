"""Registration by the veteran or a station, and claiming the profile a station created."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from core import audit, client_addresses, clock
from core.access import Role
from core.codes import new_code, plain_code
from core.crypto import keyring
from core.db import db, one_at_a_time
from core.errors import DomainError, Refusals
from core.parameters.registry import amount_of
from core.throttle import Limit
from people.accounts.models import Account
from people.accounts.operations import create_account
from people.accounts.passwords import check_strength, hash_password
from people.divisions.queries import covers
from people.secrecy.names import check_person_name, clean_name, name_key
from people.secrecy.personal_numbers import normalise_phone
from people.veterans import queries
from people.veterans.facts import CLAIM_GROUPS, ClaimFacts, OnBehalfFacts, RegistrationFacts
from people.veterans.models import Consent, ConsentPurpose, Veteran
from people.veterans.operations.profile import free_identity, take_identity
from people.veterans.parameters import CLAIM_DAYS

# Many people share one address behind a mobile carrier or at a fair.
REGISTRATIONS = Limit("register address", tries=60, window_seconds=60 * 60, then_every=20)
CLAIM_ADDRESSES = Limit("claim address", tries=60, window_seconds=60 * 60, then_every=20)
# One network may try a person's code five times. All together only slow each other down, so
# that nobody can keep the rightful owner from claiming.
CLAIMS_PER_NETWORK = Limit("claim person network", tries=5, window_seconds=60 * 60)
CLAIMS = Limit("claim person", tries=20, window_seconds=60 * 60, then_every=30)
WRONG_CLAIM = "姓名、手机号或认领码不对，或者认领码已过期。请核对，或找服务站重新打印。"


def count_registration(address: str | None) -> None:
    """Count one registration from an address, committed by itself. Raises TooManyTriesError."""
    REGISTRATIONS.count(client_addresses.client(address))


def count_claim(phone: str, name: str, address: str | None) -> None:
    """Count one attempt to claim a profile, committed by itself. Raises TooManyTriesError."""
    person = f"{phone} {name_key(name)}"
    CLAIMS_PER_NETWORK.count(f"{person} {client_addresses.network(address)}")
    CLAIM_ADDRESSES.count(client_addresses.client(address))
    CLAIMS.count(person)


def register(facts: RegistrationFacts, *, wording: str) -> None:
    """Register a veteran at their own request: an account, a profile and a consent.

    Where a profile with this phone and name exists, nothing changes, and the answer and its time
    are the same: a visitor must not learn who is registered.
    Raises DomainError for a weak password or a wrong number.
    """
    name, phone = clean_name(facts.name), _checked_phone(facts)
    one_registration_at_a_time(phone)  # a desk may be registering the same person
    known = queries.account_holds(phone, name)
    if known is not None or queries.has_account(phone, name):
        hash_password(facts.password)
        audit.record("veteran.register_again", "veteran", known.id if known else None)
        return
    account = create_account(role=Role.VETERAN, name=name, phone=phone, password=facts.password)
    veteran = Veteran(account_id=account.id, name=name, phone=phone)
    db.session.add(veteran)
    db.session.flush()
    _note_consent(veteran, ConsentPurpose.REGISTER, wording)
    audit.record("veteran.register", "veteran", veteran.id)


def _checked_phone(facts: RegistrationFacts | ClaimFacts) -> str:
    """Return the phone number as it is stored, once number and password obey their rules."""
    phone, refusals = facts.phone, Refusals()
    with refusals.collecting():
        phone = normalise_phone(phone)
    with refusals.collecting():
        check_strength(facts.password, name=facts.name, phone=phone)
    refusals.raise_if_any()
    return phone


def one_registration_at_a_time(phone: str) -> None:
    """Serialise registrations with one phone, so that each sees what the one before wrote."""
    one_at_a_time(f"register {Veteran.phone.blind(phone)}")


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
    clerk: Account, facts: OnBehalfFacts, *, wording: str, in_any_township: bool = False
) -> Veteran:
    """Register a veteran who agreed before a clerk, and return the profile.

    At a fair people of any township come. Raises DomainError outside the clerk's own otherwise,
    and where the person is registered.
    """
    phone = normalise_phone(facts.phone)
    check_person_name(facts.name)
    if not in_any_township and not is_own_township(clerk, facts.township_code):
        raise DomainError("只能代本乡镇的人登记。", field="township_code")
    one_registration_at_a_time(phone)
    _refuse_registered(facts, phone)
    veteran = Veteran(
        name=clean_name(facts.name),
        phone=phone,
        township_code=facts.township_code,
        registered_by=clerk.id,
    )
    db.session.add(veteran)
    if facts.id_number:
        take_identity(veteran, facts.id_number, by_staff=True, field="id_number")
    db.session.flush()
    for purpose in (ConsentPurpose.ON_BEHALF, ConsentPurpose.REGISTER):
        _note_consent(veteran, purpose, wording, given_to=clerk.id)
    audit.record("veteran.register_on_behalf", "veteran", veteran.id, township=facts.township_code)
    return veteran


def is_own_township(clerk: Account, township: str) -> bool:
    """Return whether an account registers the people of a township."""
    return clerk.role is not Role.CLERK or covers(clerk.division_code or "", township)


def _refuse_registered(facts: OnBehalfFacts, phone: str) -> None:
    refusals = Refusals()
    known = queries.account_holds(phone, facts.name)
    if known is not None:
        refusals.add(_where_registered(known, facts), field="phone")
    if facts.id_number:
        with refusals.collecting():
            free_identity(facts.id_number, by_staff=True, field="id_number")
    refusals.raise_if_any()


def _where_registered(known: Veteran, facts: OnBehalfFacts) -> str:
    """Return where to find a person who is registered already."""
    if not known.township_code:
        return "这个手机号和姓名已经登记过，还没填乡镇。看过证件，请在名单页点“收到本乡镇”。"
    if not covers(facts.township_code, known.township_code):
        return "这个手机号和姓名已经登记过，登记在别的乡镇。请到那边的服务站办，或者找事务局。"
    return "这个手机号和姓名已经登记过，请在名单里查找。"


def issue_claim_code(veteran: Veteran) -> str:
    """Return a new one-time code in two groups; the one before stops working.

    Only its keyed hash is stored. Raises DomainError where the veteran has the profile already.
    """
    if veteran.account_id is not None:
        raise DomainError("本人已经在用这份资料，不需要认领码。")
    code = new_code(CLAIM_GROUPS)
    veteran.claim_hash = _claim_hash(veteran, code)
    veteran.claim_expires_at = clock.now() + timedelta(days=amount_of(CLAIM_DAYS, clock.today()))
    db.session.flush()
    audit.record("veteran.issue_claim_code", "veteran", veteran.id)
    return code


def _claim_hash(veteran: Veteran, code: str) -> str:
    return keyring.blind(plain_code(code), f"claim:{veteran.seal_row}")


def claim(facts: ClaimFacts, *, wording: str) -> Veteran:
    """Give a veteran the profile a station created, by phone, name and printed code; return it.

    Raises DomainError with the same sentence whichever of the three is wrong.
    """
    name, phone = facts.name, _checked_phone(facts)
    veteran = _with_code(queries.claimable(phone, name), facts.code)
    if veteran is None:
        raise DomainError(WRONG_CLAIM)
    check_strength(facts.password, name=name, phone=phone, identity=veteran.id_number)
    account = create_account(role=Role.VETERAN, name=name, phone=phone, password=facts.password)
    veteran.account_id = account.id
    veteran.claim_hash = veteran.claim_expires_at = None
    db.session.flush()
    _note_consent(veteran, ConsentPurpose.REGISTER, wording)
    audit.record("veteran.claim", "veteran", veteran.id)
    return veteran


def _with_code(profiles: Sequence[Veteran], code: str) -> Veteran | None:
    """Return the profile this code was printed for."""
    for veteran in profiles:
        stored = veteran.claim_hash or ""
        if secrets.compare_digest(stored, _claim_hash(veteran, code)):
            return veteran
    return None
