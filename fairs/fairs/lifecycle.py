"""The life cycle of a fair: events, who may cause them, and their names on buttons."""

from statemachine import Event, StateMachine

from core.lifecycle import Lifecycle, RoleGuards, statuses_of
from fairs.fairs.models import Fair, FairStatus

ENDED = frozenset({FairStatus.CLOSED, FairStatus.CANCELLED})
EDITABLE = frozenset({FairStatus.DRAFT, FairStatus.PUBLISHED})
TAKES_PEOPLE = frozenset({FairStatus.PUBLISHED, FairStatus.RUNNING})
HAS_DOORS = frozenset({FairStatus.RUNNING, FairStatus.ENDED})  # paper lists are typed in later
NEEDS_REASON = frozenset({"cancel"})
CAREFUL = frozenset({"cancel", "close", "end"})
MAIN = frozenset({"publish"})  # the button of the next step


class FairLife(RoleGuards, StateMachine):
    """Statuses of a fair and the events between them; the guards state who may cause one."""

    states = statuses_of(FairStatus, initial=FairStatus.DRAFT, final=ENDED)

    publish = Event(states.DRAFT.to(states.PUBLISHED, cond="by_officer"), name="发布")
    start = Event(states.PUBLISHED.to(states.RUNNING, cond="by_officer_or_clock"), name="开始举办")
    end = Event(states.RUNNING.to(states.ENDED, cond="by_officer_or_clock"), name="结束，等报结果")
    close = Event(states.ENDED.to(states.CLOSED, cond="by_officer"), name="办结")
    cancel = Event(
        states.CANCELLED.from_(states.DRAFT, states.PUBLISHED, cond="by_officer"), name="取消"
    )


LIFE: Lifecycle[Fair] = Lifecycle(
    "fair",
    FairLife,
    refusal="招聘会现在是“{}”，不能这样操作。",
    source="fairs/fairs/lifecycle.py",
)
