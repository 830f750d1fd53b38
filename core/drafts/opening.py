"""A form as its page opens it: with its token, the draft of it, and what scripts read."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g, request

from core import clock
from core.drafts import operations
from core.drafts.contents import asks_much, fill_in, kept_fields
from core.drafts.late import account_id
from core.drafts.models import FormDraft
from core.drafts.naming import name_of
from core.drafts.shown import show_sent
from core.drafts.tokens import VISITOR, OpenedForm, plain_address, present_address, sent


@dataclass(frozen=True)
class Opening:
    """What the markup of a form needs. `saved_at` is set where it shows a draft, `emptied_of` is
    when a draft of it was last written that was emptied to make room.
    """

    id: str
    token: str
    is_kept: bool
    saved_at: datetime | None = None
    emptied_of: datetime | None = None


def open_form(form: Any, action: str) -> Opening:
    """Return how a form is opened, after putting this account's draft of it into its fields.

    A form that was just sent shows what was sent.
    """
    is_sent = request.method == "POST" and form.form_key.raw_data is not None
    number = g.opened_forms = g.get("opened_forms", 0) + 1
    opened = _opened(form, action or request.path, before=sent(), is_sent=is_sent)
    draft = None if is_sent else _draft_of(opened)
    shown = None if draft is None or draft.is_emptied else draft
    if shown is not None:
        fill_in(form, operations.values_of(shown))
    if is_sent and opened.names:
        show_sent(f"form-{number}", action)
    return Opening(
        f"form-{number}",
        opened.token(),
        is_kept=bool(opened.account_id and opened.names) and asks_much(form),
        saved_at=shown.saved_at if shown else None,
        emptied_of=draft.saved_at if draft and not shown else None,
    )


def _opened(form: Any, action: str, *, before: OpenedForm | None, is_sent: bool) -> OpenedForm:
    mine = before if is_sent else None
    return OpenedForm(
        account_id=account_id(),
        page=before.page if before else present_address(),
        address=plain_address(action),
        form=name_of(form),
        names=tuple(field.name for field in kept_fields(form)),
        typist=mine.typist if mine else secrets.token_urlsafe(9),
        at=mine.at if mine else clock.now().timestamp(),
    )


def _draft_of(opened: OpenedForm) -> FormDraft | None:
    if opened.account_id == VISITOR or not opened.names:
        return None
    if "drafts" not in g:
        g.drafts = operations.drafts_of(opened.account_id)
    draft: FormDraft | None = g.drafts.get((opened.address, opened.form))
    return draft
