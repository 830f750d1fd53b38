"""The page a request asks to continue with, followed only within this site."""

from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException


def safe_next(default: str) -> str:
    """Return the `next` of the request if it is a page of this site, else the default."""
    return _within(request.values.get("next", ""), "GET") or default


def safe_form(address: str) -> str:
    """Return the address of a form if it is one of this site, else an empty text."""
    return _within(address, "POST")


def _within(target: str, method: str) -> str:
    """Return an address if this site answers it, else an empty text."""
    try:
        parts = urlsplit(target)
    except ValueError:  # "//[" is no address
        return ""
    if parts.scheme or parts.netloc or not target.startswith("/") or target.startswith("//"):
        return ""
    if not target.isprintable():  # an end of line cannot be in a header
        return ""
    try:
        current_app.url_map.bind("").match(parts.path, method=method)
    except HTTPException:
        return ""
    return target.replace("\\", "")
