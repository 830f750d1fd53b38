"""Reports of bad posts: two taps by a veteran, hidden after enough, reviewed, answered."""

from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import contains_eager, joinedload

from core import audit, clock
from core.access import Role
from core.db import db, lock_row
from core.errors import DomainError, NotFoundError
from core.parameters.registry import amount_of
from jobs.employers.queries import recipient_of as employer_recipient
from jobs.vacancies import lifecycle
from jobs.vacancies.models import Complaint, ComplaintReason, ComplaintStatus, Vacancy
from jobs.vacancies.parameters import HIDE_AFTER, HIDE_SCAM
from people.accounts.models import Account
from people.notices.operations import Message, Recipient, notify
from people.secrecy.designations import find_designations
from people.veterans.models import Veteran
from people.veterans.queries import recipient_of


def complain(
    vacancy: Vacancy, veteran: Veteran, reason: ComplaintReason, note: str = ""
) -> Complaint:
    """Report a post; with enough open reports it is hidden at once, until reviewed.

    Raises DomainError where this person's report of it is still open. The post's row is locked,
    so that reports in the same moment are counted right and hide it once.
    """
    for hit in find_designations(note):
        raise DomainError(f"“{hit.words}”像是部队番号，可能涉密，请改写。", field="note")
    locked = lock_row(vacancy)
    row = Complaint(
        vacancy_id=vacancy.id, veteran_id=veteran.id, reason=reason, note=note.strip()[:300]
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
            db.session.flush()
    except IntegrityError as error:
        raise DomainError("您已经举报过这个岗位，正在处理。") from error
    if locked.hidden_at is None and _is_enough(vacancy.id):
        locked.hidden_at = clock.now()
        db.session.flush()
        audit.record("vacancy.hide", "vacancy", vacancy.id)
        body = f"“{vacancy.title}”被举报，核查以前先不显示。请准备说明。"
        message = Message(
            f"report hides {vacancy.id} {row.id}",
            "report",
            "岗位先不显示了",
            body,
            "vacancies.detail",
            vacancy.id,
        )
        notify(employer_recipient(vacancy.employer), message)
    audit.record("vacancy.report", "vacancy", vacancy.id, reason=reason.value)
    return row


def _is_enough(vacancy_id: int) -> bool:
    mine = (Complaint.vacancy_id == vacancy_id) & (Complaint.status == ComplaintStatus.OPEN)
    everybody = db.session.scalar(select(func.count()).where(mine)) or 0
    scams = select(func.count()).where(mine, Complaint.reason == ComplaintReason.SCAM)
    today = clock.today()
    if (db.session.scalar(scams) or 0) >= amount_of(HIDE_SCAM, today):
        return True
    return everybody >= amount_of(HIDE_AFTER, today)


def decide(vacancy: Vacancy, status: ComplaintStatus, *, result: str, by: Account) -> int:
    """Decide on every open report of a post: upheld removes it, dismissed shows it again.

    The reporters read the result. Returns how many reports were decided.
    """
    if not result.strip():
        raise DomainError("请写处理结果，举报的人会看到。", field="result")
    if status is ComplaintStatus.OPEN:
        raise DomainError("请选处理结果。", field="status")
    rows = open_complaints(vacancy.id)
    if not rows:
        raise DomainError("这个岗位没有要处理的举报。")
    vacancy.hidden_at = None
    if status is ComplaintStatus.UPHELD:
        lifecycle.LIFE.move(vacancy, "remove", role=Role.OFFICER)
        vacancy.status_note = result.strip()[:200]
        vacancy.closed_at = clock.now()
    for row in rows:
        row.status, row.result = status, result.strip()[:200]
        row.decided_by, row.decided_at = by.id, clock.now()
        words = f"您举报的“{vacancy.title}”：{status.label}。{row.result}"
        notify(_reporter(row), Message(f"report {row.id} decided", "report", "举报有结果了", words))
    db.session.flush()
    audit.record("vacancy.decide_reports", "vacancy", vacancy.id, status=status.value)
    return len(rows)


def _reporter(row: Complaint) -> Recipient:
    return recipient_of(db.session.get_one(Veteran, row.veteran_id))


def open_complaints(vacancy_id: int) -> list[Complaint]:
    """Return the open reports of a post, oldest first."""
    query = select(Complaint).where(
        Complaint.vacancy_id == vacancy_id, Complaint.status == ComplaintStatus.OPEN
    )
    return list(db.session.scalars(query.order_by(Complaint.id)))


def queue() -> Select[Vacancy]:
    """Return the query of posts with open reports, the oldest report first."""
    first = (
        select(Complaint.vacancy_id, func.min(Complaint.id).label("first"))
        .where(Complaint.status == ComplaintStatus.OPEN)
        .group_by(Complaint.vacancy_id)
        .subquery()
    )
    query = select(Vacancy).join(first, first.c.vacancy_id == Vacancy.id).join(Vacancy.employer)
    return query.options(contains_eager(Vacancy.employer)).order_by(first.c.first)


def count_open() -> int:
    """Return how many reports wait."""
    query = select(func.count()).where(Complaint.status == ComplaintStatus.OPEN)
    return db.session.scalar(query) or 0


def get_complained_about(vacancy_id: int) -> Vacancy:
    """Return a post that was ever reported. Raises NotFoundError."""
    query = select(Vacancy).options(joinedload(Vacancy.employer)).where(Vacancy.id == vacancy_id)
    vacancy = db.session.scalar(query)
    if vacancy is None:
        raise NotFoundError
    return vacancy
