"""Operations of veterans' attendance: sign up, cancel, check in by any of four ways, once."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from core import audit, clock
from core.codes import new_code
from core.crypto import keyring
from core.db import db
from core.errors import DomainError
from fairs.fairs import lifecycle, queries
from fairs.fairs.facts import SIGN_UP_GROUPS, CheckInRecord, SignUpFacts, usual_stops
from fairs.fairs.models import CheckInMethod, CheckInNote, Fair, SignUp, SignUpStatus
from people.accounts.models import Account
from people.veterans.models import Veteran

CLOCK_SKEW = timedelta(minutes=10)  # by which the clock of an honest device may be wrong
OPEN_FOR_CHECK_IN = lifecycle.HAS_DOORS | lifecycle.TAKES_PEOPLE


@dataclass(frozen=True)
class CheckInResult:
    """The result of a batch: newly checked in, repeats, and lines that name no one for sure."""

    came: int
    repeats: int
    doubtful: list[tuple[int, str, str]]  # line number, its text, why it is doubtful


def sign_up(
    fair: Fair,
    veteran: Veteran,
    facts: SignUpFacts | None = None,
    *,
    county: str,
    by: Account | None = None,
    is_walk_in: bool = False,
) -> SignUp:
    """Sign a veteran up for a fair; a cancelled sign-up becomes valid again.

    Raises DomainError: the fair takes no sign-ups, the veteran is signed up, too many stops.
    """
    facts = facts or SignUpFacts(usual_stops(fair))
    if fair.status not in lifecycle.TAKES_PEOPLE:
        raise DomainError(f"招聘会现在是“{fair.status.label}”，不能报名。")
    if not 1 <= facts.wanted_stops <= fair.most_stops:
        message = f"这场招聘会一个人最多见 {fair.most_stops} 家。"
        raise DomainError(message, field="wanted_stops")
    row = queries.sign_up_of(fair.id, veteran.id)
    if row is not None and row.status is SignUpStatus.SIGNED:
        raise DomainError("已经报过名了。")
    if row is None:
        row = SignUp(
            fair_id=fair.id,
            veteran_id=veteran.id,
            bureau_code=county,
            code=new_code(SIGN_UP_GROUPS),
        )
        row.veteran = veteran
    row.status, row.by_id = SignUpStatus.SIGNED, by.id if by else None
    row.wanted_stops, row.is_walk_in = facts.wanted_stops, is_walk_in
    row.shares_with_partner = facts.shares_with_partner and fair.partner_code is not None
    try:
        with db.session.begin_nested():
            db.session.add(row)
            db.session.flush()
    except IntegrityError as error:
        raise DomainError("已经报过名了。") from error
    audit.record("fair.sign_up", "fair", fair.id, sign_up=row.id)
    return row


def cancel_sign_up(row: SignUp) -> None:
    """Cancel a sign-up. Raises DomainError after the check-in."""
    if row.checked_in_at is not None:
        raise DomainError("已经签到了，不能取消。")
    row.status = SignUpStatus.CANCELLED
    db.session.flush()
    audit.record("fair.cancel_sign_up", "fair", row.fair_id, sign_up=row.id)


def admit(fair: Fair, row: SignUp, *, method: CheckInMethod, by_id: int) -> bool:
    """Check a person in at the desk; return whether they are new.

    Raises DomainError where the fair has no check-in in its present status.
    """
    _require_check_in(fair)
    return check_in(row, method=method, by_id=by_id)


def walk_in(fair: Fair, veteran: Veteran, *, county: str, by: Account) -> SignUp:
    """Sign up and check in a registered veteran who comes without having signed up."""
    row = sign_up(fair, veteran, county=county, by=by, is_walk_in=True)
    check_in(row, method=CheckInMethod.NAME, by_id=by.id)
    return row


def check_in(
    row: SignUp,
    *,
    method: CheckInMethod,
    by_id: int | None,
    at: datetime | None = None,
    note_key: str | None = None,
) -> bool:
    """Record a check-in; return whether the person is new. The first record counts."""
    moment = at or clock.now()
    if not _note(row, method=method, by_id=by_id, at=moment, key=note_key):
        return False
    first = (
        update(SignUp)
        .where(SignUp.id == row.id, SignUp.checked_in_at.is_(None))
        .values(
            checked_in_at=moment,
            check_in_method=method,
            checked_in_by=by_id,
            status=SignUpStatus.SIGNED,
            version=SignUp.version + 1,
        )
        .execution_options(synchronize_session=False)
    )
    is_new = bool(db.session.execute(first).rowcount)  # type: ignore[attr-defined]
    db.session.expire(row)
    audit.record("fair.check_in", "fair", row.fair_id, sign_up=row.id, new=is_new)
    return is_new


def _note(
    row: SignUp, *, method: CheckInMethod, by_id: int | None, at: datetime, key: str | None
) -> bool:
    """Store one record of a check-in; return False where the same record was stored before."""
    note = CheckInNote(
        fair_id=row.fair_id,
        note_key=key or secrets.token_hex(16),
        sign_up_id=row.id,
        method=method,
        noted_at=at,
        received_at=clock.now(),
        by_id=by_id,
    )
    try:
        with db.session.begin_nested():
            db.session.add(note)
            db.session.flush()
    except IntegrityError:
        return False
    return True


def undo_check_in(row: SignUp) -> None:
    """Remove a wrong check-in."""
    if row.checked_in_at is None:
        raise DomainError("还没有签到。")
    row.checked_in_at, row.check_in_method, row.checked_in_by = None, None, None
    db.session.flush()
    audit.record("fair.undo_check_in", "fair", row.fair_id, sign_up=row.id)


def merge_paper_list(
    fair: Fair, lines: Iterable[str], *, by: Account, county: str
) -> CheckInResult:
    """Check in the people of a paper list; the same line again changes nothing."""
    records = [
        CheckInRecord(
            keyring.blind(f"{fair.id} {line}", "paper list"),
            line,
            CheckInMethod.PAPER,
            clock.now(),
        )
        for line in lines
    ]
    return merge_check_ins(fair, records, by=by, county=county)


def merge_check_ins(
    fair: Fair, records: Sequence[CheckInRecord], *, by: Account, county: str
) -> CheckInResult:
    """Check in people recorded offline or on paper; the same batch twice changes nothing.

    A record names a person by their code, or by a name that only one sign-up has; a registered
    veteran who did not sign up walks in. Other records are returned with the reason.
    """
    _require_check_in(fair)
    came = repeats = 0
    doubtful = []
    for line, record in enumerate(records, start=1):
        found = _wrong_time(fair, record) or _resolve_attendee(fair, record.who, by, county)
        if isinstance(found, str):
            doubtful.append((line, record.who, found))
        elif check_in(found, method=record.method, by_id=by.id, at=record.at, note_key=record.key):
            came += 1
        else:
            repeats += 1
    audit.record("fair.merge_check_ins", "fair", fair.id, came=came, doubtful=len(doubtful))
    return CheckInResult(came, repeats, doubtful)


def _wrong_time(fair: Fair, record: CheckInRecord) -> str | None:
    """Return why the time of a record cannot be right: of a device whose clock is wrong."""
    earliest, latest = fair.created_at - CLOCK_SKEW, clock.now() + CLOCK_SKEW
    if earliest <= record.at <= latest:
        return None
    return "记录的时间不对，请核对设备的时间，再到签到页补签。"


def _require_check_in(fair: Fair) -> None:
    if fair.status not in OPEN_FOR_CHECK_IN:
        raise DomainError(f"招聘会现在是“{fair.status.label}”，不能签到。")


def _resolve_attendee(fair: Fair, words: str, by: Account, county: str) -> SignUp | str:
    """Return the sign-up a record names, or the reason why it names no one for sure."""
    words = words.strip()
    row = queries.sign_up_by_code(fair.id, words)
    if row is not None:
        return row
    named = queries.named(fair.id, words)
    if len(named) == 1:
        return named[0]
    if named:
        return f"有 {len(named)} 个同名的人报了名，请用编号。"
    registered = queries.veterans_named(words, by)
    if len(registered) > 1:
        return f"登记过 {len(registered)} 个同名的人，请到签到页逐个核对。"
    if not registered:
        return "没有这个编号，也没有登记过这个名字。没登记的请先代办登记。"
    if fair.status not in lifecycle.TAKES_PEOPLE:
        return "没有报名，招聘会已经结束，请到签到页核对。"
    return sign_up(fair, registered[0], county=county, by=by, is_walk_in=True)
