"""Code that reads a request, run in one whose address, form and headers are the text."""

from collections.abc import Callable
from typing import Any

from flask import current_app, request
from werkzeug.datastructures import Headers, ImmutableMultiDict

from core.list_filters import QUERY_NAMES

HEADERS = ("Origin", "Referer", "User-Agent", "X-Forwarded-For", "Accept", "If-None-Match")


def reads_request(function: Any) -> bool:
    """Return whether a function names the request itself."""
    return (
        "request" in function.__code__.co_names and function.__globals__.get("request") is request
    )


def with_request(call: Callable[[], Any]) -> Callable[[str], Any]:
    """Return a call as one of the text its request is made of."""

    def run(text: str) -> Any:
        with current_app.test_request_context("/") as context:
            sent = ImmutableMultiDict((name, text) for name in QUERY_NAMES)
            header = " ".join(text.split())
            known: Any = context.request  # its parts are kept once they are parsed
            known.args = known.form = known.values = sent
            known.headers = Headers((name, header) for name in HEADERS)
            return call()

    return run


def read_address(text: str) -> None:
    """Match an address and parse its query."""
    with current_app.test_request_context(
        "/open-vacancies", query_string=f"q={text}&{text}={text}"
    ):
        list(request.args.items(multi=True))
    current_app.url_map.bind("localhost").test(f"/open-vacancies/{text}")


def read_form(text: str) -> None:
    """Parse the body of a form."""
    with current_app.test_request_context("/", method="POST", data={"name": text, text: text}):
        list(request.form.items(multi=True))
