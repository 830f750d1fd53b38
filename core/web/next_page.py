"""The page a request asks to continue with, followed only within this site."""

from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException


def safe_next(default: str) -> str:
    """Return the `next` of the request if it is a page of this site, else the default."""
    target = request.values.get("next", "")
    try:
        parts = urlsplit(target)
    except ValueError:  # "//[" is no address
        return default
    if parts.scheme or parts.netloc or not target.startswith("/") or target.startswith("//"):
        return default
    try:
        current_app.url_map.bind("").match(parts.path, method="GET")
    except HTTPException:
        return default
    return target.replace("\\", "")
