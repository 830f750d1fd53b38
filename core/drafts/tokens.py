"""The token of an opened form: which account opened it, where it is sent, what may be kept.

A form carries it as a hidden field. So what is sent after a session has ended is kept for the
account that opened the form, whoever signs in next on that browser.
"""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from core import clock

FIELD = "draft"
LIFE = timedelta(days=30)  # as long as the longest session
VISITOR = 0


@dataclass(frozen=True)
class OpenedForm:
    """A form as it was opened. `page` shows it, `address` takes it, `at` is in seconds."""

    account_id: int
    page: str
    address: str
    form: str
    names: tuple[str, ...]
    typist: str
    at: float

    @property
    def opened_at(self) -> datetime:
        """Return the moment the form was opened."""
        return datetime.fromtimestamp(self.at, tz=UTC)

    def token(self) -> str:
        """Return the signed token."""
        return str(_serializer().dumps(asdict(self)))


def read(token: str) -> OpenedForm | None:
    """Return the form a token was made for, None where it is not genuine or too old."""
    try:
        facts: dict[str, Any] = _serializer().loads(token)
    except BadSignature:
        return None
    opened = OpenedForm(**{**facts, "names": tuple(facts["names"])})
    now = clock.now()
    return opened if clock.is_running(opened.opened_at + LIFE, LIFE, at=now) else None


def sent() -> OpenedForm | None:
    """Return the opened form this request was sent from, None without a genuine token."""
    token = request.form.get(FIELD, "") if request.method == "POST" else ""
    return read(token) if token else None


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="opened form")


def plain_address(url: str) -> str:
    """Return a path with its query in one spelling, so that equal addresses are equal texts."""
    parts = urlsplit(url)
    query = urlencode(sorted(parse_qsl(parts.query)))
    path = unquote(parts.path)
    return f"{path}?{query}" if query else path


def present_address() -> str:
    """Return the address of this request in that spelling."""
    return plain_address(request.full_path.rstrip("?"))
