"""Keeping a draft while it is typed, and deleting one."""

from flask import Blueprint, flash, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue

from core import filters
from core.access import EVERYONE, allow
from core.drafts import late, operations, tokens
from core.drafts.operations import Kept
from core.drafts.tokens import OpenedForm
from core.errors import DomainError, NotFoundError
from core.forms import ButtonForm
from core.web.next_page import safe_next

bp = Blueprint("drafts", __name__, url_prefix="/drafts")
REDACTED = "有的字样像部队番号或身份证号，没有暂存，保存前请改写。"


@bp.post("")
@allow(*EVERYONE, own_account=True)
def keep() -> ResponseReturnValue:
    """Keep what is typed; a script sends it during typing, a button on request.

    There is no form to validate: a draft is what is not valid yet.
    """
    opened = _opened()
    try:
        kept = late.keep_sent(opened)
    except DomainError as error:
        return _refused(error, opened)
    if late.wants_json():
        return jsonify(_facts(kept))
    flash("已暂存，下次打开接着填。", "success")
    if kept and kept.is_redacted:
        flash(REDACTED, "warning")
    late.flash_emptied(kept)
    return redirect(safe_next(opened.page))


def _opened() -> OpenedForm:
    """Return the form the request is about; of another account's, access.enforce has told."""
    opened = tokens.sent()
    if opened is None or opened.account_id == tokens.VISITOR:
        raise NotFoundError
    return opened


def _facts(kept: Kept | None) -> dict[str, str | bool | int]:
    if kept is None:
        return {"saved": ""}
    return {
        "saved": filters.moment(kept.saved_at),
        "redacted": kept.is_redacted,
        "elsewhere": kept.is_elsewhere,
        "emptied": kept.emptied,
    }


def _refused(error: DomainError, opened: OpenedForm) -> ResponseReturnValue:
    if late.wants_json():
        return jsonify(message=error.message), 422
    flash(error.message, "error")
    return redirect(opened.page)


@bp.post("/drop")
@allow(*EVERYONE, own_account=True)
def drop() -> ResponseReturnValue:
    """Delete a draft and show the form with what is stored."""
    opened = _opened()

    def save() -> ResponseReturnValue:
        operations.drop(opened, also_newer=True)
        return redirect(opened.page)

    return ButtonForm().save(save, audited=False) or redirect(url_for("lists.home"))
