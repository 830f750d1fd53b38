"""Queries of sign-ups: who comes, who checked in."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from core.access import Role
from core.codes import code_in, grouped
from core.db import db, found
from core.errors import NotFoundError
from fairs.fairs.models import CheckInNote, Fair, Meeting, SignUp, SignUpStatus
from people.accounts.models import Account
from people.veterans.queries import has_profile, own_profile


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


def doubtful_times(fair_id: int) -> set[int]:
    """Return the ids of sign-ups whose check-in came from a device with a wrong clock."""
    query = select(CheckInNote.sign_up_id).where(
        CheckInNote.fair_id == fair_id, CheckInNote.is_time_doubtful
    )
    return set(db.session.scalars(query))


def note_exists(fair_id: int, note_key: str) -> bool:
    """Return whether a record of a device was counted before."""
    query = select(CheckInNote.id).where(
        CheckInNote.fair_id == fair_id, CheckInNote.note_key == note_key
    )
    return db.session.scalar(query) is not None


def sign_up_of_note(fair_id: int, note_key: str) -> SignUp:
    """Return the sign-up a record of a device was counted for. Raises NotFoundError."""
    query = select(SignUp).join(CheckInNote, CheckInNote.sign_up_id == SignUp.id)
    query = query.where(CheckInNote.fair_id == fair_id, CheckInNote.note_key == note_key)
    return found(db.session.scalar(query))


def was_met(sign_up_id: int) -> bool:
    """Return whether an employer recorded a meeting with a person."""
    query = select(Meeting.id).where(Meeting.sign_up_id == sign_up_id).limit(1)
    return db.session.scalar(query) is not None


def sign_up_by_code(fair_id: int, code: str) -> SignUp | None:
    """Return the sign-up a code or its address belongs to at this fair, however it was typed.

    Codes given out before they had groups are compared as they are, case and all.
    """
    query = _people().where(SignUp.fair_id == fair_id, _written(code))
    return db.session.scalars(query).first()


def sign_up_anywhere(code: str) -> SignUp:
    """Return the sign-up of a code at any fair. Raises NotFoundError where there is none."""
    return found(db.session.scalars(_people().where(_written(code))).first())


def _written(code: str) -> ColumnElement[bool]:
    plain = code_in(code) or ""
    return SignUp.code.in_([plain, grouped(plain)])


def sign_up_for(fair_id: int, sign_up_id: int) -> SignUp:
    """Return one sign-up of a fair. Raises NotFoundError for another fair's."""
    sign_up = found(db.session.scalar(_people().where(SignUp.id == sign_up_id)))
    if sign_up.fair_id != fair_id:
        raise NotFoundError
    return sign_up


def name_of(sign_up: SignUp) -> str:
    """Return the name on a sign-up, a veteran's of ours or a partner bureau's guest's."""
    return sign_up.veteran.name if sign_up.veteran else sign_up.guest_name


def counted_sign_ups(fair_ids: Iterable[int]) -> Select[SignUp]:
    """Return the query of the sign-ups that count at these fairs: not cancelled, or checked in."""
    query = select(SignUp).where(SignUp.fair_id.in_(list(fair_ids)), _counts())
    return query.order_by(SignUp.id)


def attending(fair_id: int) -> list[SignUp]:
    """Return everyone who counts at a fair, by name: the list taken to the door."""
    rows = db.session.scalars(counted_sign_ups([fair_id]).options(joinedload(SignUp.veteran)))
    return sorted(rows, key=lambda one: (name_of(one), one.id))


def count_sign_ups(fair_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Return (signed up, checked in) of each of these fairs."""
    counted = counted_sign_ups(fair_ids).order_by(None)
    columns = SignUp.fair_id, func.count(), func.count(SignUp.checked_in_at)
    query = counted.with_only_columns(*columns).group_by(SignUp.fair_id)
    return {fair_id: (signed, came) for fair_id, signed, came in db.session.execute(query)}


def _counts() -> ColumnElement[bool]:
    return (SignUp.status == SignUpStatus.SIGNED) | SignUp.checked_in_at.is_not(None)
