"""What employers note at their booths, and that these were all results."""

from collections.abc import Sequence

from core import audit, clock
from core.db import db, one_at_a_time
from core.errors import DomainError
from jobs.applications.models import Application, Origin, RejectReason
from jobs.applications.operations import apply_for
from jobs.applications.queries import open_application
from jobs.employers.queries import recipient_of
from jobs.fairs import lifecycle, queries
from jobs.fairs.models import Fair, FairBooking, FairStatus, Meeting, Outcome, SignUp
from jobs.vacancies.models import Vacancy
from people.notices.operations import Message, notify

RESULT_STATUSES = lifecycle.HAS_DOORS


def record_meeting(
    booking: FairBooking,
    sign_up: SignUp,
    outcome: Outcome,
    *,
    by_id: int,
    vacancy: Vacancy | None = None,
    reason: RejectReason | None = None,
    is_signed: bool = False,
) -> Meeting:
    """Note what came of meeting somebody: one row a pair, a later tap changes it.

    An intention for a chosen post also becomes an application, without contact consent: that
    is the veteran's own to give.
    """
    fair = booking.fair
    if fair.status not in RESULT_STATUSES:
        raise DomainError(f"招聘会现在是“{fair.status.label}”，还不能记。")
    if outcome is Outcome.UNFIT and reason is None:
        raise DomainError("请选不合适的原因。", field="reason")
    if is_signed and outcome is not Outcome.INTENT:
        raise DomainError("现场签约的，请先记“有意向”。", field="is_signed")
    one_at_a_time(f"meeting {booking.id} {sign_up.id}")
    meeting = queries.meeting_of(booking.id, sign_up.id)
    if meeting is None:
        meeting = Meeting(booking_id=booking.id, sign_up_id=sign_up.id, met_at=clock.now())
        db.session.add(meeting)
    meeting.outcome, meeting.by_id, meeting.is_signed = outcome, by_id, is_signed
    meeting.unfit_reason = reason.value if reason and outcome is Outcome.UNFIT else ""
    meeting.vacancy_id = vacancy.id if vacancy else None
    if outcome is Outcome.INTENT:
        meeting.application_id = _application(sign_up, vacancy)
    db.session.flush()
    audit.record(
        "fair.meeting", "fair", fair.id, employer=booking.employer_id, outcome=outcome.value
    )
    return meeting


def _application(sign_up: SignUp, vacancy: Vacancy | None) -> int | None:
    """Return the application behind an intention, made now if there is none."""
    veteran = sign_up.veteran
    if veteran is None or vacancy is None:
        return None
    running: Application | None = open_application(veteran.id, vacancy.id)
    if running is not None:
        return running.id
    if not vacancy.is_open(clock.today()):
        return None
    return apply_for(veteran, vacancy, origin=Origin.FAIR).id


def remove_meeting(meeting: Meeting) -> None:
    """Take a wrong note back; an application it made stays the veteran's to withdraw."""
    fair = meeting.booking.fair
    if fair.status not in RESULT_STATUSES:
        raise DomainError(f"招聘会现在是“{fair.status.label}”，不能再改。")
    db.session.delete(meeting)
    db.session.flush()
    audit.record("fair.remove_meeting", "fair", fair.id, employer=meeting.booking.employer_id)


def report_results(booking: FairBooking, *, note: str = "") -> None:
    """Say that these were all results; the officer says it with a reason where none came."""
    if booking.fair.status not in RESULT_STATUSES:
        raise DomainError("招聘会还没有举办。")
    booking.results_in_at, booking.reason = clock.now(), note.strip()[:120]
    db.session.flush()
    audit.record("fair.results", "fair", booking.fair_id, employer=booking.employer_id)


def remind_results(fair: Fair) -> int:
    """Ask every employer whose results are still out, once a day; return how many were told."""
    if fair.status is not FairStatus.ENDED:
        raise DomainError("招聘会结束以后才催报结果。")
    sent = 0
    for booking in queries.without_results(fair.id):
        key = f"fair {fair.id} results {booking.employer_id} {clock.today()}"
        body = f"请在 {fair.results_due_on:%m月%d日} 前报“{fair.title}”的结果：见过谁、有没有意向。"
        message = Message(key, "fair", "请报招聘会结果", body, "fairs.booth_desk", fair.id)
        sent += notify(recipient_of(booking.employer), message)
    audit.record("fair.remind_results", "fair", fair.id, sent=sent)
    return sent


def remind_all_results(fairs: Sequence[Fair]) -> int:
    """Ask the employers of all these fairs; return how many were told."""
    sent = sum(remind_results(fair) for fair in fairs)
    audit.record("fair.remind_all_results", "fair", None, sent=sent)
    return sent
