"""Error pages: each explains in plain words what to do and shows the request's reference."""

import errno
from typing import Any

from flask import Flask, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, NoResultFound, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, SecurityError
from werkzeug.routing import RequestRedirect

from . import idempotency
from .drafts import expiry
from .drafts.shown import show_sent
from .errors import (
    DomainError,
    DuplicateSubmissionError,
    EditConflictError,
    NotFoundError,
    TooManyTriesError,
)
from .logs import log
from .turns import BusyError

DATABASE_ERRORS = (OperationalError, InterfaceError, PoolTimeoutError)
LOCK_TIMEOUT = "55P03"  # PostgreSQL's lock_not_available
NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
SOON, LATER = 10, 60  # seconds: a writer finishes, an operator mends
PLAIN = "text/plain; charset=utf-8"


def register(app: Flask) -> None:
    """Register the page of every error."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(SecurityError, _wrong_host)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(NoResultFound, lambda _error: _page(404))
    app.register_error_handler(NotFoundError, lambda _error: _page(404))
    app.register_error_handler(EditConflictError, _edit_conflict)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(DuplicateSubmissionError, _duplicate)
    app.register_error_handler(TooManyTriesError, _too_many)
    app.register_error_handler(DomainError, lambda error: _page(409, error.message))
    app.register_error_handler(BusyError, _busy)
    for unavailable in DATABASE_ERRORS:
        app.register_error_handler(unavailable, _unavailable)
    app.register_error_handler(OSError, _disk_error)
    app.register_error_handler(Exception, _crash)


def _page(status: int, message: str = "", **more: Any) -> tuple[str, int]:
    known = {400, 403, 404, 405, 409, 413, 422, 429, 500, 503}
    name = status if status in known else (500 if status >= 500 else 400)
    g.is_bare = name in (500, 503)  # these pages must render without the database
    if g.is_bare:
        forget_account()
    page = render_template(f"errors/{name}.html", message=message, status=status, **more)
    return page, status


def forget_account() -> None:
    """Answer the rest of this request as to a visitor: loading the account needs the database."""
    g._login_user = AnonymousUserMixin()


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, RequestRedirect):
        return error.get_response()
    if isinstance(error, RequestEntityTooLarge):
        return _page(413)
    return _late(getattr(error, "original_exception", None)) or _page(error.code or 500)


def _late(cause: Exception | None) -> ResponseReturnValue | None:
    """Answer a fault of the database or the disk that came while an error was answered.

    Flask asks no handler for what another handler raises, so it arrives as a status of 500.
    """
    if isinstance(cause, BusyError):
        return _busy(cause)
    if isinstance(cause, DATABASE_ERRORS):
        return _unavailable(cause)
    if isinstance(cause, OSError) and cause.errno in NO_SPACE:
        return _disk_error(cause)
    return None


def _wrong_host(_error: SecurityError) -> ResponseReturnValue:
    """Answer a request for a host not in TRUSTED_HOSTS; no URL can be built for it."""
    return "网址不对，请从县退役军人事务局公布的网址进入。", 400, {"Content-Type": PLAIN}


def _csrf_error(_error: CSRFError) -> ResponseReturnValue:
    """Answer a form of an old session; what was typed into one of our forms is not lost."""
    return expiry.answer_kept() or _page(
        400, "页面放得太久，已经过期。请返回上一页刷新，再提交一次。"
    )


def _edit_conflict(error: EditConflictError) -> ResponseReturnValue:
    """Show both values; sending the form again with the new version keeps the later editor's."""
    sent = [
        (name, value)
        for name in request.form
        for value in request.form.getlist(name)
        if name not in ("csrf_token", "version", idempotency.FIELD)
    ]
    show_sent("conflict", request.path)
    return _page(
        409,
        error.message,
        rows=error.differences,
        sent=sent,
        version=error.version,
        back_url=request.path,
    )


def _stale(_error: StaleDataError) -> ResponseReturnValue:
    return _page(409, "这条资料刚刚被别人改过，请返回刷新后再试。")


def _duplicate(error: DuplicateSubmissionError) -> ResponseReturnValue:
    return _page(error.status, error.message)


def _too_many(error: TooManyTriesError) -> ResponseReturnValue:
    page, status = _page(429, error.message)
    return page, status, {"Retry-After": str(error.wait_seconds)}


def _busy(_error: Exception) -> ResponseReturnValue:
    """Answer a request that would have waited too long for its turn to write."""
    log.warning("no turn to write", route=str(request.url_rule or "-"))
    return _try_again(SOON, "同时在保存的人太多，请过十秒再试。")


def _unavailable(error: Exception) -> ResponseReturnValue:
    """Answer while the database is locked, full, down or out of connections."""
    if is_locked(error):
        return _busy(error)
    log.error("database unavailable", error=type(error).__name__)
    return _try_again(LATER, "系统正忙，请过一分钟再试。")


def is_locked(error: Exception) -> bool:
    """Return whether another holder of a lock kept a statement waiting for too long."""
    cause = getattr(error, "orig", None)
    return getattr(cause, "sqlstate", "") == LOCK_TIMEOUT or "is locked" in str(cause)


def _disk_error(error: OSError) -> ResponseReturnValue:
    """Answer where a file found no space; any other fault of the system is a fault of ours."""
    if error.errno not in NO_SPACE:
        return _crash(error)
    log.error("disk full", error=errno.errorcode[error.errno])
    return _try_again(LATER, "存放资料的磁盘满了，请打电话告诉我们。")


def _try_again(seconds: int, message: str) -> ResponseReturnValue:
    lost = "" if request.method in ("GET", "HEAD") else "您填的内容没有保存。"
    page, status = _page(503, message + lost)
    return page, status, {"Retry-After": str(seconds)}


def _crash(error: Exception) -> ResponseReturnValue:
    log.error("unexpected error", exc_info=error)
    if current_app.testing:
        raise error
    return _page(500)
