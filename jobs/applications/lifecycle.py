"""The life cycle of an application: its events, who may cause each, and the buttons' words."""

from collections.abc import Mapping

from statemachine import Event, StateMachine

from core.access import PROFILE_EDITORS, VACANCY_EDITORS, Role
from core.lifecycle import Lifecycle, RoleGuards, statuses_of
from jobs.applications.models import Application, ApplicationStatus, PublicStatus

S = ApplicationStatus
# Without a hire: the purpose of showing contact details is over too.
FAILED = frozenset(
    {
        S.DECLINED,
        S.REJECTED,
        S.WITHDRAWN,
        S.EXPIRED_NO_REPLY,
        S.CANCELLED,
        S.VACANCY_REMOVED,
    }
)
ENDED = FAILED | {S.ACCEPTED}
NEEDS_REASON = frozenset({"reject"})
NEEDS_WORDS = frozenset({"cancel", "back_out"})  # a reason in words, which the other side reads
NEEDS_MEETING = frozenset({"invite"})
CAREFUL = frozenset({"reject", "withdraw", "decline", "accept", "cancel", "back_out"})
MAIN = frozenset({"offer"})  # the button of the next step at the desk
OWN_MAIN = frozenset({"accept"})  # and on the page of the veteran
TAKING_BACK = frozenset({"withdraw"})  # apart from the answers to an offer, below everything
OWN = frozenset({"withdraw", "accept", "decline", "back_out"})  # by the veteran, or staff for them
HELD = frozenset({"invite", "offer", "accept"})  # wait while the vacancy is under review
WITHOUT_VERIFICATION = frozenset({"reject", "cancel"})  # what an unverified employer may still do
# What a veteran reads: five statuses, whatever the employer's desk calls them.
PUBLIC: Mapping[ApplicationStatus, PublicStatus] = {
    S.APPLIED: PublicStatus.SENT,
    S.SCREENING: PublicStatus.IN_WORK,
    S.SHORTLISTED: PublicStatus.IN_WORK,
    S.INVITED: PublicStatus.INTERVIEW,
    S.INTERVIEWED: PublicStatus.INTERVIEW,
    S.OFFERED: PublicStatus.RESULT,
    S.ACCEPTED: PublicStatus.RESULT,
    S.REJECTED: PublicStatus.RESULT,
    S.DECLINED: PublicStatus.ENDED,
    S.WITHDRAWN: PublicStatus.ENDED,
    S.EXPIRED_NO_REPLY: PublicStatus.ENDED,
    S.CANCELLED: PublicStatus.ENDED,
    S.VACANCY_REMOVED: PublicStatus.ENDED,
}


class ApplicationLife(RoleGuards, StateMachine):
    """Statuses of an application and the events between them; a guard is who may cause one."""

    states = statuses_of(S, initial=S.APPLIED, final=FAILED)
    undecided = (
        states.APPLIED,
        states.SCREENING,
        states.SHORTLISTED,
        states.INVITED,
        states.INTERVIEWED,
    )

    screen = Event(states.APPLIED.to(states.SCREENING, cond="by_employer"), name="开始筛选")
    shortlist = Event(
        states.SHORTLISTED.from_(states.APPLIED, states.SCREENING, cond="by_employer"),
        name="初选通过",
    )
    invite = Event(
        states.INVITED.from_(
            states.APPLIED,
            states.SCREENING,
            states.SHORTLISTED,
            states.INVITED,
            cond="by_employer",
        ),
        name="约面试",
    )
    interview = Event(states.INVITED.to(states.INTERVIEWED, cond="by_employer"), name="已面试")
    offer = Event(
        states.OFFERED.from_(*undecided, cond="by_employer"),
        name="录用",
    )
    accept = Event(states.OFFERED.to(states.ACCEPTED, cond="by_veteran"), name="接受录用")
    decline = Event(states.OFFERED.to(states.DECLINED, cond="by_veteran"), name="谢绝录用")
    reject = Event(
        states.REJECTED.from_(*undecided, states.OFFERED, cond="by_employer"),
        name="不合适",
    )
    withdraw = Event(
        states.WITHDRAWN.from_(*undecided, states.OFFERED, cond="by_veteran"),
        name="撤回投递",
    )
    cancel = Event(states.ACCEPTED.to(states.CANCELLED, cond="by_employer"), name="取消录用")
    back_out = Event(states.ACCEPTED.to(states.CANCELLED, cond="by_veteran"), name="不去了")
    end_removed = Event(
        states.VACANCY_REMOVED.from_(*undecided, states.OFFERED, cond="by_clock"),
        name="岗位下架",
    )
    expire = Event(
        states.EXPIRED_NO_REPLY.from_(*undecided, cond="by_clock"),
        name="单位没有答复",
    )

    def by_employer(self, role: Role | None) -> bool:
        """Permit the employer, or the bureau's officer whom the employer telephoned."""
        return role in VACANCY_EDITORS

    def by_veteran(self, role: Role | None) -> bool:
        """Permit the veteran, or staff at their request."""
        return role in PROFILE_EDITORS


_READ_BY_VETERAN = "\n".join(f"| {one.label} | {PUBLIC[one].label} |" for one in S)
LIFE: Lifecycle[Application] = Lifecycle(
    "application",
    ApplicationLife,
    refusal="这份投递现在是“{}”，不能这样操作。",
    source="jobs/applications/lifecycle.py",
    appendix="What the veteran reads:\n\n| on the desk | to the veteran |\n|---|---|\n"
    + _READ_BY_VETERAN,
)


def open_events(application: Application, role: Role | None) -> list[tuple[str, str]]:
    """Return the events a role may cause now; those held by a review of the vacancy are missing."""
    is_held = application.vacancy.hidden_at is not None
    events = LIFE.events(application, role)
    return [(event, label) for event, label in events if not (is_held and event in HELD)]
