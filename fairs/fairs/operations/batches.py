"""Operations of check-ins recorded away from the desk: by a device offline, on a paper list.

Each line is judged on its own, so that a bad one holds up no other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core import audit, clock, looks
from core.db import db, one_at_a_time
from core.errors import DomainError
from core.filters import moment as shown_moment
from core.parameters.registry import amount_of
from fairs.fairs import queries
from fairs.fairs.facts import CheckInRecord, CheckInResult, LineResult, LineStatus
from fairs.fairs.models import CheckInMethod, Doubt, Fair, SignUp
from fairs.fairs.operations.check_ins import check_in, require_check_in, sign_up_for_walk_in
from fairs.fairs.operations.doubtful_notes import keep_note, settle_kept
from fairs.fairs.parameters import DOOR_MINUTES
from people.accounts.models import Account

CLOCK_SKEW = timedelta(minutes=10)  # by which the clock of an honest device may be wrong
WRONG_TIME = "时间可疑：设备记的时间不在招聘会当场，请核对这个人是不是来过。"
NEWCOMER = "没登记过的，请到签到页现场登记。"
WHICH = "有 {} 个人都对得上，请在姓名后面加上身份证或手机号的后四位。"


@dataclass(frozen=True)
class Desk:
    """Who enters a batch at which fair; `county` is the bureau's own division code."""

    fair: Fair
    by: Account
    county: str


class DoubtfulError(Exception):
    """A line names no one for sure, for a reason staff read."""

    def __init__(self, doubt: Doubt, why: str) -> None:
        super().__init__(why)
        self.doubt = doubt
        self.why = why


def merge_paper_list(
    fair: Fair, lines: Iterable[str], *, by: Account, county: str
) -> CheckInResult:
    """Check in the people of a paper list and return what became of each line.

    A line typed again finds the person in, or, after an undo, checks them in again.
    """
    desk = _open_desk(fair, by, county)
    seen: dict[int, int] = {}
    results = [_paper_line(desk, *line, seen) for line in enumerate(lines, start=1)]
    return _recorded(fair, results)


def _paper_line(desk: Desk, number: int, words: str, seen: dict[int, int]) -> LineResult:
    try:
        row, _method = _attendee(desk, words)
    except DoubtfulError as doubtful:
        return LineResult(number, "", words, LineStatus.DOUBTFUL, doubtful.why)
    if row.veteran is not None:
        looks.show((row.veteran,))  # the answer says that they came, or when
    if row.id in seen:
        why = f"和第 {seen[row.id]} 行是同一个人。"
        return LineResult(number, "", words, LineStatus.BEFORE, why)
    seen[row.id] = number
    before = _how_checked_in(row)
    if before or not check_in(row, method=CheckInMethod.PAPER, by_id=desk.by.id):
        return LineResult(number, "", words, LineStatus.BEFORE, before or _how_checked_in(row))
    return LineResult(number, "", words, LineStatus.NEW)


def merge_check_ins(
    fair: Fair,
    records: Sequence[CheckInRecord],
    *,
    by: Account,
    county: str,
    sent_at: datetime | None = None,
) -> CheckInResult:
    """Check in people a device recorded offline and return what became of each record.

    A record names a person like words at the desk; a registered veteran who did not sign up walks
    in. Others are kept for staff with the reason. The same record twice changes nothing.

    `sent_at` is the present by the device's clock. Where it differs from the server's, times are
    corrected by the difference and marked as doubtful. A time that is outside the fair even so
    is kept for staff too.
    """
    desk = _open_desk(fair, by, county)
    wrong_by = _wrong_by(sent_at)
    results = [
        _device_line(desk, number, record, wrong_by)
        for number, record in enumerate(records, start=1)
    ]
    return _recorded(fair, results)


def _device_line(desk: Desk, number: int, record: CheckInRecord, wrong_by: timedelta) -> LineResult:
    if queries.note_exists(desk.fair.id, record.key):
        return _repeat(desk, number, record)
    try:
        with db.session.begin_nested():  # what a doubtful line has written goes
            row, is_new = _checked_in(desk, record, wrong_by)
    except DoubtfulError as doubtful:
        keep_note(desk.fair, record, doubtful.doubt, doubtful.why, by_id=desk.by.id)
        return LineResult(number, record.key, record.words, LineStatus.DOUBTFUL, doubtful.why)
    settle_kept(desk.fair.id, record.key, row, by_id=desk.by.id)
    status = LineStatus.NEW if is_new else LineStatus.BEFORE
    return LineResult(number, record.key, record.words, status)


def _repeat(desk: Desk, number: int, record: CheckInRecord) -> LineResult:
    """Return the present status of a record counted before: after an undo nobody is in by it."""
    row = queries.sign_up_of_note(desk.fair.id, record.key)
    status = LineStatus.BEFORE if row.checked_in_at else LineStatus.UNDONE
    return LineResult(number, record.key, record.words, status)


def _checked_in(desk: Desk, record: CheckInRecord, wrong_by: timedelta) -> tuple[SignUp, bool]:
    """Check in the person of a record; return their sign-up and whether they are new."""
    if record.fault:
        raise DoubtfulError(Doubt.UNREADABLE, record.fault)
    moment = _moment(desk.fair, record, wrong_by)
    row, method = _attendee(desk, record.words)
    is_new = check_in(
        row,
        method=method,
        by_id=desk.by.id,
        at=moment,
        note_key=record.key,
        is_time_doubtful=bool(wrong_by),
    )
    return row, is_new


def _moment(fair: Fair, record: CheckInRecord, wrong_by: timedelta) -> datetime:
    """Return when a record was made, by the server's clock."""
    try:
        moment = record.at + wrong_by if record.at else None
    except OverflowError:
        moment = None
    if moment is None or not _opens(fair) <= moment <= _closes(fair):
        raise DoubtfulError(Doubt.TIME, WRONG_TIME)
    return moment


def _opens(fair: Fair) -> datetime:
    """Return from when on a record counts; nobody is in before the day."""
    early = clock.local(fair.starts_at - _margin(fair))
    day = clock.local(fair.starts_at).replace(hour=0, minute=0, second=0, microsecond=0)
    return max(early, day)


def _closes(fair: Fair) -> datetime:
    return min(fair.ends_at + _margin(fair), clock.now() + CLOCK_SKEW)


def _margin(fair: Fair) -> timedelta:
    return timedelta(minutes=amount_of(DOOR_MINUTES, clock.day_of(fair.starts_at)))


def _wrong_by(sent_at: datetime | None) -> timedelta:
    """Return by how much a device's clock is to be corrected; small differences are none."""
    if sent_at is None:
        return timedelta(0)
    difference = clock.now() - sent_at
    return difference if abs(difference) > CLOCK_SKEW else timedelta(0)


def _attendee(desk: Desk, words: str) -> tuple[SignUp, CheckInMethod]:
    """Return the sign-up the words name, and how. Raises DoubtfulError where they name no one."""
    matches = queries.door_matches(desk.fair.id, words)
    if matches.is_empty:
        raise DoubtfulError(Doubt.UNKNOWN, f"{matches.why_none}{NEWCOMER}")
    if matches.count > 1:
        raise DoubtfulError(Doubt.AMBIGUOUS, WHICH.format(matches.count))
    if matches.signed_up:
        return matches.signed_up[0], matches.method
    try:
        row = sign_up_for_walk_in(desk.fair, matches.registered[0], county=desk.county, by=desk.by)
    except DomainError as error:
        raise DoubtfulError(Doubt.UNKNOWN, error.message) from error
    return row, matches.method


def _how_checked_in(row: SignUp) -> str:
    """Return when and how a person was checked in, "" where they are not."""
    if row.checked_in_at is None or row.check_in_method is None:
        return ""
    return f"{shown_moment(row.checked_in_at)} {row.check_in_method.label}签到。"


def _open_desk(fair: Fair, by: Account, county: str) -> Desk:
    """Return the desk of a batch. One batch of a fair runs at a time: they lock many rows."""
    require_check_in(fair)
    one_at_a_time(f"batch of fair {fair.id}")
    return Desk(fair, by, county)


def _recorded(fair: Fair, lines: list[LineResult]) -> CheckInResult:
    result = CheckInResult(tuple(lines))
    doubtful = len(result.doubtful)
    audit.record("fair.merge_check_ins", "fair", fair.id, came=result.came, doubtful=doubtful)
    return result
