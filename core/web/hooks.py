"""What runs before and after every request, in order."""

import secrets
import time
from typing import Any

import structlog
from flask import Flask, Response, abort, current_app, g, request, session
from flask_login import current_user

from core import access, audit, error_pages, filters, idempotency, looks, moved, static_files
from core.config import Settings
from core.drafts import late, tokens
from core.drafts.opening import open_form
from core.drafts.shown import sent_form
from core.features import installed
from core.list_filters import kept_query, this_address
from core.logs import log
from core.navigation import shown_rooms, shown_tabs
from core.panels import lent_panels
from core.web import health, views
from core.web.door import refuse_address
from core.web.headers import nonce, set_headers, use_camera
from core.web.showing import record_looks

URL_ENCODED = "application/x-www-form-urlencoded"


def init_web(app: Flask) -> None:
    """Add guards, headers, filters, error pages and the platform's own routes to the app."""
    # Before everything else: the check of CSRF tokens reads the form and may refuse it.
    app.before_request_funcs.setdefault(None, []).insert(0, _open_request)
    app.before_request(moved.redirect_moved)
    app.before_request(_refuse_foreign_post)
    app.before_request(_refuse_double_keys)
    app.before_request(access.note_actor)
    app.before_request(late.refuse_late)
    app.before_request(access.enforce)
    app.before_request(idempotency.replay)
    app.after_request(idempotency.remember_answer)
    app.after_request(set_headers)
    app.after_request(_log_request)
    app.after_request(record_looks)  # the last one added runs first
    app.context_processor(_page_globals)
    app.jinja_env.globals.update(
        form_token=_form_token,
        as_print=looks.as_print,
        open_form=open_form,
        sent_form=sent_form,
        csp_nonce=nonce,
        use_camera=use_camera,
        lent_panels=lent_panels,
        kept_query=kept_query,
        this_address=this_address,
    )
    filters.register(app)
    static_files.init_static_files(app)
    error_pages.register(app)
    app.register_blueprint(views.bp)
    app.register_blueprint(health.bp)


def _open_request() -> None:
    g.reference = secrets.token_hex(4)
    g.started = time.perf_counter()
    audit.act_as(audit.VISITOR)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(reference=g.reference)
    refuse_address(request)
    if request.mimetype == URL_ENCODED:  # Werkzeug applies this limit to multipart forms only
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]


def _refuse_foreign_post() -> None:
    """Refuse a form sent from another site, as the browser reports it."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if request.method not in access.SAFE_METHODS and site not in ("same-origin", "none"):
        abort(403)


def _refuse_double_keys() -> None:
    """Refuse a guarded field sent twice: two readers could use two different values."""
    for guarded in ("csrf_token", idempotency.FIELD, tokens.FIELD, "version", "next"):
        if len(request.form.getlist(guarded)) > 1:
            abort(400)


def _form_token() -> str:
    """Return a form key for a form without fields of its own."""
    return secrets.token_urlsafe(16)


def _page_globals() -> dict[str, Any]:
    settings: Settings = current_app.extensions["settings"]
    if g.get("is_bare"):
        return {"office": settings.office, "mode": "", "reference": g.get("reference", "")}
    return {
        "viewer": current_user if current_user.is_authenticated else None,
        "mode": session.get("mode", ""),
        "office": settings.office,
        "nav_rooms": lambda: shown_rooms(installed().menu),
        "tabs": lambda: shown_tabs(installed().tabs),
        "reference": g.get("reference", ""),
    }


def _log_request(response: Response) -> Response:
    log.info(
        "request",
        method=request.method,
        route=str(request.url_rule or "-"),  # the pattern, so no id or search word is logged
        status=response.status_code,
        role=getattr(access.current_role(), "value", "visitor"),
        ms=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
    )
    return response
