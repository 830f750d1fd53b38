"""Redirects from renamed addresses, which are still printed on posters and bookmarked."""

import re
from urllib.parse import urlencode

from flask import redirect, request
from flask.typing import ResponseReturnValue

PATHS = (
    (r"/jobs", "/open-vacancies"),
    (r"/jobs/(\d+)(|/apply|/poster)", r"/open-vacancies/\1\2"),
    (r"/jobs/(\d+)/report", r"/open-vacancies/\1/complaint"),
    (r"/j/(\d+)", r"/v/\1"),
    (r"/employer/fairs/(\d+)/posts", r"/employer/fairs/\1/vacancies"),
    (r"/arrivals/import", "/imports/new?noun=arrivals"),
    (r"/arrivals/\d+/sheet\.xlsx", "/arrivals"),
    (r"/veterans/(\d+)/step(|/finish)", r"/veterans/\1/next-action\2"),
    (r"(/me|/veterans/\d+/edit)/jobs(|/draft|/draft/drop)", r"\1/occupations\2"),
    (r"(/me|/veterans/\d+/edit)/placement(|/draft|/draft/drop)", r"\1/resettlement\2"),
)
QUERIES = {"board": "lodging", "deed": "action", "state": "status"}


def redirect_moved() -> ResponseReturnValue | None:
    """Redirect an old address permanently, with its query; a POST stays a POST."""
    path = _moved(request.path)
    is_read = request.method in ("GET", "HEAD")
    query = list(request.args.items(multi=True))
    renamed = [(QUERIES.get(name, name), value) for name, value in query] if is_read else query
    if path == request.path and renamed == query:
        return None
    address = f"{path}?{urlencode(renamed)}" if renamed else path
    return redirect(address, code=301 if is_read else 308)


def _moved(path: str) -> str:
    for old, new in PATHS:
        found = re.fullmatch(old, path)
        if found:
            return found.expand(new)
    return path
