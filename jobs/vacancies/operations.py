"""Deeds on posts: write, submit, review, pause, fill, close, remove, copy, reopen, expire."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select

from core import audit, clock
from core.access import Role
from core.db import db, one_at_a_time
from core.errors import DomainError
from jobs.employers.models import Employer
from jobs.employers.queries import recipient_of
from jobs.vacancies import lifecycle, queries
from jobs.vacancies.facts import COLUMNS, VacancyFacts, facts_of
from jobs.vacancies.models import Vacancy, VacancyCredential, VacancyStatus
from jobs.vacancies.readiness import DEFAULT_DAYS, readiness
from lexicon.tables import load_lexicon
from people.notices.operations import Message, notify

ENDED = frozenset(
    {VacancyStatus.FILLED, VacancyStatus.EXPIRED, VacancyStatus.CLOSED, VacancyStatus.REMOVED}
)


def draft_vacancy(
    employer: Employer, facts: VacancyFacts, *, import_batch_id: int | None = None
) -> Vacancy:
    """Write a new post as a draft; it may still be incomplete."""
    vacancy = Vacancy(
        employer_id=employer.id, status=VacancyStatus.DRAFT, import_batch_id=import_batch_id
    )
    vacancy.employer = employer
    _write(vacancy, facts)
    db.session.add(vacancy)
    db.session.flush()
    audit.record("vacancy.draft", "vacancy", vacancy.id, employer=employer.id)
    return vacancy


def edit_vacancy(vacancy: Vacancy, facts: VacancyFacts) -> None:
    """Rewrite a draft or a returned post; the occupation chosen for it stays."""
    _require_editable(vacancy)
    _write(vacancy, replace(facts, occupation_code=vacancy.occupation_code))
    vacancy.updated_at = clock.now()  # else a change of credentials alone would leave no trace
    db.session.flush()
    audit.record("vacancy.edit", "vacancy", vacancy.id)


def choose_occupation(vacancy: Vacancy, code: str) -> None:
    """Say which occupation a post is; "" says that none fits."""
    _require_editable(vacancy)
    if code and code not in load_lexicon().occupations:
        raise DomainError("没有这个职业代码。", field="code")
    vacancy.occupation_code = code
    db.session.flush()
    audit.record("vacancy.choose_occupation", "vacancy", vacancy.id, code=code)


def change_vacancy(
    vacancy: Vacancy,
    event: str,
    *,
    role: Role | None,
    today: date,
    reason: str = "",
    confirmed: bool = False,
) -> None:
    """Take a post to its next state by one event of the lifecycle.

    Raises DomainError where the role or the state does not allow it, a reason is missing, the
    post is not ready to be submitted or published, or doubtful wording is not confirmed.
    """
    if event in lifecycle.NEEDS_REASON and not reason.strip():
        raise DomainError("请写明理由，单位会看到。", field="reason")
    if check := _CHECKS.get(event):
        check(vacancy, today, confirmed)
    before = vacancy.status
    lifecycle.LIFE.move(vacancy, event, role=role)
    _note_change(vacancy, reason)
    db.session.flush()
    audit.record(
        f"vacancy.{event}", "vacancy", vacancy.id, before=before.value, after=vacancy.status.value
    )


def copy_vacancy(vacancy: Vacancy, *, today: date) -> Vacancy:
    """Write a new draft that says what an old post said, valid for the usual time."""
    return draft_vacancy(vacancy.employer, _renewed(vacancy, today))


def reopen_vacancy(vacancy: Vacancy, *, today: date) -> Vacancy:
    """Continue an ended post as a new draft linked to it; counts of the old one stay its own."""
    if vacancy.status not in lifecycle.REOPENABLE:
        raise DomainError(f"岗位现在是“{vacancy.status.label}”，不能重新招聘。")
    one_at_a_time(f"reopen {vacancy.id}")
    if _has_successor(vacancy):
        raise DomainError("这个岗位已经重新招聘了，请在岗位列表里找新的那条。")
    successor = draft_vacancy(vacancy.employer, _renewed(vacancy, today))
    successor.replaces_id = vacancy.id
    db.session.flush()
    return successor


def expire_overdue(today: date) -> int:
    """End posts whose last day is past and return how many. Safe to run twice."""
    overdue = queries.overdue_vacancies(today)
    for vacancy in overdue:
        lifecycle.LIFE.move(vacancy, "expire", role=None)
        _note_change(vacancy, "")
    db.session.flush()
    audit.record("vacancy.expire_overdue", "vacancy", None, count=len(overdue))
    return len(overdue)


def remind_expiring(today: date) -> int:
    """Tell employers of posts that end within five days, once each; return how many."""
    sent = 0
    for vacancy in queries.all_expiring_soon(today):
        key = f"vacancy {vacancy.id} ends {vacancy.valid_to}"
        body = f"“{vacancy.title}”招到 {vacancy.valid_to:%m月%d日}。还要招的请延长，不招了请关闭。"
        message = Message(key, "vacancy", "岗位快到期了", body, "vacancies.detail", vacancy.id)
        sent += notify(recipient_of(vacancy.employer), message)
    audit.record("vacancy.remind_expiring", "vacancy", None, count=sent)
    return sent


def extend_vacancy(vacancy: Vacancy, *, today: date) -> None:
    """Let a running post run on for the usual time from today."""
    running = (VacancyStatus.PUBLISHED, VacancyStatus.PAUSED)
    if vacancy.status not in running or vacancy.valid_to < today:
        raise DomainError(f"岗位现在是“{vacancy.status.label}”，请用“重新招聘”。")
    vacancy.valid_to = max(vacancy.valid_to, today + timedelta(days=DEFAULT_DAYS))
    db.session.flush()
    audit.record("vacancy.extend", "vacancy", vacancy.id)


def hide_vacancy(vacancy: Vacancy) -> None:
    """Take a vacancy out of every public list until it is shown again."""
    vacancy.hidden_at = clock.now()
    db.session.flush()
    audit.record("vacancy.hide", "vacancy", vacancy.id)


def show_vacancy(vacancy: Vacancy) -> None:
    """End the hiding of a vacancy; the caller records why."""
    vacancy.hidden_at = None


def _write(vacancy: Vacancy, facts: VacancyFacts) -> None:
    _require_order(facts.pay_min, facts.pay_max, "工资", "pay_max")
    _require_order(facts.age_min, facts.age_max, "年龄", "age_max")
    for column in COLUMNS:
        setattr(vacancy, column, getattr(facts, column))
    _set_credentials(vacancy, facts.credentials)


def _set_credentials(vacancy: Vacancy, keys: Sequence[str]) -> None:
    unknown = [key for key in keys if key not in load_lexicon().certificates]
    if unknown:
        raise DomainError(f"没有这个证书：{'、'.join(unknown)}。", field="credentials")
    vacancy.credentials = [row for row in vacancy.credentials if row.key in keys]
    present = {row.key for row in vacancy.credentials}
    added = [key for key in dict.fromkeys(keys) if key not in present]
    vacancy.credentials.extend(VacancyCredential(key=key) for key in added)


def _require_order(low: int | None, high: int | None, label: str, field: str) -> None:
    if low is not None and high is not None and low > high:
        raise DomainError(f"{label}的上限不能比下限小。", field=field)


def _require_editable(vacancy: Vacancy) -> None:
    if vacancy.status not in lifecycle.EDITABLE:
        raise DomainError(f"岗位现在是“{vacancy.status.label}”，不能修改。")


def _check_submission(vacancy: Vacancy, today: date, confirmed: bool) -> None:
    status = readiness(vacancy, today)
    if status.gaps:
        raise DomainError(status.gaps[0].message)
    if status.blocking:
        raise DomainError(f"有 {len(status.blocking)} 处写法不合规定，请先改好。")
    if status.needs_confirmation and not confirmed:
        message = "有要留意的写法。确实需要的，请勾选确认后再提交。"
        raise DomainError(message, field="confirmed")


def _check_publication(vacancy: Vacancy, today: date, _confirmed: bool) -> None:
    _check_submission(vacancy, today, True)


def _check_resumption(vacancy: Vacancy, today: date, _confirmed: bool) -> None:
    if not vacancy.employer.is_verified(today):
        raise DomainError("单位核实通过后才能恢复招聘。")
    if vacancy.valid_to < today:
        raise DomainError("有效期已经过了，请重新招聘。")


_CHECKS: dict[str, Callable[[Vacancy, date, bool], None]] = {
    "submit": _check_submission,
    "publish": _check_publication,
    "resume": _check_resumption,
}


def _note_change(vacancy: Vacancy, reason: str) -> None:
    """Set what belongs to the new state: its note, the day it opened, the day it ended."""
    now = clock.now()
    vacancy.status_note = reason.strip()
    if vacancy.status is VacancyStatus.PUBLISHED and vacancy.published_at is None:
        vacancy.published_at = now
    if vacancy.status in ENDED and vacancy.closed_at is None:
        vacancy.closed_at = now


def _renewed(vacancy: Vacancy, today: date) -> VacancyFacts:
    return replace(facts_of(vacancy), valid_to=today + timedelta(days=DEFAULT_DAYS))


def _has_successor(vacancy: Vacancy) -> bool:
    query = select(Vacancy.id).where(
        Vacancy.replaces_id == vacancy.id, Vacancy.status.not_in(ENDED)
    )
    return db.session.scalar(query.limit(1)) is not None
