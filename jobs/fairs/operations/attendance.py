"""Veterans come to a fair: signing up, being let in by any of four ways, once."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from core import audit, clock
from core.db import db
from core.errors import DomainError
from jobs.fairs import lifecycle, queries
from jobs.fairs.models import CheckInMethod, CheckInNote, Fair, SignUp, SignUpStatus
from people.accounts.models import Account
from people.veterans.models import Veteran


@dataclass(frozen=True)
class CheckInRecord:
    """One check-in as a device or a paper list told it. `who` is a code or a name."""

    key: str
    who: str
    method: CheckInMethod
    at: datetime


@dataclass(frozen=True)
class CheckInResult:
    """What became of a batch: newly let in, repeats, and lines that name nobody for sure."""

    came: int
    repeats: int
    doubtful: list[tuple[int, str, str]]  # line, what stood there, why


def sign_up(
    fair: Fair,
    veteran: Veteran,
    *,
    county: str,
    by: Account | None = None,
    wanted_stops: int = 3,
    shares_with_partner: bool = False,
    is_walk_in: bool = False,
) -> SignUp:
    """Give somebody a place at a fair; a cancelled one is taken up again."""
    if fair.status not in lifecycle.TAKES_PEOPLE:
        raise DomainError(f"招聘会现在是“{fair.status.label}”，不能报名。")
    row = queries.sign_up_of(fair.id, veteran.id)
    if row is not None and row.status is SignUpStatus.SIGNED:
        raise DomainError("已经报过名了。")
    if row is None:
        row = SignUp(
            fair_id=fair.id,
            veteran_id=veteran.id,
            bureau_code=county,
            code=secrets.token_urlsafe(9),
        )
        row.veteran = veteran
    row.status, row.by_id = SignUpStatus.SIGNED, by.id if by else None
    row.wanted_stops = min(max(1, wanted_stops), fair.most_stops)
    row.shares_with_partner = shares_with_partner and fair.partner_code is not None
    row.is_walk_in = is_walk_in
    try:
        with db.session.begin_nested():
            db.session.add(row)
            db.session.flush()
    except IntegrityError as error:
        raise DomainError("已经报过名了。") from error
    audit.record("fair.sign_up", "fair", fair.id, sign_up=row.id)
    return row


def cancel_sign_up(row: SignUp) -> None:
    """Give a place back; who was let in already stays."""
    if row.checked_in_at is not None:
        raise DomainError("已经签到了，不能取消。")
    row.status = SignUpStatus.CANCELLED
    db.session.flush()
    audit.record("fair.cancel_sign_up", "fair", row.fair_id, sign_up=row.id)


def check_in(
    row: SignUp,
    *,
    method: CheckInMethod,
    by_id: int | None,
    at: datetime | None = None,
    note_key: str | None = None,
) -> bool:
    """Let somebody in; return whether it was new. The first telling counts, a repeat is merged."""
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
    """Keep one telling; return False where the very same was kept before."""
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
    """Take a wrong check-in back."""
    if row.checked_in_at is None:
        raise DomainError("还没有签到。")
    row.checked_in_at, row.check_in_method, row.checked_in_by = None, None, None
    db.session.flush()
    audit.record("fair.undo_check_in", "fair", row.fair_id, sign_up=row.id)


def merge_check_ins(
    fair: Fair, notes: Sequence[CheckInRecord], *, by: Account, county: str
) -> CheckInResult:
    """Take in what was noted without a network or on paper; the same batch twice changes nothing.

    A line names somebody by his code, or by a name only one of those signed up has; somebody
    registered who did not sign up walks in. Other lines come back with the reason.
    """
    if fair.status not in lifecycle.HAS_DOORS | {*lifecycle.TAKES_PEOPLE}:
        raise DomainError(f"招聘会现在是“{fair.status.label}”，不能签到。")
    came = repeats = 0
    doubtful = []
    for line, noted in enumerate(notes, start=1):
        found = _resolve_attendee(fair, noted.who, by, county)
        if isinstance(found, str):
            doubtful.append((line, noted.who, found))
        elif check_in(found, method=noted.method, by_id=by.id, at=noted.at, note_key=noted.key):
            came += 1
        else:
            repeats += 1
    audit.record("fair.merge_check_ins", "fair", fair.id, came=came, doubtful=len(doubtful))
    return CheckInResult(came, repeats, doubtful)


def _resolve_attendee(fair: Fair, words: str, by: Account, county: str) -> SignUp | str:
    """Return whom a line names, or why it names nobody for sure."""
    words = words.strip()
    row = queries.sign_up_by_code(fair.id, words)
    if row is not None:
        return row
    named = [one for one in queries.sign_ups(fair.id) if queries.name_of(one) == words]
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
