"""A form sent when its session has ended, or by another account than the one that opened it.

What was typed is kept for the account that opened the form; the answer leads to signing in and
back to the form.
"""

from urllib.parse import urlsplit

from flask import current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from core import access, idempotency
from core.db import transaction
from core.drafts import operations, tokens
from core.drafts.contents import typed
from core.drafts.operations import Kept
from core.drafts.tokens import OpenedForm
from core.errors import DomainError

ENDED = "登录过期了，请重新登录。您写的都在，登录后接着填。"
ENDED_WITHOUT = "登录过期了，请重新登录，再做一次。"
REDACTED = "像部队番号或身份证号的字样没有留下，请核对。"
EMPTIED = "暂存的太多，您最早的 {} 份草稿没有留下。写好的请早点保存。"
RENEWED = "您刚才重新登录过，这一次还没有保存。写的都在，请看一遍再保存。"
OTHER = "这张表是别的账号打开的，没有保存。写的内容给那个账号留着，用那个账号登录就能接着填。"


def account_id() -> int:
    """Return the account of this request, 0 for a visitor."""
    return int(current_user.id) if current_user.is_authenticated else tokens.VISITOR


def is_of_another(opened: OpenedForm | None) -> bool:
    """Return whether a form was opened by an account that is not the one of this request."""
    return opened is not None and opened.account_id not in (tokens.VISITOR, account_id())


def refuse_late() -> ResponseReturnValue | None:
    """Answer a form whose session has ended, or that another account opened; runs before views.

    What needs no account is sent on, unless an account opened it.
    """
    if request.method != "POST" or request.endpoint is None:
        return None
    opened = tokens.sent()
    is_foreign = is_of_another(opened)
    if current_user.is_authenticated:
        return _kept_for_another(opened) if is_foreign else None
    rule = access.rule_of(current_app, request.endpoint)
    needs_account = rule is not None and not rule.is_public
    return to_sign_in() if is_foreign or needs_account else None


def _kept_for_another(opened: OpenedForm | None) -> ResponseReturnValue:
    _kept_if_possible(opened)
    if wants_json():
        return jsonify(message=OTHER), 403
    return render_template("errors/400.html", message=OTHER), 400


def keep_sent(opened: OpenedForm | None) -> Kept | None:
    """Keep what this request sent, for the account that opened the form."""
    if opened is None or opened.account_id == tokens.VISITOR:
        return None
    values = typed(opened.names, request.form)
    key = request.form.get(idempotency.FIELD, "")
    with transaction(audited=False):
        return operations.keep(opened, values, key=key)


def wants_json() -> bool:
    """Return whether a script sent the request."""
    return request.accept_mimetypes.best == "application/json"


def to_sign_in() -> Response:
    """Keep what was sent and return the redirect to sign-in, which leads back to the form."""
    opened = tokens.sent()
    kept = _kept_if_possible(opened)
    if wants_json():
        answer = jsonify(ended=True, kept=kept is not None)
        answer.status_code = 401
        return answer
    flash(ENDED if kept else ENDED_WITHOUT, "warning")
    if kept and kept.is_redacted:
        flash(REDACTED, "warning")
    flash_emptied(kept)
    page = opened.page if opened else _page_before()
    return redirect(url_for("accounts.sign_in", next=page))


def flash_emptied(kept: Kept | None) -> None:
    """State on the next page that older drafts of the account were emptied."""
    if kept and kept.emptied:
        flash(EMPTIED.format(kept.emptied), "warning")


def _kept_if_possible(opened: OpenedForm | None) -> Kept | None:
    try:
        return keep_sent(opened)
    except DomainError:
        return None


def _page_before() -> str:
    """Return the page of this site a button was pressed on, as the browser reports it."""
    try:
        before = urlsplit(request.referrer or "")
    except ValueError:  # "http://[" is no address
        return url_for("lists.home")
    if before.netloc != request.host:
        return url_for("lists.home")
    return f"{before.path}?{before.query}" if before.query else before.path


def to_form_again(opened: OpenedForm) -> ResponseReturnValue:
    """Keep what was sent and return the redirect to the form: its user has signed in again."""
    _kept_if_possible(opened)
    if wants_json():
        return jsonify(token=generate_csrf()), 409
    flash(RENEWED, "warning")
    return redirect(opened.page)
