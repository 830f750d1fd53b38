"""Load the demo county into an empty database, or report that it is loaded."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from sqlalchemy import func, select

from core import audit, clock
from core.access import ROLE_LABELS, Role
from core.audit import AuditEvent
from core.db import db, transaction
from core.errors import DomainError
from core.features import installed
from demo import arrivals, care, cast, county, work
from demo.setting import Setting, offers_in
from jobs.employers.models import Employer, EmployerStatus
from jobs.vacancies.models import Vacancy, VacancyStatus
from people.accounts.models import Account
from people.accounts.passwords import hash_password
from people.divisions.operations import load_divisions
from people.veterans.models import Veteran

SEED = 340321
ACTION = "demo.load"
NOT_EMPTY = "库里已经有资料，演示数据只能装进空库。"
LOADED = "演示数据已经装过了。"


@dataclass(frozen=True)
class DemoCounts:
    """What was loaded; `openings` is the headcount of the vacancies open today."""

    accounts: int
    veterans: int
    employers: int
    vacancies: int
    open_vacancies: int
    openings: int

    def __str__(self) -> str:
        """Return the counts as one Chinese line."""
        return (
            f"退役军人 {self.veterans} 人，用人单位 {self.employers} 家，岗位 {self.vacancies} 个"
            f"（今天在招 {self.open_vacancies} 个、{self.openings} 人），账号 {self.accounts} 个"
        )


def is_loaded() -> bool:
    """Return whether the demo county is in this database."""
    return db.session.scalar(select(AuditEvent.id).where(AuditEvent.action == ACTION)) is not None


def load_demo(progress: Callable[[str], None] | None = None) -> DemoCounts:
    """Load the demo county in one transaction and return its counts.

    Raises DomainError where the database is not empty: fictional people must never be mixed
    with real ones.
    """
    report = progress or _quiet
    with transaction():
        _refuse_unless_empty()
        load_divisions()
        _load(report)
        counts = _counts()
        audit.record(ACTION, "veteran", None, veterans=counts.veterans, vacancies=counts.vacancies)
    return counts


def load_at_first_start() -> None:
    """Load the demo into a new database; where it holds other data, print that it is not loaded."""
    if is_loaded():
        return
    print("第一次启动：正在装入演示数据……", flush=True)  # noqa: T201
    try:
        load_demo()
    except DomainError as error:
        print(error.message, flush=True)  # noqa: T201


def _quiet(_words: str) -> None:
    """Ignore the progress."""


def _refuse_unless_empty() -> None:
    if is_loaded():
        raise DomainError(LOADED)
    if any(_count(table) for table in (Account, Veteran, Employer, Vacancy)):
        raise DomainError(NOT_EMPTY)


def _count(table: type[Account | Veteran | Employer | Vacancy]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def _load(report: Callable[[str], None]) -> None:
    rng, today = Random(SEED), clock.today()
    hashed = hash_password(cast.PASSWORD)  # one hash for all: hashing is slow on purpose
    accounts = cast.make_accounts(hashed)
    officer_id = accounts["陈主任"].id
    heroes = cast.make_veterans(accounts, rng, today)
    firms = cast.make_employers(accounts, rng, today)
    db.session.add_all([*heroes, *firms])
    db.session.flush()
    vacancies = cast.make_vacancies(firms, rng, today)
    db.session.add_all(vacancies)
    county.note_consents(heroes, rng)
    county.note_decisions(heroes, officer_id, rng)
    clerks = {
        account.division_code: account for account in accounts.values() if account.division_code
    }
    clerks |= county.make_clerks(hashed, set(clerks), rng)
    report("正在编造用人单位和岗位……")
    more_firms, more = county.make_employers(hashed, officer_id, rng, today)
    report("正在编造退役军人……")
    people = county.make_veterans(hashed, clerks, officer_id=officer_id, rng=rng, today=today)
    report("正在编造招聘会、投递和就业……")
    known = {firm.id: firm for firm in [*firms, *more_firms]}
    setting = Setting(today, officer_id, clerks, people, offers_in([*vacancies, *more], known))
    work.make_work(setting, more, rng)
    report("正在编造服务站、联系和接收……")
    care.make_stations(clerks, officer_id, rng, today)
    care.make_contacts(clerks, rng, today)
    arrivals.make_arrivals(people, clerks, rng, today)
    db.session.flush()
    for feature in installed().features:
        if feature.sample is not None:
            feature.sample(Random(SEED))  # of its own: a new feature changes no other one's rows


def _counts() -> DemoCounts:
    is_open = (
        (Vacancy.status == VacancyStatus.PUBLISHED)
        & (Vacancy.valid_to >= clock.today())
        & (Employer.status == EmployerStatus.VERIFIED)
        & (Employer.verified_until >= clock.today())
    )
    query = select(func.count(), func.coalesce(func.sum(Vacancy.headcount), 0))
    row = db.session.execute(query.select_from(Vacancy).join(Vacancy.employer).where(is_open))
    open_vacancies, openings = row.one()
    return DemoCounts(
        accounts=_count(Account),
        veterans=_count(Veteran),
        employers=_count(Employer),
        vacancies=_count(Vacancy),
        open_vacancies=open_vacancies,
        openings=openings,
    )


def sign_in_help() -> str:
    """Return the accounts of the cast, one per line, with the password."""
    lines = [
        f"  {person.phone}  {person.name}（{_role(person.role)}：{person.words}）"
        for person in cast.members()
    ]
    return "\n".join([f"演示账号，密码都是 {cast.PASSWORD}：", *lines])


def _role(role: Role) -> str:
    return ROLE_LABELS[role]
