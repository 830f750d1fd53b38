"""Complaints and notices of the demo county, worded as the application words its own."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from random import Random

from core import clock
from core.db import db
from demo.fairs import Held
from demo.setting import Setting
from demo.vacancies import moment
from fairs.fairs.models import BookingStatus, FairStatus
from jobs.applications.models import Application, ApplicationStatus
from jobs.complaints.models import Complaint, ComplaintReason, ComplaintStatus
from jobs.employers.queries import recipient_of as employer_recipient
from jobs.vacancies.models import Vacancy, VacancyStatus
from people.notices.models import Audience, CallStatus, Notice
from people.notices.operations import Message, Recipient
from people.veterans.queries import recipient_of
from placements.placements.models import Placement, PlacementStatus

A = ApplicationStatus
READ = 0.5  # of the notices whose recipient can read them
CALLED = 0.4  # of the calls that were due
TO_VETERAN = {
    A.INVITED: ("invite", "单位约您面试", "“{title}”：{when}，{place}。去不了请早点说。"),
    A.OFFERED: ("offer", "单位想录用您", "“{title}”：单位想录用您，请答复去还是不去。"),
    A.REJECTED: ("reject", "这个岗位没有谈成", "“{title}”：{note}"),
}
OPEN = (
    (ComplaintReason.GONE, "打电话过去，说这个岗位上个月就招满了。"),
    (ComplaintReason.PROMISE, "写的包吃住，去了说要自己租房。"),
)
DISMISSED = (
    (ComplaintReason.FALSE, "工资好像没有写的那么多。", "核对过三个月的工资表，和写的一样。"),
    (ComplaintReason.GONE, "单位电话没人接。", "单位换了电话，已经更新，岗位还在招。"),
)
UPHELD = (ComplaintReason.SCAM, "面试时要先交押金。", "核查属实，岗位已经下架，请不要交钱。")


def make_complaints(vacancies: Sequence[Vacancy], setting: Setting, rng: Random) -> None:
    """Add complaints: some wait, some were found groundless, one took a vacancy down."""
    accused = [offer.vacancy for offer in rng.sample(list(setting.offers), 4)]
    removed = [row for row in vacancies if row.status is VacancyStatus.REMOVED and row.closed_at]
    people = iter(rng.sample(list(setting.people), 5))
    for vacancy, (reason, note) in zip(accused, OPEN, strict=False):
        made = moment(setting.last_day - timedelta(days=rng.randint(0, 3)), rng)
        made = max(made, vacancy.published_at or made)
        db.session.add(_complaint(vacancy, next(people).id, reason, note, made))
    for vacancy, (reason, note, result) in zip(accused[2:], DISMISSED, strict=True):
        made = moment(setting.last_day, rng)
        made = max(made, vacancy.published_at or made)
        row = _complaint(vacancy, next(people).id, reason, note, made)
        _decide(row, ComplaintStatus.DISMISSED, result, made, setting.officer_id)
        db.session.add(row)
    if removed:
        vacancy, (reason, note, result) = removed[0], UPHELD
        ended = vacancy.closed_at or moment(setting.last_day, rng)
        row = _complaint(vacancy, next(people).id, reason, note, ended - timedelta(hours=20))
        _decide(row, ComplaintStatus.UPHELD, result, ended, setting.officer_id)
        vacancy.status_note = "收到举报：面试时要求交押金，核查属实。"
        db.session.add(row)


def _complaint(
    vacancy: Vacancy, veteran_id: int, reason: ComplaintReason, note: str, made: datetime
) -> Complaint:
    return Complaint(
        vacancy_id=vacancy.id, veteran_id=veteran_id, reason=reason, note=note, created_at=made
    )


def _decide(
    row: Complaint, status: ComplaintStatus, result: str, at: datetime, officer_id: int
) -> None:
    row.status, row.result, row.decided_by, row.decided_at = status, result, officer_id, at


def make_notices(
    applications: Iterable[Application],
    placements: Iterable[Placement],
    held: Iterable[Held],
    setting: Setting,
    rng: Random,
) -> None:
    """Add the notices of what happened; those without an account are on the telephone list."""
    for application in applications:
        _of_application(application, setting, rng)
    for placement in placements:
        if placement.status is PlacementStatus.CLAIMED:
            _of_claim(placement, setting, rng)
    for one in held:
        _of_fair(one, setting, rng)


def _of_application(application: Application, setting: Setting, rng: Random) -> None:
    words = TO_VETERAN.get(application.status)
    at = application.answered_at or application.applied_at
    title = application.vacancy.title
    if words is None:
        if application.status is A.WITHDRAWN:
            key = f"application {application.id} withdraw to employer"
            body = f"“{title}”的一份投递由本人撤回了。"
            message = Message(
                key, "application", "有人撤回了投递", body, "applications.detail", application.id
            )
            to = employer_recipient(application.vacancy.employer)
            _add(to, message, application.closed_at or at, setting, rng)
        return
    event, head, body = words
    when = application.interview_at
    text = body.format(
        title=title,
        note=application.status_note,
        when=f"{clock.local(when):%m月%d日 %H:%M}" if when else "",
        place=application.interview_place,
    )
    key = f"application {application.id} {event} {application.version}"
    message = Message(key, "application", head, text, "applications.mine", application.id)
    _add(recipient_of(application.veteran), message, at, setting, rng)


def _of_claim(placement: Placement, setting: Setting, rng: Random) -> None:
    if placement.employer_confirmed_at is not None:
        key = f"placement {placement.id} asks EMPLOYER"
        body = f"“{placement.employer_name}”说您在那里上班了，请确认是不是。"
        message = Message(key, "placement", "请确认到岗", body, "placements.mine", placement.id)
        _add(recipient_of(placement.veteran), message, placement.claimed_at, setting, rng)
    elif placement.employer is not None:
        key = f"placement {placement.id} asks VETERAN"
        body = f"有人说在您单位上班了（{placement.title}），请确认是不是。"
        message = Message(key, "placement", "请确认到岗", body, "placements.detail", placement.id)
        _add(employer_recipient(placement.employer), message, placement.claimed_at, setting, rng)


def _of_fair(held: Held, setting: Setting, rng: Random) -> None:
    fair = held.fair
    for stall in held.stalls:
        to = employer_recipient(stall.employer)
        if fair.status is FairStatus.PUBLISHED and stall.booking.status is BookingStatus.INVITED:
            body = f"邀请您参加“{fair.title}”，请在系统里选展位和岗位。"
            key = f"fair {fair.id} invites {stall.employer.id}"
            message = Message(key, "fair", "邀请参加招聘会", body, "fairs.employer_fair", fair.id)
            _add(to, message, fair.published_at or fair.created_at, setting, rng)
        if fair.status is FairStatus.ENDED and stall.booking.results_in_at is None:
            key = f"fair {fair.id} results {stall.employer.id} {setting.last_day}"
            due = fair.results_due_on or setting.today
            body = f"请在 {due:%m月%d日} 前报“{fair.title}”的结果：见过谁、有没有意向。"
            message = Message(key, "fair", "请报招聘会结果", body, "fairs.booth_desk", fair.id)
            _add(to, message, moment(setting.last_day, rng), setting, rng)


def _add(to: Recipient, message: Message, at: datetime, setting: Setting, rng: Random) -> None:
    """Add a notice of an earlier time; some were read, some of the calls were made."""
    is_old = at < clock.start_of(setting.last_day)
    is_called = not to.has_account
    notice = Notice(
        key=message.key,
        audience=to.audience,
        audience_id=to.id,
        kind=message.kind,
        title=message.title,
        endpoint=message.endpoint,
        target_id=message.target_id,
        township_code=to.township_code,
        created_at=at,
        updated_at=at,
    )
    notice.body = message.body
    later = at + timedelta(hours=5)
    if is_called:
        was_made = is_old and rng.random() < CALLED
        notice.call = CallStatus.DONE if was_made else CallStatus.DUE
        if was_made:
            notice.called_by, notice.called_at = setting.officer_id, later
    elif is_old and to.audience is not Audience.ACCOUNT and rng.random() < READ:
        notice.read_at = later
    db.session.add(notice)
