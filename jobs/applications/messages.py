"""Messages about applications to the veteran and to the employer."""

from datetime import date

from core import clock
from core.filters import day
from jobs.applications.disclosure import lacks_contact
from jobs.applications.models import Application, ApplicationStatus
from jobs.employers.queries import recipient_of as employer_recipient
from people.notices.operations import Message, notify
from people.veterans.queries import recipient_of

_TO_VETERAN = {
    "screen": ("单位开始看您的投递", "“{title}”：单位正在看。"),
    "shortlist": ("初选通过了", "“{title}”：初选通过，等单位约面试。"),
    "invite": ("单位约您面试", "“{title}”：{when}，{where}。去不了请早点说。"),
    "interview": ("面试记上了", "“{title}”：单位记了您来面试，等结果。"),
    "offer": ("单位想录用您", "“{title}”：单位想录用您，请答复去还是不去。"),
    "reject": ("这个岗位没有谈成", "“{title}”：{note}"),
    "cancel": ("单位取消了录用", "“{title}”：单位取消了录用。单位说：{note}"),
    "expire": ("单位一直没有答复", "“{title}”已经停招，单位没有答复，这份投递结束了。"),
}
_ACCEPTED_UNREACHED = "“{title}”：本人接受录用，还没有给您看联系方式。事务局会联系双方。"
_OF_VACANCY = {
    "close": ("岗位停招了", "“{title}”不再收新投递。{answer}"),
    "fill": ("岗位招满了", "“{title}”已经招满，不再收新投递。{answer}"),
    "expire": ("岗位招聘期到了", "“{title}”招聘期到了，不再收新投递。{answer}"),
    "remove": ("岗位下架了", "“{title}”已经下架：{reason} 您的投递到此结束，别再交钱、交证件。"),
    "removed_after": (
        "您要去的岗位下架了",
        "“{title}”已经下架：{reason} 去上班以前，请先给事务局打电话。",
    ),
    "review": (
        "岗位正在核查",
        "有人反映“{title}”有问题，事务局正在核查。核查完会告诉您，先别交钱、交证件。",
    ),
    "cleared": ("岗位核查完了", "“{title}”核查过了，没有发现问题。您的投递照常。"),
}
_STILL_ANSWERS = "单位还能答复您的投递，最晚到{until}；到时没有答复，这份投递就结束。"
_STILL_OFFERED = "单位给您的录用还有效，请答复去还是不去。"
_TO_EMPLOYER = {
    "withdraw": ("有人撤回了投递", "“{title}”的一份投递由本人撤回了。"),
    "accept": ("有人接受了录用", "“{title}”：本人接受录用，请商定到岗时间，并填报到岗。"),
    "decline": ("有人谢绝了录用", "“{title}”：本人谢绝了录用。"),
    "back_out": ("有人不来了", "“{title}”：接受过录用的人不来了，名额空出来了。本人说：{note}"),
}


def notify_other_side(application: Application, event: str) -> None:
    """Notify the side that did not cause an event of an application."""
    title = application.vacancy.title
    if event in _TO_EMPLOYER:
        head, body = _TO_EMPLOYER[event]
        if event == "accept" and lacks_contact(application):
            body = _ACCEPTED_UNREACHED
        words = body.format(title=title, note=application.status_note)
        notify_employer(application, event, head, words)
    elif event in _TO_VETERAN:
        head, body = _TO_VETERAN[event]
        when = application.interview_at
        words = body.format(
            title=title,
            note=application.status_note,
            when=f"{clock.local(when):%m月%d日 %H:%M}" if when else "",
            where=application.interview_place,
        )
        _notify_veteran(application, event, head, words)


def notify_vacancy_event(
    application: Application, event: str, reason: str = "", *, until: date | None = None
) -> None:
    """Notify the veteran of what happened to the vacancy they applied for.

    `until` is the last day of an answer, where the vacancy takes no more applications.
    """
    head, body = _OF_VACANCY[event]
    is_offered = application.status is ApplicationStatus.OFFERED
    answer = _STILL_OFFERED if is_offered else _STILL_ANSWERS.format(until=day(until))
    words = body.format(title=application.vacancy.title, reason=reason, answer=answer)
    _notify_veteran(application, f"vacancy {event} {clock.now():%Y%m%d%H%M%S}", head, words)


def _notify_veteran(application: Application, event: str, title: str, body: str) -> None:
    key = f"application {application.id} {event} {application.version}"
    message = Message(key, "application", title, body, "applications.mine", application.id)
    notify(recipient_of(application.veteran), message)


def notify_employer(application: Application, event: str, title: str, body: str) -> None:
    """Send the employer one message about an event of an application."""
    key = f"application {application.id} {event} to employer"
    message = Message(key, "application", title, body, "applications.detail", application.id)
    notify(employer_recipient(application.vacancy.employer), message)


def remind(application: Application) -> int:
    """Notify both sides of an application that waits too long; return 1 unless already sent."""
    last = application.answered_at or application.applied_at
    spell = f"{application.id} {last:%Y%m%d%H%M%S}"
    title = application.vacancy.title
    sent = notify(
        recipient_of(application.veteran),
        Message(
            f"silent {spell}",
            "silent",
            "单位还没有答复",
            f"“{title}”：单位还没答复，我们已经提醒它。您可以先看看别的岗位。",
            "applications.mine",
            application.id,
        ),
    )
    notify(
        employer_recipient(application.vacancy.employer),
        Message(
            f"silent employer {spell}",
            "silent",
            "有投递等您答复",
            f"“{title}”有一份投递等了很久，请尽快答复。",
            "applications.detail",
            application.id,
        ),
    )
    return int(sent)
