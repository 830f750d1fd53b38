"""Operations on vacancies: write, submit, review, pause, fill, close, hide, copy, reopen."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from core import audit, clock
from core.access import Role
from core.db import Base, db, one_at_a_time
from core.errors import DomainError, Refusals, check_length
from core.features import installed
from core.slices import Ids
from jobs.employers.models import Employer
from jobs.employers.queries import recipient_of
from jobs.vacancies import lifecycle, queries
from jobs.vacancies.facts import COLUMNS, VacancyFacts, facts_of, require_order
from jobs.vacancies.models import Vacancy, VacancyCredential, VacancyStatus
from jobs.vacancies.parameters import usual_end
from jobs.vacancies.readiness import readiness
from lexicon.tables import load_lexicon
from people.notices.operations import Message, notify

_TABLE = Base.metadata.tables[Vacancy.__tablename__]
ENDED = frozenset(
    {VacancyStatus.FILLED, VacancyStatus.EXPIRED, VacancyStatus.CLOSED, VacancyStatus.REMOVED}
)


def draft_vacancy(
    employer: Employer, facts: VacancyFacts, *, import_batch_id: int | None = None
) -> Vacancy:
    """Create a vacancy as a draft, which may be incomplete, and return it."""
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
    """Replace the contents of a draft or returned vacancy; its chosen occupation stays."""
    _require_editable(vacancy)
    _write(vacancy, replace(facts, occupation_code=vacancy.occupation_code))
    vacancy.updated_at = clock.now()  # else a change of credentials alone would leave no trace
    db.session.flush()
    audit.record("vacancy.edit", "vacancy", vacancy.id)


def choose_occupation(vacancy: Vacancy, code: str) -> None:
    """Set the occupation of a vacancy, "" where none fits."""
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
    """Change the status of a vacancy by one event of its life cycle.

    Raises DomainError where the role or the status does not allow it, a reason is missing, the
    vacancy is not ready to be submitted or published, or doubtful wording is not confirmed.
    """
    _check_reason(event, reason.strip())
    if check := _CHECKS.get(event):
        check(vacancy, today, confirmed)
    before = vacancy.status
    lifecycle.LIFE.move(vacancy, event, role=role)
    _note_change(vacancy, reason)
    db.session.flush()
    installed().follow("vacancy", vacancy, event)
    audit.record(
        f"vacancy.{event}", "vacancy", vacancy.id, before=before.value, after=vacancy.status.value
    )


def copy_vacancy(vacancy: Vacancy, *, today: date) -> Vacancy:
    """Create a draft with the contents of another vacancy, valid for the usual time."""
    return draft_vacancy(vacancy.employer, _renewed(vacancy, today))


def reopen_vacancy(vacancy: Vacancy, *, today: date) -> Vacancy:
    """Continue an ended vacancy as a new draft linked to it; the old one keeps its counts."""
    if vacancy.status not in lifecycle.REOPENABLE:
        raise DomainError(f"岗位现在是“{vacancy.status.label}”，不能重新招聘。")
    one_at_a_time(f"reopen {vacancy.id}")
    if _has_successor(vacancy):
        raise DomainError("这个岗位已经重新招聘了，请在岗位列表里找新的那条。")
    successor = draft_vacancy(vacancy.employer, _renewed(vacancy, today))
    successor.replaces_id = vacancy.id
    db.session.flush()
    return successor


def expire_overdue(today: date, ids: Ids | None = None) -> int:
    """Expire vacancies whose last day is past and return how many. Safe to run twice."""
    overdue = queries.overdue_vacancies(today, ids)
    for vacancy in overdue:
        lifecycle.LIFE.move(vacancy, "expire", role=None)
        _note_change(vacancy, "")
        db.session.flush()
        installed().follow("vacancy", vacancy, "expire")
    audit.record("vacancy.expire_overdue", "vacancy", None, count=len(overdue))
    return len(overdue)


def remind_expiring(today: date, ids: Ids | None = None) -> int:
    """Notify employers of vacancies that end soon, once each, and return how many."""
    sent = 0
    for vacancy in queries.all_expiring_soon(today, ids):
        key = f"vacancy {vacancy.id} ends {vacancy.valid_to}"
        until = f"{vacancy.valid_to:%m月%d日}"
        body = f"“{vacancy.title}”招聘到 {until}。还要招的请延长，不招了请关闭。"
        message = Message(key, "vacancy", "岗位快到期了", body, "vacancies.detail", vacancy.id)
        sent += notify(recipient_of(vacancy.employer), message)
    audit.record("vacancy.remind_expiring", "vacancy", None, count=sent)
    return sent


def extend_vacancy(vacancy: Vacancy, *, today: date) -> None:
    """Move the last day of a running vacancy to the usual time from today."""
    if vacancy.status not in lifecycle.RUNNING or vacancy.valid_to < today:
        raise DomainError(f"岗位现在是“{vacancy.status.label}”，请用“重新招聘”。")
    vacancy.valid_to = max(vacancy.valid_to, usual_end(today))
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
    _check_facts(facts)
    for column in COLUMNS:
        setattr(vacancy, column, getattr(facts, column))
    _set_credentials(vacancy, facts.credentials)


def _check_facts(facts: VacancyFacts) -> None:
    refusals = Refusals()
    with refusals.collecting():
        require_order(facts.pay_min, facts.pay_max, "工资", field="pay_max")
    with refusals.collecting():
        require_order(facts.age_min, facts.age_max, "年龄", field="age_max")
    for name in COLUMNS:
        value, most = getattr(facts, name), getattr(_TABLE.c[name].type, "length", None)
        if isinstance(value, str) and most:
            with refusals.collecting():
                check_length(value, most, field=name)
    unknown = [key for key in facts.credentials if key not in load_lexicon().certificates]
    if unknown:
        refusals.add(f"没有这个证书：{'、'.join(unknown)}。", field="credentials")
    refusals.raise_if_any()


def _set_credentials(vacancy: Vacancy, keys: Sequence[str]) -> None:
    vacancy.credentials = [row for row in vacancy.credentials if row.key in keys]
    present = {row.key for row in vacancy.credentials}
    added = [key for key in dict.fromkeys(keys) if key not in present]
    vacancy.credentials.extend(VacancyCredential(key=key) for key in added)


def _require_editable(vacancy: Vacancy) -> None:
    if vacancy.status not in lifecycle.EDITABLE:
        raise DomainError(f"岗位现在是“{vacancy.status.label}”，不能修改。")


def _check_reason(event: str, reason: str) -> None:
    most = _TABLE.c.status_note.type.length  # type: ignore[attr-defined]
    if event in lifecycle.NEEDS_REASON and not reason:
        raise DomainError("请写明理由，单位会看到。", field="reason")
    check_length(reason, most, field="reason")


def _check_submission(vacancy: Vacancy, today: date, confirmed: bool) -> None:
    lacks, refusals = readiness(vacancy, today), Refusals()
    for gap in lacks.gaps:
        refusals.add(gap.message)
    if lacks.blocking:
        refusals.add(f"有 {len(lacks.blocking)} 处写法不合规定，请先改好。")
    if lacks.needs_confirmation and not confirmed:
        refusals.add("有要留意的写法。确实需要的，请勾选确认后再提交。", field="confirmed")
    refusals.raise_if_any()


def _check_publication(vacancy: Vacancy, today: date, _confirmed: bool) -> None:
    _check_submission(vacancy, today, True)


def _check_resumption(vacancy: Vacancy, today: date, _confirmed: bool) -> None:
    refusals = Refusals()
    if not vacancy.employer.is_verified(today):
        refusals.add("单位核实通过后才能恢复招聘。")
    if vacancy.valid_to < today:
        refusals.add("有效期已经过了，请重新招聘。")
    refusals.raise_if_any()


_CHECKS: dict[str, Callable[[Vacancy, date, bool], None]] = {
    "submit": _check_submission,
    "publish": _check_publication,
    "resume": _check_resumption,
}


def _note_change(vacancy: Vacancy, reason: str) -> None:
    """Set what belongs to the new status: its note, the time it opened, the time it ended."""
    now = clock.now()
    vacancy.status_note = reason.strip()
    if vacancy.status is VacancyStatus.PUBLISHED and vacancy.published_at is None:
        vacancy.published_at = now
    if vacancy.status in ENDED and vacancy.closed_at is None:
        vacancy.closed_at = now


def _renewed(vacancy: Vacancy, today: date) -> VacancyFacts:
    return replace(facts_of(vacancy), valid_to=usual_end(today))


def _has_successor(vacancy: Vacancy) -> bool:
    query = select(Vacancy.id).where(
        Vacancy.replaces_id == vacancy.id, Vacancy.status.not_in(ENDED)
    )
    return db.session.scalar(query.limit(1)) is not None
