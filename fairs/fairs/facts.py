"""Facts of fairs as forms hand them to operations, with the rules that need no database."""

from dataclasses import dataclass, fields
from datetime import datetime

from core.errors import DomainError, Refusals
from core.labels import Labelled
from fairs.fairs.models import Fair, FairMode, Outcome
from jobs.applications.models import RejectReason
from people.divisions.queries import place_name

USUAL_STOPS = 3
SIGN_UP_GROUPS = 3  # of the code of a sign-up: 53 bits, so that nobody guesses one
MOST_ROWS, MOST_COLUMNS = 20, 20


@dataclass(frozen=True)
class FairFacts:
    """One fair as planned; times are moments, `partner_code` is six digits or None."""

    title: str
    mode: FairMode
    starts_at: datetime
    ends_at: datetime
    township_code: str | None = None
    venue: str = ""
    online_note: str = ""
    hosts: tuple[str, ...] = ()
    partner_code: str | None = None
    partner_name: str = ""
    introduction: str = ""
    slot_minutes: int = 15
    most_stops: int = 5

    def check(self) -> None:
        """Raise DomainError where the times are in the wrong order or the partner is unknown."""
        refusals = Refusals()
        if self.ends_at <= self.starts_at:
            refusals.add("结束时间要在开始时间以后。", field="ends")
        if self.partner_code and not place_name(self.partner_code):
            refusals.add("没有这个区划代码，比如宁波市江北区是 330205。", field="partner_code")
        refusals.raise_if_any()


@dataclass(frozen=True)
class BoothRows:
    """Rows of booths to create; `seats` is how many people one booth meets at a time."""

    rows: int
    columns: int
    seats: int = 1

    def check(self) -> None:
        """Raise DomainError where there are more booths than a floor plan can show."""
        if not (1 <= self.rows <= MOST_ROWS and 1 <= self.columns <= MOST_COLUMNS):
            raise DomainError(f"最多 {MOST_ROWS} 排，每排 {MOST_COLUMNS} 个。", field="rows")


@dataclass(frozen=True)
class SignUpFacts:
    """How many employers a veteran wants to meet, and whether the partner bureau may know."""

    wanted_stops: int
    shares_with_partner: bool = False


@dataclass(frozen=True)
class MeetingFacts:
    """The outcome of a meeting at a booth; `vacancy_id` is one of the booth's vacancies."""

    outcome: Outcome
    vacancy_id: int | None = None
    reason: RejectReason | None = None
    is_signed: bool = False

    def check(self) -> None:
        """Raise DomainError where the outcome lacks its reason or contradicts the signature."""
        refusals = Refusals()
        if self.outcome is Outcome.UNFIT and self.reason is None:
            refusals.add("请选不合适的原因。", field="reason")
        if self.is_signed and self.outcome is not Outcome.INTENT:
            refusals.add("现场签约的，请先记“有意向”。", field="is_signed")
        refusals.raise_if_any()


@dataclass(frozen=True)
class CheckInRecord:
    """One check-in as a device recorded it: `words` name the person.

    `at` is the moment by the device's clock, None where it cannot be read. A `fault` explains
    why the record itself cannot be read.
    """

    key: str
    words: str
    at: datetime | None
    fault: str = ""


class LineStatus(Labelled):
    """What became of one record or one line of a paper list."""

    NEW = ("NEW", "新签到", "ok")
    BEFORE = ("BEFORE", "以前签过", "info")
    UNDONE = ("UNDONE", "签到后来撤销了，没有再签", "wait")
    DOUBTFUL = ("DOUBTFUL", "没认出", "bad")


@dataclass(frozen=True)
class LineResult:
    """What became of one line: `words` are what it held, `why` explains it to staff."""

    number: int
    key: str
    words: str
    status: LineStatus
    why: str = ""


@dataclass(frozen=True)
class CheckInResult:
    """What became of a batch, line by line."""

    lines: tuple[LineResult, ...]

    def count(self, *statuses: LineStatus) -> int:
        """Return how many lines ended in one of these statuses."""
        return sum(line.status in statuses for line in self.lines)

    @property
    def came(self) -> int:
        """Return how many people were checked in now."""
        return self.count(LineStatus.NEW)

    @property
    def repeats(self) -> int:
        """Return how many lines changed nothing."""
        return self.count(LineStatus.BEFORE, LineStatus.UNDONE)

    @property
    def doubtful(self) -> tuple[LineResult, ...]:
        """Return the lines that name no one for sure."""
        return tuple(line for line in self.lines if line.status is LineStatus.DOUBTFUL)


def facts_of(fair: Fair) -> FairFacts:
    """Return the facts of a stored fair."""
    values = {field.name: getattr(fair, field.name) for field in fields(FairFacts)}
    return FairFacts(**(values | {"hosts": tuple(fair.hosts)}))


def usual_stops(fair: Fair) -> int:
    """Return how many employers a person meets at a fair where they state no number."""
    return min(USUAL_STOPS, fair.most_stops)
