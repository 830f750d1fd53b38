"""Queries of sign-ups: who comes, who checked in, whom the check-in desk looks for."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from core.access import Role
from core.codes import grouped
from core.db import db, found
from core.errors import NotFoundError
from fairs.fairs.models import CheckInMethod, Fair, SignUp, SignUpStatus
from people.accounts.models import Account
from people.secrecy.names import name_key
from people.veterans.models import Veteran
from people.veterans.queries import has_profile, may_see, own_profile

MOST_NAMESAKES = 20


@dataclass(frozen=True)
class DoorMatches:
    """Who fits the words typed at the check-in desk, and how they were looked up."""

    method: CheckInMethod
    signed_up: tuple[SignUp, ...] = ()
    registered: tuple[Veteran, ...] = ()  # known to the platform, but not signed up

    @property
    def is_empty(self) -> bool:
        """Return whether nobody fits."""
        return not self.signed_up and not self.registered


def sign_up_of(fair_id: int, veteran_id: int) -> SignUp | None:
    """Return a veteran's sign-up for a fair, cancelled or not."""
    return db.session.scalar(
        select(SignUp).where(SignUp.fair_id == fair_id, SignUp.veteran_id == veteran_id)
    )


def own_sign_up(fair_id: int, viewer: Account | None) -> SignUp | None:
    """Return the viewer's own sign-up for a fair, None where they have none that holds."""
    if viewer is None or viewer.role is not Role.VETERAN or not has_profile(viewer):
        return None
    row = sign_up_of(fair_id, own_profile(viewer).id)
    return row if row is not None and row.status is SignUpStatus.SIGNED else None


def sign_ups_of_veteran(veteran_id: int) -> list[SignUp]:
    """Return every sign-up of a veteran, the newest fair first."""
    query = select(SignUp).join(SignUp.fair).options(joinedload(SignUp.fair))
    query = query.where(SignUp.veteran_id == veteran_id)
    return list(db.session.scalars(query.order_by(Fair.starts_at.desc())))


def _people() -> Select[SignUp]:
    return select(SignUp).options(joinedload(SignUp.veteran))


def sign_ups(fair_id: int, *, only_in: bool = False) -> list[SignUp]:
    """Return who is signed up, or who checked in, by name."""
    query = _people().where(SignUp.fair_id == fair_id)
    if only_in:
        query = query.where(SignUp.checked_in_at.is_not(None))
    else:
        query = query.where(SignUp.status == SignUpStatus.SIGNED)
    return sorted(db.session.scalars(query), key=lambda one: (name_of(one), one.id))


def newest_check_ins(fair_id: int, number: int) -> list[SignUp]:
    """Return who checked in last, the newest first."""
    query = _people().where(SignUp.fair_id == fair_id, SignUp.checked_in_at.is_not(None))
    query = query.order_by(SignUp.checked_in_at.desc(), SignUp.id.desc()).limit(number)
    return list(db.session.scalars(query))


def sign_up_by_code(fair_id: int, code: str) -> SignUp | None:
    """Return the sign-up a code belongs to at this fair, however it was typed.

    Codes given out before they had groups are compared as they are, case and all.
    """
    written = SignUp.code.in_([code, grouped(code)])
    return db.session.scalars(_people().where(SignUp.fair_id == fair_id, written)).first()


def sign_up_for(fair_id: int, sign_up_id: int) -> SignUp:
    """Return one sign-up of a fair. Raises NotFoundError for another fair's."""
    sign_up = found(db.session.scalar(_people().where(SignUp.id == sign_up_id)))
    if sign_up.fair_id != fair_id:
        raise NotFoundError
    return sign_up


def name_of(sign_up: SignUp) -> str:
    """Return the name on a sign-up, a veteran's of ours or a partner bureau's guest's."""
    return sign_up.veteran.name if sign_up.veteran else sign_up.guest_name


def named(fair_id: int, name: str) -> list[SignUp]:
    """Return the sign-ups of a fair under this name, however it is written."""
    key = name_key(name)
    return [one for one in sign_ups(fair_id) if key and name_key(name_of(one)) == key]


def veterans_named(name: str, viewer: Account) -> list[Veteran]:
    """Return registered veterans of this name within the viewer's scope: they may walk in."""
    same = Veteran.name_key == name_key(name)
    query = select(Veteran).where(same).order_by(Veteran.id).limit(MOST_NAMESAKES)
    return [veteran for veteran in db.session.scalars(query) if may_see(viewer, veteran)]


def door_matches(fair_id: int, words: str, viewer: Account) -> DoorMatches:
    """Return who fits a name or the last four characters of an identity number."""
    if len(words) == 4 and words[:3].isdecimal():
        tail = words.upper()
        fitting = [one for one in sign_ups(fair_id) if _identity(one).endswith(tail)]
        return DoorMatches(CheckInMethod.ID_TAIL, tuple(fitting))
    signed_up = named(fair_id, words)
    known = {one.veteran_id for one in signed_up}
    registered = [one for one in veterans_named(words, viewer) if one.id not in known]
    return DoorMatches(CheckInMethod.NAME, tuple(signed_up), tuple(registered))


def _identity(sign_up: SignUp) -> str:
    return (sign_up.veteran.id_number or "") if sign_up.veteran else ""


def count_sign_ups(fair_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Return (signed up, checked in) of each of these fairs."""
    is_in = func.count(SignUp.checked_in_at)
    query = (
        select(SignUp.fair_id, func.count(), is_in)
        .where(SignUp.fair_id.in_(list(fair_ids)), _counts())
        .group_by(SignUp.fair_id)
    )
    return {fair_id: (signed, came) for fair_id, signed, came in db.session.execute(query)}


def _counts() -> ColumnElement[bool]:
    return (SignUp.status == SignUpStatus.SIGNED) | SignUp.checked_in_at.is_not(None)
