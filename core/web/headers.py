"""Security headers of every response, and the nonce of its scripts."""

import secrets
from http import HTTPStatus

from flask import Response, current_app, g, request

from core.config import Settings

ONE_YEAR = 31_536_000
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
}
PERMISSIONS = "camera={camera}, microphone=(), geolocation=(), payment=()"


def nonce() -> str:
    """Return the response's script nonce, created on first use.

    An error page may need it before any hook has run.
    """
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(18)
    return str(g.nonce)


def use_camera() -> str:
    """Permit the page that is being rendered to use the camera; templates of scanners call it."""
    g.uses_camera = True
    return ""


def set_headers(response: Response) -> Response:
    """Add the security headers; nothing but static files may be cached, not even their 404."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Content-Security-Policy"] = POLICY.format(nonce=nonce())
    camera = "(self)" if g.get("uses_camera") else "()"
    response.headers["Permissions-Policy"] = PERMISSIONS.format(camera=camera)
    response.headers["X-Reference"] = g.get("reference", "")
    settings: Settings = current_app.extensions["settings"]
    if settings.https:
        response.headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}"
    is_file = request.endpoint == "static" and response.status_code < HTTPStatus.BAD_REQUEST
    if not is_file:  # overrides what a view or send_file() allows
        response.headers["Cache-Control"] = NO_STORE
        response.headers.pop("Expires", None)
    return response
