"""What saving a form does to its draft."""

from typing import Any

from core.drafts import operations, tokens
from core.drafts.late import account_id
from core.drafts.naming import name_of
from core.drafts.tokens import VISITOR, OpenedForm, present_address


def drop_draft(form: Any) -> None:
    """Delete the draft of the form that this request saves; call it in its transaction."""
    mine = account_id()
    if mine == VISITOR:
        return
    opened = tokens.sent()
    if opened is not None and opened.form == name_of(form):
        operations.drop(opened)
    else:
        operations.drop(_sent_without_token(form, mine), also_newer=True)


def _sent_without_token(form: Any, mine: int) -> OpenedForm:
    address = present_address()
    return OpenedForm(mine, address, address, name_of(form), (), "", 0.0)
