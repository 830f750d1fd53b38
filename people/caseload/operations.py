"""Changes to the caseload: record a contact, set and finish the next action."""

from sqlalchemy import update

from core import audit, clock
from core.db import db, one_at_a_time
from core.errors import DomainError, Refusals
from people.accounts.models import Account
from people.caseload import queries
from people.caseload.facts import ActionFacts, ContactFacts
from people.caseload.models import Contact, NextAction
from people.secrecy.designations import refuse_designations
from people.secrecy.private_numbers import refuse_private
from people.stations.facts import check_due
from people.stations.queries import colleague
from people.veterans.models import Veteran

REPLACED, FINISHED = "改了下一步", "办完了"


def record_contact(veteran: Veteran, facts: ContactFacts, *, by: Account) -> Contact:
    """Record that a veteran was contacted, or not reached; contacts are only added."""
    _refuse_secrets(facts.note, field="note")
    row = Contact(
        veteran_id=veteran.id,
        by_id=by.id,
        channel=facts.channel,
        happened_at=clock.now(),
        was_reached=facts.was_reached,
    )
    row.note = facts.note
    db.session.add(row)
    db.session.flush()
    detail = {"channel": facts.channel.value, "reached": facts.was_reached}
    audit.record("contact.note", "veteran", veteran.id, **detail)
    return row


def set_next_action(veteran: Veteran, facts: ActionFacts, *, by: Account) -> NextAction:
    """Set what is done next for a veteran; an action still open ends.

    A veteran has one open action: the table decides, and concurrent callers wait for each other.
    """
    refusals = Refusals()
    with refusals.collecting():
        _refuse_secrets(facts.action, field="action")
    with refusals.collecting():
        check_due(facts.due_on)
    if colleague(facts.owner_id, by) is None:
        refusals.add("请选由谁来办。", field="owner")
    refusals.raise_if_any()
    one_at_a_time(f"next action {veteran.id}")
    before = queries.open_action(veteran.id)
    if before is not None:
        before.done_on, before.result = clock.today(), REPLACED
        db.session.flush()
    row = NextAction(
        veteran_id=veteran.id,
        action=facts.action,
        due_on=facts.due_on,
        owner_id=facts.owner_id,
    )
    db.session.add(row)
    db.session.flush()
    audit.record("case.set_step", "veteran", veteran.id, action=row.id)
    return row


def finish_next_action(veteran: Veteran, *, result: str) -> None:
    """End a veteran's open action with its result. Raises DomainError where none is open."""
    row = queries.open_action(veteran.id)
    if row is None:
        raise DomainError("没有要办的下一步。")
    _refuse_secrets(result, field="result")
    row.done_on, row.result = clock.today(), result or FINISHED
    db.session.flush()
    audit.record("case.finish_step", "veteran", row.veteran_id, action=row.id)


def hand_over(leaving_id: int, successor_id: int) -> int:
    """Pass the open actions of an account to another; return how many."""
    query = (
        update(NextAction)
        .where(NextAction.owner_id == leaving_id, NextAction.done_on.is_(None))
        .values(owner_id=successor_id, version=NextAction.version + 1)
    )
    return int(db.session.execute(query).rowcount)  # type: ignore[attr-defined]


def _refuse_secrets(text: str, *, field: str) -> None:
    refuse_designations(text, field=field)
    refuse_private(text, field=field)
