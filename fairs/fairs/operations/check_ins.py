"""Operations of the check-in: at the desk, walk-ins, people met at a booth, undo."""

import secrets
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from core import audit, clock, looks
from core.db import db, lock_row
from core.errors import DomainError
from fairs.fairs import lifecycle, queries
from fairs.fairs.models import CheckInMethod, CheckInNote, Fair, SignUp, SignUpStatus
from fairs.fairs.operations.attendance import sign_up
from fairs.fairs.queries import DoorMatches
from people.accounts.models import Account
from people.secrecy.personal_numbers import normalise_phone, parse_id_number
from people.veterans.facts import OnBehalfFacts
from people.veterans.models import Veteran
from people.veterans.operations import one_registration_at_a_time, register_on_behalf

OPEN_FOR_CHECK_IN = lifecycle.HAS_DOORS | lifecycle.TAKES_PEOPLE
MET = "已经有单位记了和这位的面谈，人在场。确实记错的，先请单位删去那一条，再来撤销。"
OTHER_NUMBER = "这个姓名和手机号登记过，但身份证号不一样，请核对证件。"


def require_check_in(fair: Fair) -> None:
    """Raise DomainError where a fair has no check-in in its status, or its day has not come."""
    if fair.status not in OPEN_FOR_CHECK_IN:
        raise DomainError(f"招聘会现在是“{fair.status.label}”，不能签到。")
    require_day(fair)


def why_no_check_in(fair: Fair) -> str:
    """Return why a fair has no check-in now, "" where it has."""
    try:
        require_check_in(fair)
    except DomainError as error:
        return error.message
    return ""


def require_day(fair: Fair) -> None:
    """Raise DomainError before the day of a fair: nobody can be there."""
    day = clock.day_of(fair.starts_at)
    if clock.today() < day:
        raise DomainError(f"招聘会是 {day:%Y年%m月%d日}，当天才能签到。")


def admit(fair: Fair, row: SignUp, *, method: CheckInMethod, by_id: int) -> bool:
    """Check a person in at the desk; return whether they are new.

    Raises DomainError where the fair has no check-in now.
    """
    require_check_in(fair)
    return check_in(row, method=method, by_id=by_id)


def log_door_looks(matches: DoorMatches) -> None:
    """Record who was shown at the check-in desk; each can read it in their own data."""
    shown = [one.veteran_id for one in matches.signed_up if one.veteran_id is not None]
    shown += [one.id for one in matches.registered]
    looks.recorded(shown)
    audit.record_about("veteran.found_at_door", shown)


def walk_in(
    fair: Fair,
    veteran: Veteran,
    *,
    county: str,
    by: Account,
    method: CheckInMethod = CheckInMethod.NAME,
) -> bool:
    """Sign up and check in a registered veteran who comes without; return whether they are new.

    Raises DomainError where the fair has no check-in now.
    """
    require_check_in(fair)
    row = sign_up_for_walk_in(fair, veteran, county=county, by=by)
    return check_in(row, method=method, by_id=by.id)


def sign_up_for_walk_in(fair: Fair, veteran: Veteran, *, county: str, by: Account) -> SignUp:
    """Return the veteran's sign-up, made now unless they are signed up, here or at another desk."""
    row = queries.sign_up_of(fair.id, veteran.id)
    if row is not None and row.status is SignUpStatus.SIGNED:
        return row
    try:
        row = sign_up(fair, veteran, county=county, by=by, is_walk_in=True)
    except DomainError:
        row = queries.sign_up_of(fair.id, veteran.id)  # another desk was faster
        if row is None:
            raise
        return row
    place = veteran.township_code
    audit.record("fair.walk_in", "fair", fair.id, township=place, about=[veteran.id])
    return row


def register_at_door(
    fair: Fair, facts: OnBehalfFacts, *, wording: str, county: str, by: Account
) -> tuple[Veteran, bool]:
    """Register a person of any township and check them in; return them and whether they are new.

    One who is registered under this name and phone, or name and identity number, just comes in.
    Raises DomainError: no check-in now, a wrong number, a number of another person.
    """
    require_check_in(fair)
    phone, id_number = normalise_phone(facts.phone), _number(facts.id_number)
    one_registration_at_a_time(phone)
    veteran = queries.registered_as(phone, facts.name, id_number)
    is_new = veteran is None
    if veteran is None:
        veteran = register_on_behalf(by, facts, wording=wording, in_any_township=True)
    elif id_number and veteran.id_number not in (None, id_number):
        raise DomainError(OTHER_NUMBER, field="id_number")
    walk_in(fair, veteran, county=county, by=by)
    return veteran, is_new


def _number(typed: str) -> str:
    return parse_id_number(typed, today=clock.today()).number if typed else ""


def check_in(
    row: SignUp,
    *,
    method: CheckInMethod,
    by_id: int | None,
    at: datetime | None = None,
    note_key: str | None = None,
    is_time_doubtful: bool = False,
) -> bool:
    """Record a check-in; return whether the person is new. The first record counts.

    A record with the key of an earlier one changes nothing, also after an undo.
    """
    note = CheckInNote(
        fair_id=row.fair_id,
        note_key=note_key or secrets.token_hex(16),
        sign_up_id=row.id,
        method=method,
        noted_at=at or clock.now(),
        received_at=clock.now(),
        by_id=by_id,
        is_time_doubtful=is_time_doubtful,
    )
    if not _stored(note):
        return False
    first = (
        update(SignUp)
        .where(SignUp.id == row.id, SignUp.checked_in_at.is_(None))
        .values(
            checked_in_at=note.noted_at,
            check_in_method=method,
            checked_in_by=by_id,
            status=SignUpStatus.SIGNED,
            version=SignUp.version + 1,
        )
        .execution_options(synchronize_session=False)
    )
    is_new = bool(db.session.execute(first).rowcount)  # type: ignore[attr-defined]
    db.session.expire(row)
    audit.record("fair.check_in", "fair", row.fair_id, sign_up=row.id, new=is_new, about=row.people)
    return is_new


def _stored(note: CheckInNote) -> bool:
    """Store one record of a check-in; return False where the same record was stored before."""
    try:
        with db.session.begin_nested():
            db.session.add(note)
            db.session.flush()
    except IntegrityError:
        return False
    return True


def undo_check_in(row: SignUp) -> None:
    """Remove a wrong check-in.

    Raises DomainError where there is none, or where an employer has met the person.
    """
    row = lock_row(row)
    if row.checked_in_at is None:
        raise DomainError("还没有签到。")
    if queries.was_met(row.id):
        raise DomainError(MET)
    _remove_check_in(row)


def check_in_met(row: SignUp, *, by_id: int) -> None:
    """Check in a person an employer has met, unless they are in.

    The lock makes an undo at the desk wait, and then see the meeting.
    """
    if lock_row(row).checked_in_at is None:
        check_in(row, method=CheckInMethod.BOOTH, by_id=by_id)


def undo_check_in_of_met(row: SignUp) -> None:
    """Remove a check-in that came from a meeting, once no meeting is left."""
    row = lock_row(row)
    if row.check_in_method is CheckInMethod.BOOTH and not queries.was_met(row.id):
        _remove_check_in(row)


def _remove_check_in(row: SignUp) -> None:
    row.checked_in_at, row.check_in_method, row.checked_in_by = None, None, None
    db.session.flush()
    audit.record("fair.undo_check_in", "fair", row.fair_id, sign_up=row.id, about=row.people)
