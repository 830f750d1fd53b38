"""Deeds on placements: claim, confirm, deny, verify, check, end, void."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core import audit, clock
from core.access import Role
from core.db import db, lock_row
from core.errors import DomainError
from core.files.storage import Document, store_document
from core.parameters.registry import amount_of
from jobs.applications.models import Application, ApplicationStatus
from jobs.employers.models import Employer
from jobs.employers.queries import recipient_of as employer_recipient
from jobs.placements import lifecycle, queries
from jobs.placements.attribution import attribute
from jobs.placements.facts import ClaimFacts, Side
from jobs.placements.models import (
    CheckResult,
    ContractType,
    EndReason,
    Placement,
    PlacementCheck,
    PlacementEvidence,
    PlacementStatus,
    VerifyMethod,
)
from jobs.placements.parameters import ATTRIBUTION_MONTHS
from jobs.vacancies.models import Vacancy, VacancyStatus
from jobs.vacancies.operations import change_vacancy
from people.accounts.models import Account
from people.notices.models import Audience
from people.notices.operations import Message, Recipient, notify
from people.veterans.models import EmploymentStatus, Veteran
from people.veterans.operations import change_employment
from people.veterans.queries import recipient_of

CHECKS = (1, 3, 6, 12)
LONGEST_AHEAD = 60  # days: a start further off is a plan, not a placement
NEEDS_PAPER = (VerifyMethod.CONTRACT, VerifyMethod.INSURANCE)
STATUS_BY_CONTRACT = {
    ContractType.LABOUR_SERVICE: EmploymentStatus.FLEXIBLE,
    ContractType.FLEXIBLE: EmploymentStatus.FLEXIBLE,
    ContractType.OWN_BUSINESS: EmploymentStatus.SELF_EMPLOYED,
}


def claim(
    veteran: Veteran,
    facts: ClaimFacts,
    *,
    side: Side,
    by: Account,
    employer: Employer | None = None,
    application: Application | None = None,
) -> Placement:
    """Say that somebody is at work; who says it has confirmed for that side.

    An employer we do not know cannot confirm: the veteran's word and the bureau's evidence
    count then. Raises DomainError where the pair has a running placement, or the day is wrong.
    """
    _check_start(facts, veteran)
    if application is not None and not is_claimable(application):
        raise DomainError("这份投递还没有录用，不能登记到岗。")
    vacancy = application.vacancy if application else None
    employer = vacancy.employer if vacancy else employer
    rule = attribute(
        veteran.id,
        employer.id if employer else None,
        facts.start_on,
        months=amount_of(ATTRIBUTION_MONTHS, clock.today()),
    )
    placement = Placement(
        veteran_id=veteran.id,
        employer_id=employer.id if employer else None,
        employer_name=employer.name if employer else facts.employer_name.strip(),
        vacancy_id=vacancy.id if vacancy else None,
        occupation_code=vacancy.occupation_code if vacancy else "",
        application_id=application.id if application else None,
        fair_id=rule.fair_id,
        channel=rule.channel,
        attribution=rule.reason[:200],
        title=facts.title.strip() or (vacancy.title if vacancy else ""),
        start_on=facts.start_on,
        contract=facts.contract,
        contract_until=facts.contract_until,
        wage=facts.wage,
        has_insurance=facts.has_insurance,
        status_before=veteran.employment_status,
        claimed_by=by.id,
        claimed_at=clock.now(),
    )
    placement.veteran, placement.employer = veteran, employer
    if not placement.employer_name:
        raise DomainError("请填单位名称。", field="employer_name")
    try:
        with db.session.begin_nested():
            db.session.add(placement)
            db.session.flush()
    except IntegrityError as error:
        raise DomainError("这个人在这家单位已经有一条就业记录了。") from error
    audit.record("placement.claim", "placement", placement.id, side=side.value)
    _record_confirmation(placement, side, by)
    return placement


def confirm(placement: Placement, side: Side, *, by: Account) -> None:
    """Confirm for one side; with both, somebody is at work and takes one of the post's places."""
    locked = lock_row(placement)  # both sides may press at once
    if locked.status is not PlacementStatus.CLAIMED or _has_confirmed(locked, side):
        raise DomainError(f"这条就业记录现在是“{locked.status.label}”，不用再确认。")
    _record_confirmation(locked, side, by)


def deny(placement: Placement, side: Side, *, by: Account, reason: str) -> None:
    """Say that it is not so: the record is void and the person back where he was."""
    locked = lock_row(placement)  # both sides may press at once
    if locked.status is not PlacementStatus.CLAIMED:
        raise DomainError(f"这条就业记录现在是“{locked.status.label}”，请找工作人员。")
    word = "单位说没有这回事" if side is Side.EMPLOYER else "本人说没有这回事"
    void(locked, by=by, reason=f"{word}：{reason.strip()}" if reason.strip() else word)


def verify(
    placement: Placement,
    *,
    method: VerifyMethod,
    by: Account,
    note: str = "",
    document: Document | None = None,
) -> None:
    """Verify what both sides confirmed; from now on it counts, and checks are due.

    Raises DomainError where a contract or an insurance record was seen and is not handed in.
    """
    has_paper = document is not None or bool(queries.evidence_of(placement.id))
    if method in NEEDS_PAPER and not has_paper:
        raise DomainError(f"“{method.label}”要上传照片或 PDF。", field="file")
    lifecycle.LIFE.move(placement, "verify", role=by.role)
    placement.verified_at, placement.verified_by = clock.now(), by.id
    placement.verify_method, placement.verify_note = method, note.strip()
    if document is not None:
        add_evidence(placement, method, document, by=by)
    for months in CHECKS:
        due_on = clock.months_after(placement.start_on, months)
        db.session.add(PlacementCheck(placement_id=placement.id, months=months, due_on=due_on))
    status = STATUS_BY_CONTRACT.get(placement.contract or ContractType.FIXED)
    change_employment(placement.veteran, status or EmploymentStatus.EMPLOYED)
    db.session.flush()
    audit.record("placement.verify", "placement", placement.id, method=method.value)


def add_evidence(
    placement: Placement, kind: VerifyMethod, document: Document, *, by: Account
) -> PlacementEvidence:
    """Keep a document behind a placement."""
    stored = store_document(document, by_id=by.id)
    evidence = PlacementEvidence(placement_id=placement.id, kind=kind, file_id=stored.id)
    db.session.add(evidence)
    db.session.flush()
    audit.record("placement.evidence", "placement", placement.id, kind=kind.value)
    return evidence


def end(placement: Placement, *, reason: EndReason, day: date, by: Account) -> None:
    """Note that somebody left; he is among those who look for work again."""
    if day < placement.start_on:
        raise DomainError("离职日期不能早于到岗日期。", field="day")
    if day > clock.today():
        raise DomainError("离职日期不能在今天以后。", field="day")
    lifecycle.LIFE.move(placement, "end", role=by.role)
    placement.ended_on, placement.end_reason = day, reason
    _give_back(placement, EmploymentStatus.SEEKING)
    db.session.flush()
    audit.record("placement.end", "placement", placement.id, reason=reason.value)


def void(placement: Placement, *, by: Account, reason: str) -> None:
    """Undo a placement that was none; the person gets the status of before back."""
    if not reason.strip():
        raise DomainError("请写明为什么不成立。", field="reason")
    lifecycle.LIFE.move(placement, "void", role=by.role)
    placement.void_reason = reason.strip()[:200]
    before = placement.status_before
    unknown = before in (EmploymentStatus.UNKNOWN, EmploymentStatus.UNREACHABLE)
    _give_back(placement, EmploymentStatus.SEEKING if unknown else before)
    placement.application_id = None  # the application may lead to another claim
    db.session.flush()
    audit.record("placement.void", "placement", placement.id)


def do_check(
    check: PlacementCheck,
    result: CheckResult,
    *,
    by: Account,
    note: str = "",
    reason: EndReason | None = None,
    left_on: date | None = None,
) -> None:
    """Note what a check found; who was not reached stays due, who left is ended."""
    placement = check.placement
    if check.done_on is not None or placement.status is not PlacementStatus.VERIFIED:
        raise DomainError("这次回访已经做过了，或者人已经不在岗。")
    if result is CheckResult.LEFT:
        if reason is None or left_on is None:
            raise DomainError("请选离职原因，填离职日期。", field="reason")
        end(placement, reason=reason, day=left_on, by=by)
    check.result, check.note, check.by_id = result, note.strip(), by.id
    check.done_on = None if result is CheckResult.UNREACHABLE else clock.today()
    db.session.flush()
    audit.record("placement.check", "placement", placement.id, result=result.value)


def remind_checks(today: date) -> int:
    """Tell every officer and clerk with checks due, once a day; return how many were told."""
    sent = 0
    for account in queries.staff_with_desks():
        due = queries.count_checks_due(account, today)
        if not due:
            continue
        message = Message(
            f"checks {account.id} {today}",
            "placement",
            "有回访到期",
            f"{due} 个到期的就业回访等您做。",
            "placements.checks",
        )
        sent += notify(Recipient(Audience.ACCOUNT, account.id), message)
    audit.record("placement.remind_checks", "placement", None, sent=sent)
    return sent


def _has_confirmed(placement: Placement, side: Side) -> bool:
    if side is Side.EMPLOYER:
        return placement.employer_confirmed_at is not None
    return placement.veteran_confirmed_at is not None


def _record_confirmation(placement: Placement, side: Side, by: Account) -> None:
    now = clock.now()
    if side is Side.EMPLOYER or placement.employer_id is None:
        placement.employer_confirmed_at = now
    if side is Side.VETERAN:
        placement.veteran_confirmed_at = now
    both = placement.employer_confirmed_at and placement.veteran_confirmed_at
    if both:
        _take_place(placement)
        lifecycle.LIFE.move(placement, "confirm", role=by.role)
    db.session.flush()
    if both:
        _fill_vacancy(placement)
        audit.record("placement.confirm", "placement", placement.id, by_side=side.value)
    else:
        _ask_other_side(placement, side)


def _take_place(placement: Placement) -> None:
    """Refuse one more than the post's headcount; the post's row is the turnstile."""
    if placement.vacancy is None:
        return
    vacancy = lock_row(placement.vacancy)
    if queries.count_filled(vacancy.id) >= vacancy.headcount:
        raise DomainError(f"“{vacancy.title}”招 {vacancy.headcount} 人，已经都到岗了。")


def _fill_vacancy(placement: Placement) -> None:
    """Close a post whose last place is taken."""
    if placement.vacancy_id is None:
        return
    vacancy = db.session.get_one(Vacancy, placement.vacancy_id)
    runs = vacancy.status in (VacancyStatus.PUBLISHED, VacancyStatus.PAUSED)
    if runs and queries.count_filled(vacancy.id) >= vacancy.headcount:
        change_vacancy(vacancy, "fill", role=None, today=clock.today())


def _ask_other_side(placement: Placement, side: Side) -> None:
    key = f"placement {placement.id} asks {side.value}"
    if side is Side.EMPLOYER:
        body = f"“{placement.employer_name}”说您在那里上班了，请确认是不是。"
        message = Message(key, "placement", "请确认到岗", body, "placements.mine", placement.id)
        notify(recipient_of(placement.veteran), message)
    elif placement.employer is not None:
        body = f"有人说在您单位上班了（{placement.title}），请确认是不是。"
        message = Message(key, "placement", "请确认到岗", body, "placements.detail", placement.id)
        notify(employer_recipient(placement.employer), message)


def _give_back(placement: Placement, status: EmploymentStatus) -> None:
    """Set somebody's status, unless he is at work somewhere else too."""
    others = select(Placement.id).where(
        Placement.veteran_id == placement.veteran_id,
        Placement.id != placement.id,
        Placement.status == PlacementStatus.VERIFIED,
    )
    if placement.verified_at is not None and db.session.scalar(others.limit(1)) is None:
        change_employment(placement.veteran, status)


def _check_start(facts: ClaimFacts, veteran: Veteran) -> None:
    ahead = (facts.start_on - clock.today()).days
    if ahead > LONGEST_AHEAD:
        raise DomainError(
            f"到岗日期最多在 {LONGEST_AHEAD} 天以内，到时候再登记。", field="start_on"
        )
    if veteran.born_on is not None and facts.start_on.year - veteran.born_on.year < 16:
        raise DomainError("到岗日期不对，请检查年份。", field="start_on")
    until = facts.contract_until
    if until is not None and until < facts.start_on:
        raise DomainError("合同到期日不能早于到岗日期。", field="contract_until")


def is_claimable(application: Application) -> bool:
    """Tell whether an application may lead to a placement now."""
    return application.status in (ApplicationStatus.ACCEPTED, ApplicationStatus.OFFERED)


def role_side(role: Role) -> Side:
    """Return for which side a role speaks; staff speak for the veteran."""
    return Side.EMPLOYER if role is Role.EMPLOYER else Side.VETERAN
