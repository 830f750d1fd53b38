"""Web plumbing: security headers, request numbers, error pages, filters, 大字版, health."""

import secrets
import shutil
import time
from typing import Any
from urllib.parse import urlsplit

import structlog
from alembic.script import ScriptDirectory
from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException, NotFound

from . import access, error_pages, filters, idempotency, moved, static_files
from .config import Settings
from .db import db
from .features import installed
from .gallery import GalleryForm
from .logs import log
from .navigation import shown_groups, shown_tabs
from .panels import lent_panels

MODES = ("", "elder")
ONE_YEAR = 31_536_000
URL_ENCODED = "application/x-www-form-urlencoded"
NO_STORE = "no-store, max-age=0"
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
bp = Blueprint("web", __name__)


def init_web(app: Flask) -> None:
    """Give the app its guards, headers, filters, error pages and plumbing routes."""
    # First of all, before the check of CSRF tokens reads the form and may refuse it.
    app.before_request_funcs.setdefault(None, []).insert(0, _open_request)
    app.before_request(moved.lead_on)
    app.before_request(_refuse_foreign_post)
    app.before_request(_refuse_double_keys)
    app.before_request(access.note_actor)
    app.before_request(access.enforce)
    app.before_request(idempotency.replay)
    app.after_request(idempotency.remember_answer)
    app.after_request(_set_headers)
    app.after_request(_log_request)
    app.context_processor(_page_globals)
    app.jinja_env.globals.update(form_token=_form_token, csp_nonce=_nonce, lent_panels=lent_panels)
    filters.register(app)
    static_files.init_static_files(app)
    error_pages.register(app)
    app.register_blueprint(bp)


def _open_request() -> None:
    g.reference = secrets.token_hex(4)
    g.started = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(reference=g.reference)
    if request.mimetype == URL_ENCODED:  # Werkzeug holds only multipart forms to this limit
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]


def _refuse_foreign_post() -> None:
    """A browser says where a form came from; forms of other sites stop here."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if request.method not in access.SAFE_METHODS and site not in ("same-origin", "none"):
        abort(403)


def _refuse_double_keys() -> None:
    """The same query key twice means two readers could see two different values."""
    for guarded in ("csrf_token", idempotency.FIELD, "version", "next"):
        if len(request.form.getlist(guarded)) > 1:
            abort(400)


def _nonce() -> str:
    """Made on first use: an error page may need it before any hook has run."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(18)
    return str(g.nonce)


def _form_token() -> str:
    """Return a key for a form without fields of its own, spent like any form's."""
    return secrets.token_urlsafe(16)


def _page_globals() -> dict[str, Any]:
    settings: Settings = current_app.extensions["settings"]
    if g.get("is_bare"):
        return {"office": settings.office, "mode": "", "reference": g.get("reference", "")}
    return {
        "viewer": current_user if current_user.is_authenticated else None,
        "mode": session.get("mode", ""),
        "office": settings.office,
        "nav_groups": lambda: shown_groups(installed().menu),
        "tabs": lambda: shown_tabs(installed().tabs),
        "reference": g.get("reference", ""),
        "here": request.full_path.rstrip("?"),
    }


def _set_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Content-Security-Policy"] = POLICY.format(nonce=_nonce())
    response.headers["X-Reference"] = g.get("reference", "")
    settings: Settings = current_app.extensions["settings"]
    if settings.https:
        response.headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}"
    if request.endpoint != "static":  # whatever a view or send_file() would have allowed
        response.headers["Cache-Control"] = NO_STORE
        response.headers.pop("Expires", None)
    return response


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


@bp.post("/mode")
@access.public
def set_mode() -> ResponseReturnValue:
    """Switch between the standard and the large-print version."""
    mode = request.form.get("mode", "")
    session["mode"] = mode if mode in MODES else ""
    session.permanent = True
    return redirect(safe_next(url_for("matching.home")))


@bp.get("/ui")
@access.allow(access.Role.ADMIN, access.Role.OFFICER)
def gallery() -> str:
    """Show every component in every state."""
    form = GalleryForm(formdata=MultiDict({"name": ""}), meta={"csrf": False})
    form.validate()
    return render_template("gallery.html", form=form)


@bp.get("/csrf")
@access.public
def csrf() -> ResponseReturnValue:
    """Give a script on our own pages a fresh token."""
    return jsonify(token=generate_csrf())


@bp.get("/favicon.ico")
@access.public
def favicon() -> ResponseReturnValue:
    """Lead browsers to the emblem where no page says so: beside a document they show."""
    return redirect(url_for("static", filename="img/emblem.svg"))


@bp.get("/health/live")
@access.public
def live() -> ResponseReturnValue:
    """Tell that the process answers."""
    return jsonify(status="ok")


@bp.get("/health/ready")
@access.public
def ready() -> ResponseReturnValue:
    """Tell whether requests can be served: database, schema and disk."""
    checks = {"database": _database_answers(), "disk": _disk_has_room()}
    ok = all(checks.values())
    return jsonify(status="ok" if ok else "not ready"), 200 if ok else 503


def _database_answers() -> bool:
    directory = current_app.extensions["migrate"].directory
    head = ScriptDirectory(str(directory)).get_current_head()
    try:
        found = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    except OperationalError:
        return False
    return bool(found == head)


def _disk_has_room() -> bool:
    settings: Settings = current_app.extensions["settings"]
    usage = shutil.disk_usage(settings.instance)
    return usage.free >= 200 * 1024 * 1024


def safe_next(default: str) -> str:
    """Return the `next` of the request if it leads to a page of ours, else the default."""
    target = request.values.get("next", "")
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or not target.startswith("/") or target.startswith("//"):
        return default
    try:
        current_app.url_map.bind("").match(parts.path, method="GET")
    except (NotFound, HTTPException):
        return default
    return target.replace("\\", "")
