"""A form whose protection against forged requests has expired, with what was typed into it."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from core.drafts import late, tokens
from core.drafts.contents import typed
from core.drafts.shown import show_sent
from core.drafts.tokens import OpenedForm


def answer_kept() -> ResponseReturnValue | None:
    """Return the answer that keeps what was typed, None where the request is none of our forms.

    A forged request has no genuine token of an opened form, or comes from another site.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return None
    answer = late.refuse_late()
    if answer is not None:
        return answer
    opened = tokens.sent()
    if opened is None:
        return None
    if opened.account_id != tokens.VISITOR:
        return late.to_form_again(opened)
    return _carried(opened)


def _carried(opened: OpenedForm) -> ResponseReturnValue:
    """Return the page that shows a visitor's form again: nothing of it is stored."""
    values = [
        (name, value)
        for name, several in typed(opened.names, request.form).items()
        for value in several
    ]
    show_sent("expired", opened.address)
    page = render_template("errors/expired.html", values=values, address=opened.address)
    return page, 400
