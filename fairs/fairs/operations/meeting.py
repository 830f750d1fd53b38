"""Operations of results: meetings recorded at booths, results reported, reminders."""

from collections.abc import Sequence

from core import audit, clock
from core.db import db, found, one_at_a_time
from core.errors import DomainError, Refusals
from fairs.fairs import lifecycle, queries
from fairs.fairs.facts import MeetingFacts
from fairs.fairs.models import Fair, FairBooking, FairStatus, Meeting, Outcome, SignUp
from fairs.fairs.operations.check_ins import check_in_met, require_day, undo_check_in_of_met
from jobs.applications.models import Application, Origin
from jobs.applications.operations import apply_for
from jobs.applications.queries import open_application
from jobs.employers.queries import recipient_of
from jobs.vacancies.models import Vacancy
from people.notices.operations import Message, notify

RESULT_STATUSES = lifecycle.HAS_DOORS
NOT_REPORTED = "没有报来：{}"


def record_meeting_by_code(
    booking: FairBooking, code: str, facts: MeetingFacts, *, by_id: int
) -> Meeting:
    """Record a meeting with the person a code belongs to.

    Raises DomainError with everything that is wrong: the code, and what `record_meeting` refuses.
    """
    refusals = Refusals()
    with refusals.collecting():
        facts.check()
    sign_up = queries.sign_up_by_code(booking.fair_id, code)
    if sign_up is None:
        refusals.add("没有这个编号，请看本人手机或行程单上的编号。", field="code")
    refusals.raise_if_any()
    return record_meeting(booking, found(sign_up), facts, by_id=by_id)


def record_meeting(
    booking: FairBooking, sign_up: SignUp, facts: MeetingFacts, *, by_id: int
) -> Meeting:
    """Record a meeting at a booth: one row a pair, which a later record changes.

    An intention for one of the booth's vacancies also becomes an application, without contact
    consent, which only the veteran gives.
    Whoever is met is at the fair: without a check-in they get one.
    Raises DomainError: the fair has not begun, the outcome is incomplete or inconsistent.
    """
    fair = booking.fair
    if fair.status not in RESULT_STATUSES:
        raise DomainError(f"招聘会现在是“{fair.status.label}”，还不能记。")
    require_day(fair)
    facts.check()
    vacancy = _vacancy(booking, facts.vacancy_id)
    one_at_a_time(f"meeting {booking.id} {sign_up.id}")
    check_in_met(sign_up, by_id=by_id)
    meeting = queries.meeting_of(booking.id, sign_up.id)
    if meeting is None:
        meeting = Meeting(booking_id=booking.id, sign_up_id=sign_up.id, met_at=clock.now())
        db.session.add(meeting)
    meeting.outcome, meeting.by_id, meeting.is_signed = facts.outcome, by_id, facts.is_signed
    is_unfit = facts.outcome is Outcome.UNFIT
    meeting.unfit_reason = facts.reason.value if facts.reason and is_unfit else ""
    meeting.vacancy_id = vacancy.id if vacancy else None
    if facts.outcome is Outcome.INTENT:
        meeting.application_id = _application(sign_up, vacancy)
    db.session.flush()
    audit.record(
        "fair.meeting",
        "fair",
        fair.id,
        employer=booking.employer_id,
        outcome=facts.outcome.value,
        about=sign_up.people,
    )
    return meeting


def _vacancy(booking: FairBooking, vacancy_id: int | None) -> Vacancy | None:
    """Return the vacancy of the booth that was chosen, None where none was."""
    if vacancy_id is None:
        return None
    for offered in queries.fair_vacancies(booking.fair_id, booking.employer_id):
        if offered.vacancy_id == vacancy_id:
            return offered.vacancy
    raise DomainError("这个岗位没有带到这场招聘会，请另选。", field="vacancy")


def _application(sign_up: SignUp, vacancy: Vacancy | None) -> int | None:
    """Return the id of the application behind an intention, created now if there is none."""
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
    """Delete a wrong record, and the check-in that came from nothing else.

    An application it created stays, for the veteran to withdraw.
    """
    fair = meeting.booking.fair
    if fair.status not in RESULT_STATUSES:
        raise DomainError(f"招聘会现在是“{fair.status.label}”，不能再改。")
    employer_id, sign_up = meeting.booking.employer_id, meeting.sign_up
    db.session.delete(meeting)
    db.session.flush()
    undo_check_in_of_met(sign_up)
    audit.record("fair.remove_meeting", "fair", fair.id, employer=employer_id, about=sign_up.people)


def report_results(booking: FairBooking) -> None:
    """Record that the employer has reported all its results."""
    _complete_results(booking, note="")


def note_missing_results(booking: FairBooking, reason: str) -> None:
    """Record for the bureau why an employer's results will not come."""
    _complete_results(booking, note=NOT_REPORTED.format(reason))


def _complete_results(booking: FairBooking, *, note: str) -> None:
    if booking.fair.status not in RESULT_STATUSES:
        raise DomainError("招聘会还没有举办。")
    booking.results_in_at, booking.reason = clock.now(), note
    db.session.flush()
    audit.record("fair.results", "fair", booking.fair_id, employer=booking.employer_id)


def remind_results(fair: Fair) -> int:
    """Remind every employer whose results are missing, once a day; return how many were sent."""
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
    """Remind the employers of all these fairs; return how many reminders were sent."""
    sent = sum(remind_results(fair) for fair in fairs)
    audit.record("fair.remind_all_results", "fair", None, sent=sent)
    return sent
