"""The life cycle of a vacancy: its events, who may cause each, and the words on the buttons."""

from statemachine import Event, StateMachine

from core.access import VACANCY_EDITORS, Role
from core.lifecycle import Lifecycle, RoleGuards, statuses_of
from jobs.vacancies.models import Vacancy, VacancyStatus

EDITABLE = frozenset({VacancyStatus.DRAFT, VacancyStatus.RETURNED})
RUNNING = frozenset({VacancyStatus.PUBLISHED, VacancyStatus.PAUSED})
# Reopening is no event of the old vacancy: it makes a new one that points back at it.
REOPENABLE = frozenset({VacancyStatus.FILLED, VacancyStatus.EXPIRED, VacancyStatus.CLOSED})
NEEDS_REASON = frozenset({"send_back", "remove"})
CAREFUL = frozenset({"fill", "close", "remove"})  # a button asks twice: there is no way back
MAIN = frozenset({"publish"})  # the button of the next step


class VacancyLife(RoleGuards, StateMachine):
    """Statuses of a vacancy and the events between them; a guard is who may cause an event."""

    states = statuses_of(VacancyStatus, initial=VacancyStatus.DRAFT, final={VacancyStatus.REMOVED})

    submit = Event(
        states.SUBMITTED.from_(states.DRAFT, states.RETURNED, cond="by_owner_or_bureau"),
        name="提交审核",
    )
    withdraw = Event(states.SUBMITTED.to(states.DRAFT, cond="by_owner"), name="撤回修改")
    publish = Event(states.SUBMITTED.to(states.PUBLISHED, cond="by_officer"), name="审核通过并发布")
    send_back = Event(states.SUBMITTED.to(states.RETURNED, cond="by_officer"), name="退回修改")
    pause = Event(states.PUBLISHED.to(states.PAUSED, cond="by_owner_or_bureau"), name="暂停招聘")
    resume = Event(states.PAUSED.to(states.PUBLISHED, cond="by_owner_or_bureau"), name="恢复招聘")
    fill = Event(
        states.FILLED.from_(states.PUBLISHED, states.PAUSED, cond="by_owner_bureau_or_count"),
        name="已招满",
    )
    expire = Event(
        states.EXPIRED.from_(states.PUBLISHED, states.PAUSED, cond="by_clock"), name="有效期已过"
    )
    close = Event(
        states.CLOSED.from_(
            states.DRAFT,
            states.RETURNED,
            states.PUBLISHED,
            states.PAUSED,
            cond="by_owner_or_bureau",
        ),
        name="关闭岗位",
    )
    remove = Event(
        states.REMOVED.from_(
            states.SUBMITTED,
            states.PUBLISHED,
            states.PAUSED,
            states.FILLED,
            states.EXPIRED,
            states.CLOSED,
            cond="by_officer",
        ),
        name="下架",
    )

    def by_owner(self, role: Role | None) -> bool:
        """Permit the employer only; the bureau sends a vacancy back instead."""
        return role is Role.EMPLOYER

    def by_owner_or_bureau(self, role: Role | None) -> bool:
        """Permit the employer and the bureau's officers."""
        return role in VACANCY_EDITORS

    def by_owner_bureau_or_count(self, role: Role | None) -> bool:
        """Permit them, and the system once enough people have started work."""
        return role is None or role in VACANCY_EDITORS


LIFE: Lifecycle[Vacancy] = Lifecycle(
    "vacancy",
    VacancyLife,
    refusal="岗位现在是“{}”，不能这样操作。",
    source="jobs/vacancies/lifecycle.py",
    remarks="Reopening is no event: it makes a new vacancy that points back at the old one.",
)
