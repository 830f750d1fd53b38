"""Queries of single profiles, and of many at once for matching."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import selectinload

from core import clock
from core.access import COUNTY_READERS, Role
from core.db import db, found, running
from core.errors import NotFoundError
from people.accounts.models import Account
from people.corrections import queries as corrections
from people.corrections.models import Correction
from people.divisions.queries import covers, short_name
from people.notices.models import Audience
from people.notices.operations import Recipient
from people.notices.queries import Addressee
from people.secrecy.names import name_key
from people.veterans.models import Consent, ConsentPurpose, ProfileDraft, Veteran
from people.veterans.parameters import CLAIM_DAYS

LONGEST_CLAIM = timedelta(days=CLAIM_DAYS.most)  # whatever the bureau has set since

RECORDS = (
    selectinload(Veteran.services),
    selectinload(Veteran.credentials),
    selectinload(Veteran.works),
)


@dataclass(frozen=True)
class Duplicate:
    """Another profile that may be the same person; `is_open` where the viewer may see it."""

    veteran: Veteran
    why: str
    is_open: bool


def own_profile(account: Account) -> Veteran:
    """Return the profile of a signed-in veteran with its records. Raises NotFoundError."""
    query = select(Veteran).options(*RECORDS).where(Veteran.account_id == account.id)
    return found(db.session.scalar(query))


def has_profile(account: Account) -> bool:
    """Return whether an account has a profile."""
    return bool(db.session.scalar(select(exists().where(Veteran.account_id == account.id))))


def identity_of(account_id: int) -> str | None:
    """Return the identity number of an account's veteran, None where it was not given."""
    veteran = db.session.scalar(select(Veteran).where(Veteran.account_id == account_id))
    return veteran.id_number if veteran is not None else None


def veteran_for(veteran_id: int, viewer: Account) -> Veteran:
    """Return a profile with its records, if the viewer may see it.

    Raises NotFoundError both where there is none and where the viewer may not see it: a clerk
    sees their township, officers and leaders the county, a veteran their own profile.
    """
    query = select(Veteran).options(*RECORDS).where(Veteran.id == veteran_id)
    veteran = found(db.session.scalar(query))
    if not may_see(viewer, veteran):
        raise NotFoundError
    return veteran


def any_veteran(veteran_id: int) -> Veteran:
    """Return a profile whoever asks: only for callers that know the person by another proof."""
    return found(db.session.get(Veteran, veteran_id))


def may_see(viewer: Account, veteran: Veteran) -> bool:
    """Return whether a profile is within the viewer's scope."""
    if viewer.role is Role.CLERK:
        return covers(viewer.division_code or "", veteran.township_code or "")
    return viewer.role in COUNTY_READERS or veteran.account_id == viewer.id


def veterans_with_records(ids: Iterable[int] | None = None) -> Sequence[Veteran]:
    """Return veterans (all, or those with these ids) with all records, in four statements, by id.

    Veterans who withdrew their consent to be matched are left out, and those of a ledger who have
    not given it: the law lets the bureau keep their data, not recommend them.
    """
    query = select(Veteran).options(*RECORDS).where(_may_be_matched()).order_by(Veteran.id)
    if ids is not None:
        query = query.where(Veteran.id.in_(list(ids)))
    return db.session.scalars(query).all()


def _may_be_matched() -> ColumnElement[bool]:
    """Return the condition that a consent to register is in force, or none was ever needed."""
    mine = and_(Consent.veteran_id == Veteran.id, Consent.purpose == ConsentPurpose.REGISTER)
    holds = exists().where(mine, Consent.withdrawn_at.is_(None))
    has_withdrawn = exists().where(mine, Consent.withdrawn_at.is_not(None))
    return or_(holds, and_(Veteran.import_batch_id.is_(None), ~has_withdrawn))


def profiles_with(phone: str, name: str) -> Sequence[Veteran]:
    """Return the profiles with this phone and name, however it is written, the oldest first."""
    query = select(Veteran).where(
        Veteran.phone_index == Veteran.phone.blind(phone), Veteran.name_key == name_key(name)
    )
    return db.session.scalars(query.order_by(Veteran.id)).all()


def account_holds(phone: str, name: str) -> Veteran | None:
    """Return the profile with this phone and name, whether the person or a station created it."""
    return next(iter(profiles_with(phone, name)), None)


def has_account(phone: str, name: str) -> bool:
    """Return whether a veteran's account has this phone and name, even one without a profile."""
    query = select(Account.id).where(
        Account.phone_index == Account.phone.blind(phone),
        Account.name_key == name_key(name),
        Account.role == Role.VETERAN,
    )
    return db.session.scalar(query) is not None


def claimable(phone: str, name: str) -> Sequence[Veteran]:
    """Return the profiles with this phone and name whose claim code is still valid."""
    query = select(Veteran).where(
        Veteran.phone_index == Veteran.phone.blind(phone),
        Veteran.name_key == name_key(name),
        Veteran.account_id.is_(None),
        running(Veteran.claim_expires_at, LONGEST_CLAIM, at=clock.now()),
    )
    return db.session.scalars(query).all()


def corrections_of(veteran: Veteran) -> list[tuple[Correction, str]]:
    """Return what staff corrected of a veteran with the name of who did, newest first."""
    return corrections.corrections_of(Role.VETERAN, veteran.id)


def possible_duplicates(veteran: Veteran, viewer: Account) -> list[Duplicate]:
    """Return other profiles with the same phone and name, or the same name and birth date."""
    same = [Veteran.phone_index == veteran.phone_index]
    if veteran.born_on is not None:
        same.append(Veteran.born_on == veteran.born_on)
    query = select(Veteran).where(
        Veteran.id != veteran.id, Veteran.name_key == veteran.name_key, or_(*same)
    )
    return [
        Duplicate(other, _why(veteran, other), may_see(viewer, other))
        for other in db.session.scalars(query.order_by(Veteran.id).limit(20))
    ]


def _why(one: Veteran, other: Veteran) -> str:
    reason = "姓名、手机号相同" if one.phone_index == other.phone_index else "姓名、出生日期相同"
    place = short_name(other.township_code)
    return f"{reason}（{place}）" if place else reason


def record_of(veteran: Veteran, model: type[Any], record_id: int) -> Any:
    """Return one record of this veteran. Raises NotFoundError for another veteran's."""
    record = db.session.get(model, record_id)
    if record is None or record.veteran_id != veteran.id:
        raise NotFoundError
    return record


def draft_of(account_id: int, veteran_id: int, section: str) -> ProfileDraft | None:
    """Return what an account keeps of a section, None where it keeps nothing."""
    return db.session.scalar(
        select(ProfileDraft).where(
            ProfileDraft.account_id == account_id,
            ProfileDraft.veteran_id == veteran_id,
            ProfileDraft.section == section,
        )
    )


def recipient_of(veteran: Veteran) -> Recipient:
    """Return how a veteran gets notices; without an account staff have to call."""
    return Recipient(
        Audience.VETERAN,
        veteran.id,
        has_account=veteran.account_id is not None,
        township_code=veteran.township_code,
        phone=veteran.phone,
    )


def own_inbox(account: Account) -> Addressee | None:
    """Return the inbox of a veteran's account, None before it has a profile."""
    veteran_id = db.session.scalar(select(Veteran.id).where(Veteran.account_id == account.id))
    return None if veteran_id is None else (Audience.VETERAN, veteran_id)
