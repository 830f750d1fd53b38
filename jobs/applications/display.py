"""The progress of an application in plain words: status, next action and its date."""

from dataclasses import dataclass
from datetime import timedelta

from core import clock
from core.filters import day, moment
from jobs.applications import following, queries
from jobs.applications.disclosure import lacks_contact
from jobs.applications.lifecycle import ENDED, PUBLIC
from jobs.applications.models import Application, ApplicationStatus
from jobs.applications.queries import Patience

S = ApplicationStatus
RESULTS = {
    S.OFFERED: "单位想录用您",
    S.ACCEPTED: "您接受了录用",
    S.REJECTED: "没有谈成",
    S.DECLINED: "您谢绝了录用",
    S.WITHDRAWN: "您撤回了投递",
    S.EXPIRED_NO_REPLY: "单位没有答复",
    S.CANCELLED: "录用取消了",
    S.VACANCY_REMOVED: "岗位下架了",
}


BAD = (S.REJECTED, S.EXPIRED_NO_REPLY, S.CANCELLED, S.VACANCY_REMOVED)


@dataclass(frozen=True)
class Progress:
    """The progress of an application in words a veteran understands."""

    word: str
    tone: str
    next_action: str
    is_silent: bool


def progress_of(application: Application, patience: Patience) -> Progress:
    """Return the public status, the next action with its date, and whether the wait is too long."""
    public = PUBLIC[application.status]
    tone = "bad" if application.status is S.REJECTED else public.tone
    is_silent = queries.is_silent(application, patience.moment)
    return Progress(public.label, tone, _next_action(application, patience, is_silent), is_silent)


def _next_action(application: Application, patience: Patience, is_silent: bool) -> str:
    status = application.status
    if status in ENDED:
        return _ending(application)
    if application.vacancy.hidden_at is not None:
        return "有人反映这个岗位有问题，正在核查，核查完会告诉您。先别交钱、交证件。"
    if status is S.OFFERED:
        return "单位想录用您，请答复去还是不去。"
    if is_silent:
        return "单位还没有答复，事务局会催它。您可以先看看别的岗位。"
    if status is S.INVITED and application.interview_at:
        return f"{moment(application.interview_at)} 到{application.interview_place}面试。"
    if (until := following.last_day_of(application.vacancy, patience.days_after_end)) is not None:
        return f"岗位已经停招。单位最晚到 {day(until)} 答复，没有答复就结束。"
    last = clock.day_of(application.answered_at or application.applied_at)
    due = last + timedelta(days=patience.days)
    return f"等单位答复。到 {day(due)} 还没有答复，我们会提醒它。"


def _ending(application: Application) -> str:
    word = RESULTS[application.status]
    if application.status is S.ACCEPTED and lacks_contact(application):
        return f"{word}。单位还联系不上您：请给它看联系方式，或者等事务局给您打电话。"
    if application.status is S.ACCEPTED:
        return f"{word}。到岗后，单位和您都要确认一次。"
    return f"{word}。{application.status_note}" if application.status_note else f"{word}。"


def timeline_of(application: Application) -> list[dict[str, str]]:
    """Return the history as a timeline, each public status once, the newest last."""
    shown: list[dict[str, str]] = []
    for event in queries.events_of(application):
        label = RESULTS.get(event.status) or PUBLIC[event.status].label
        if shown and shown[-1]["label"] == label:
            shown.pop()
        status = "bad" if event.status in BAD else "done"
        shown.append({"label": label, "status": status, "moment": moment(event.at)})
    if shown and application.status not in ENDED:
        shown[-1]["status"] = "now"
    return shown
