"""Record checks of placements and remind staff of those that are due."""

from datetime import date

from core import audit, clock
from core.db import db
from core.errors import DomainError
from people.accounts.models import Account
from people.notices.models import Audience
from people.notices.operations import Message, Recipient, notify
from placements.placements.facts import CheckFacts
from placements.placements.models import CheckResult, PlacementCheck, PlacementStatus
from placements.placements.operations.ending import end
from placements.placements.queries import checks


def do_check(check: PlacementCheck, facts: CheckFacts, *, by: Account) -> None:
    """Record the result of a check.

    A veteran who was not reached stays due for the check; the placement of one who left ends.
    """
    placement = check.placement
    if check.done_on is not None or placement.status is not PlacementStatus.VERIFIED:
        raise DomainError("这次回访已经做过了，或者人已经不在岗。")
    if facts.result is CheckResult.LEFT:
        if facts.end is None:
            raise DomainError("请选离职原因，填离职日期。", field="reason")
        end(placement, facts.end, by=by)
    check.result, check.note, check.by_id = facts.result, facts.note.strip(), by.id
    check.done_on = None if facts.result is CheckResult.UNREACHABLE else clock.today()
    db.session.flush()
    audit.record(
        "placement.check",
        "placement",
        placement.id,
        result=facts.result.value,
        about=[placement.veteran_id],
    )


def remind_checks(today: date) -> int:
    """Remind every officer and clerk with checks due, once a day; return how many people."""
    sent = 0
    for account in checks.caseworkers():
        due = checks.count_checks_due(account, today)
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
