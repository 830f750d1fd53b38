"""Messages about applications to the veteran and to the employer."""

from core import clock
from jobs.applications.models import Application
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
    "expire": ("单位一直没有答复", "“{title}”已经停招，单位没有答复，这份投递结束了。"),
}
_TO_EMPLOYER = {
    "withdraw": ("有人撤回了投递", "“{title}”的一份投递由本人撤回了。"),
    "accept": ("有人接受了录用", "“{title}”：本人接受录用，请商定到岗时间，并填报到岗。"),
    "decline": ("有人谢绝了录用", "“{title}”：本人谢绝了录用。"),
}


def notify_other_side(application: Application, event: str) -> None:
    """Notify the side that did not cause an event of an application."""
    title = application.vacancy.title
    if event in _TO_EMPLOYER:
        head, body = _TO_EMPLOYER[event]
        notify_employer(application, event, head, body.format(title=title))
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
