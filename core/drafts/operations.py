"""Keeping, finding and deleting drafts."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, or_, select

from core import clock, idempotency
from core.db import db, one_at_a_time
from core.drafts.contents import Values
from core.drafts.models import LONGEST_ADDRESS, FormDraft
from core.drafts.parameters import DRAFT_DAYS
from core.drafts.room import make_room
from core.drafts.tokens import OpenedForm
from core.errors import DomainError
from core.features import installed
from core.parameters.registry import amount_of

LONGEST = 200_000  # characters of one draft


@dataclass(frozen=True)
class Kept:
    """A draft that was written. `is_redacted`: a part that must not be stored was left out;
    `is_elsewhere`: another window of the account writes the same form; `emptied`: so many of the
    account's older drafts were emptied to make room.
    """

    saved_at: datetime
    is_redacted: bool
    is_elsewhere: bool
    emptied: int


def keep(opened: OpenedForm, values: Values, *, key: str) -> Kept | None:
    """Store what is typed into a form and return what became of it.

    Returns None where nothing is to be kept: the form with this key has been saved, or the account
    has been deleted since it opened the form.
    Last typed wins; drafts are not audited. Raises DomainError where it is too long.
    """
    _take_turn(opened.account_id)
    if key and idempotency.is_spent(opened.account_id, key):
        return None
    if not installed().has_account(opened.account_id):
        return None
    stored, is_redacted = _redacted(values)
    body = json.dumps(stored, ensure_ascii=False)
    if len(body) > LONGEST or len(opened.address) > LONGEST_ADDRESS:
        raise DomainError("写得太长，没有暂存，请先保存。")
    draft = db.session.scalar(_of(opened.account_id, opened.address, opened.form))
    is_elsewhere = draft is not None and _is_of_another(draft, opened)
    if draft is None:
        draft = FormDraft(account_id=opened.account_id, address=opened.address, form=opened.form)
        db.session.add(draft)
    draft.body, draft.typist, draft.saved_at = body, opened.typist, clock.now()
    draft.size = len(draft.body_sealed)
    db.session.flush()
    return Kept(draft.saved_at, is_redacted, is_elsewhere, make_room(draft))


def _take_turn(account_id: int) -> None:
    """Let one window of an account write at a time: a form being saved and a draft of it meet."""
    one_at_a_time(f"drafts of {account_id}")


def _is_of_another(draft: FormDraft, opened: OpenedForm) -> bool:
    return draft.typist != opened.typist and draft.saved_at > opened.opened_at


def _redacted(values: Values) -> tuple[Values, bool]:
    redact = installed().redact
    stored = {name: [redact(one) for one in several] for name, several in values.items()}
    return stored, stored != values


def _of(account_id: int, address: str, form: str) -> Select[FormDraft]:
    return select(FormDraft).where(
        FormDraft.account_id == account_id, FormDraft.address == address, FormDraft.form == form
    )


def drafts_of(account_id: int) -> dict[tuple[str, str], FormDraft]:
    """Return the drafts of an account that are not too old, by address and form."""
    rows = db.session.scalars(select(FormDraft).where(FormDraft.account_id == account_id)).all()
    since = oldest() if rows else clock.now()
    return {(one.address, one.form): one for one in rows if one.saved_at > since}


def values_of(draft: FormDraft) -> Values:
    """Return what a draft holds, by field."""
    values: Values = json.loads(draft.body or "{}")
    return values


def oldest() -> datetime:
    """Return the moment before which drafts are deleted."""
    return clock.now() - timedelta(days=amount_of(DRAFT_DAYS, clock.today()))


def drop(opened: OpenedForm, *, also_newer: bool = False) -> None:
    """Delete the draft of a form that was saved or is not wanted.

    What another window typed since this one was opened stays, unless `also_newer`.
    """
    _take_turn(opened.account_id)
    condition = delete(FormDraft).where(
        FormDraft.account_id == opened.account_id,
        FormDraft.address == opened.address,
        FormDraft.form == opened.form,
    )
    if not also_newer:
        seen = FormDraft.saved_at <= opened.opened_at
        condition = condition.where(or_(FormDraft.typist == opened.typist, seen))
    db.session.execute(condition)


def drop_all(account_id: int) -> None:
    """Delete every draft of an account; one that is being written waits and is then refused."""
    _take_turn(account_id)
    db.session.execute(delete(FormDraft).where(FormDraft.account_id == account_id))


def drop_about(prefix: str, words: list[str]) -> None:
    """Delete the drafts at addresses below a prefix, and those whose text has one of the words."""
    # Together they may take hundreds of megabytes.
    few_at_once = select(FormDraft).execution_options(yield_per=100)
    for draft in db.session.scalars(few_at_once):
        body = draft.body or ""
        if draft.address.startswith(prefix) or any(word in body for word in words):
            db.session.delete(draft)
    db.session.flush()
