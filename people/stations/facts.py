"""What the forms of stations hand over, and the rules that need no database."""

from dataclasses import dataclass
from datetime import date

from core import clock
from core.errors import DomainError
from people.stations.models import Employment, StationLevel, TaskKind


@dataclass(frozen=True)
class StationFacts:
    """A station as the officer describes it. `vacancies_planned` is 应配人数."""

    level: StationLevel
    division_code: str
    name: str
    vacancies_planned: int
    address: str = ""
    phone: str = ""
    is_model: bool = False


@dataclass(frozen=True)
class StaffFacts:
    """A staff member who begins. `other_duties` is per cent of the working time."""

    name: str
    employment: Employment
    other_duties: int
    started_on: date
    account_id: int | None = None
    duty: str = ""
    phone: str = ""


@dataclass(frozen=True)
class LeaveFacts:
    """A staff member who leaves; without a successor the open work goes to the officer."""

    day: date
    reason: str = ""
    successor_id: int | None = None


@dataclass(frozen=True)
class TaskFacts:
    """A task for all stations of a level."""

    kind: TaskKind
    title: str
    due_on: date
    level: StationLevel


def check_due(due_on: date) -> None:
    """Raise DomainError where a last day has passed."""
    if due_on < clock.today():
        raise DomainError("期限不能在今天以前。", field="due_on")


def check_start(started_on: date) -> None:
    """Raise DomainError where a staff member would begin after today."""
    if started_on > clock.today():
        raise DomainError("开始日期不能在今天以后。", field="started_on")


def check_duties(employment: Employment, other_duties: int) -> None:
    """Raise DomainError where 专职 (full time) comes with other duties."""
    if employment is Employment.FULL and other_duties:
        raise DomainError("专职的不写其他工作，兼职的才写占几成。", field="other_duties")
