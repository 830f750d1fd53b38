"""Reads of the caseload: who has no work, the last contact, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, func, select

from core import clock
from core.db import db, pairs
from core.paging import count_of
from core.years import in_year
from lexicon.durations import passed_in_words
from people.accounts.models import Account
from people.caseload.models import Contact, NextAction
from people.veterans.models import EmploymentStatus, Veteran
from people.veterans.queries import in_scope

WITHOUT_WORK = (
    EmploymentStatus.UNKNOWN,
    EmploymentStatus.SEEKING,
    EmploymentStatus.WAITING_ASSIGNMENT,
    EmploymentStatus.UNREACHABLE,
)


@dataclass(frozen=True)
class CaseFilter:
    """What a caseload is narrowed to; None and False leave a filter open."""

    township: str = ""
    year: int | None = None
    silent_since: datetime | None = None  # no contact after this moment
    no_action: bool = False
    overdue_by: date | None = None  # an open action due before this day
    status: EmploymentStatus | None = None  # one of WITHOUT_WORK


@dataclass(frozen=True)
class Case:
    """One veteran without work: how long since retirement, last contact, next action, its owner.

    `retired` is in words, "" where the day is not known.
    """

    veteran: Veteran
    retired: str
    last_contact: datetime | None
    action: NextAction | None
    owner: str


def caseload(viewer: Account, wanted: CaseFilter) -> Select[Veteran]:
    """Return the query of veterans without work in a viewer's scope, longest retired first."""
    query = select(Veteran).where(in_scope(viewer), Veteran.employment_status.in_(WITHOUT_WORK))
    if wanted.status is not None:
        query = query.where(Veteran.employment_status == wanted.status)
    if wanted.township:
        query = query.where(Veteran.township_code == wanted.township)
    if wanted.year is not None:
        query = query.where(in_year(Veteran.retired_on, wanted.year))
    if wanted.silent_since is not None:
        query = query.where(_not_reached_since(wanted.silent_since))
    if wanted.no_action:
        query = query.where(~exists().where(_open_action()))
    if wanted.overdue_by is not None:
        query = query.where(exists().where(_open_action(), NextAction.due_on < wanted.overdue_by))
    return query.order_by(Veteran.retired_on.is_(None), Veteran.retired_on, Veteran.id)


def _not_reached_since(moment: datetime) -> ColumnElement[bool]:
    reached = exists().where(
        Contact.veteran_id == Veteran.id,
        Contact.was_reached,
        Contact.happened_at > moment,
    )
    return ~reached


def _open_action() -> ColumnElement[bool]:
    return (NextAction.veteran_id == Veteran.id) & NextAction.done_on.is_(None)


def count_cases(viewer: Account, wanted: CaseFilter) -> int:
    """Return how many veterans without work a filter leaves."""
    return count_of(caseload(viewer, wanted))


def count_by_status(viewer: Account) -> list[tuple[EmploymentStatus, int]]:
    """Return of how many people without work what is known: the parts of the whole caseload."""
    columns = Veteran.employment_status, func.count()
    whole = caseload(viewer, CaseFilter()).order_by(None)
    counts = pairs(whole.with_only_columns(*columns).group_by(Veteran.employment_status))
    return [(status, counts.get(status, 0)) for status in WITHOUT_WORK]


def cases_of(veterans: Sequence[Veteran], today: date) -> list[Case]:
    """Return what is known of these veterans' cases, in two statements."""
    ids = [veteran.id for veteran in veterans]
    contacted, actions = last_contacts(ids), _open_actions(ids)
    cases = []
    for veteran in veterans:
        action, owner = actions.get(veteran.id, (None, ""))
        retired = passed_in_words(veteran.retired_on, today) if veteran.retired_on else ""
        cases.append(Case(veteran, retired, contacted.get(veteran.id), action, owner))
    return cases


def _open_actions(ids: list[int]) -> dict[int, tuple[NextAction, str]]:
    """Return the open action of each veteran with its owner's name."""
    query = (
        select(NextAction, Account.name)
        .join(Account, Account.id == NextAction.owner_id)
        .where(NextAction.veteran_id.in_(ids), NextAction.done_on.is_(None))
    )
    return {action.veteran_id: (action, owner) for action, owner in db.session.execute(query)}


def last_contacts(ids: list[int]) -> dict[int, datetime]:
    """Return when each of these veterans was last reached."""
    query = select(Contact.veteran_id, func.max(Contact.happened_at))
    return pairs(
        query.where(Contact.veteran_id.in_(ids), Contact.was_reached).group_by(Contact.veteran_id)
    )


def open_action(veteran_id: int) -> NextAction | None:
    """Return the next action set for a veteran."""
    query = select(NextAction).where(
        NextAction.veteran_id == veteran_id, NextAction.done_on.is_(None)
    )
    return db.session.scalar(query)


def contacts_of(veteran_id: int) -> list[tuple[Contact, str]]:
    """Return every contact with a veteran and the name of who made it, newest first."""
    query = (
        select(Contact, Account.name)
        .join(Account, Account.id == Contact.by_id)
        .where(Contact.veteran_id == veteran_id)
        .order_by(Contact.happened_at.desc(), Contact.id.desc())
    )
    return [(contact, name) for contact, name in db.session.execute(query)]


def silent_moment(days: int) -> datetime:
    """Return the moment so many days ago."""
    return clock.now() - timedelta(days=days)
