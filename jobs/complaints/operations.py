"""Operations on complaints: a veteran complains, the bureau decides."""

from sqlalchemy.exc import IntegrityError

from core import audit, clock
from core.access import Role
from core.db import db, lock_row
from core.errors import DomainError, Refusals
from jobs.applications.messages import notify_vacancy_event
from jobs.applications.queries import informed_of_vacancy
from jobs.complaints import queries
from jobs.complaints.models import Complaint, ComplaintReason, ComplaintStatus
from jobs.employers.queries import recipient_of as employer_recipient
from jobs.vacancies.models import Vacancy
from jobs.vacancies.operations import change_vacancy, hide_vacancy, show_vacancy
from people.accounts.models import Account
from people.notices.operations import Message, Recipient, notify
from people.secrecy.designations import refuse_designations
from people.veterans.models import Veteran
from people.veterans.queries import recipient_of


def complain(
    vacancy: Vacancy, veteran: Veteran, reason: ComplaintReason, note: str = ""
) -> Complaint:
    """Record a complaint about a vacancy; enough open ones hide the vacancy until reviewed.

    Raises DomainError where the veteran's earlier complaint about it is still open. The
    vacancy's row is locked, so that complaints made at once are counted right and hide it once.
    """
    refuse_designations(note, field="note")
    locked = lock_row(vacancy)
    row = Complaint(vacancy_id=vacancy.id, veteran_id=veteran.id, reason=reason, note=note.strip())
    try:
        with db.session.begin_nested():
            db.session.add(row)
            db.session.flush()
    except IntegrityError as error:
        raise DomainError("您已经举报过这个岗位，正在处理。") from error
    if locked.hidden_at is None and queries.are_enough(vacancy.id, clock.today()):
        hide_vacancy(locked)
        _notify_employer(locked, row)
        _notify_applicants(locked, "review")
    audit.record("vacancy.report", "vacancy", vacancy.id, reason=reason.value)
    return row


def decide(vacancy: Vacancy, status: ComplaintStatus, *, result: str, by: Account) -> int:
    """Decide on all open complaints about a vacancy and return how many there were.

    Upheld, the vacancy is removed and its applications end; dismissed, it is shown again. The
    veterans who complained read the result, the others who applied what it means for them.
    """
    vacancy = lock_row(vacancy)
    rows = queries.open_complaints(vacancy.id)
    was_hidden = vacancy.hidden_at is not None
    _check_decision(was_hidden or bool(rows), status, result)
    show_vacancy(vacancy)
    if status is ComplaintStatus.UPHELD:
        change_vacancy(vacancy, "remove", role=Role.OFFICER, today=clock.today(), reason=result)
    elif was_hidden:
        _notify_applicants(vacancy, "cleared")
    for row in rows:
        row.status, row.result = status, result.strip()
        row.decided_by, row.decided_at = by.id, clock.now()
        words = f"您举报的“{vacancy.title}”：{status.label}。{row.result}"
        message = Message(f"report {row.id} decided", "report", "举报有结果了", words)
        notify(_veteran_of(row), message)
    db.session.flush()
    audit.record("vacancy.decide_reports", "vacancy", vacancy.id, status=status.value)
    return len(rows)


def _check_decision(is_asked: bool, status: ComplaintStatus, result: str) -> None:
    refusals = Refusals()
    if not result.strip():
        refusals.add("请写处理结果，举报的人会看到。", field="result")
    if status is ComplaintStatus.OPEN:
        refusals.add("请选处理结果。", field="status")
    if not is_asked:
        refusals.add("这个岗位没有要处理的举报。")
    refusals.raise_if_any()


def _notify_applicants(vacancy: Vacancy, event: str) -> None:
    for application in informed_of_vacancy(vacancy.id):
        notify_vacancy_event(application, event)


def _notify_employer(vacancy: Vacancy, row: Complaint) -> None:
    message = Message(
        f"report hides {vacancy.id} {row.id}",
        "report",
        "岗位停投，正在核查",
        f"“{vacancy.title}”被举报。核查完以前不在岗位名单里，不能投递，页面上写着正在核查。请准备说明。",
        "vacancies.detail",
        vacancy.id,
    )
    notify(employer_recipient(vacancy.employer), message)


def _veteran_of(row: Complaint) -> Recipient:
    return recipient_of(db.session.get_one(Veteran, row.veteran_id))
