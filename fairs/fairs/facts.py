"""Facts of fairs as forms hand them to operations, with the rules that need no database."""

from dataclasses import dataclass, fields
from datetime import datetime

from core.errors import DomainError, Refusals
from fairs.fairs.models import CheckInMethod, Fair, FairMode, Outcome
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
    """One check-in as a device or a paper list recorded it. `who` is a code or a name."""

    key: str
    who: str
    method: CheckInMethod
    at: datetime


def facts_of(fair: Fair) -> FairFacts:
    """Return the facts of a stored fair."""
    values = {field.name: getattr(fair, field.name) for field in fields(FairFacts)}
    return FairFacts(**(values | {"hosts": tuple(fair.hosts)}))


def usual_stops(fair: Fair) -> int:
    """Return how many employers a person meets at a fair where they state no number."""
    return min(USUAL_STOPS, fair.most_stops)
