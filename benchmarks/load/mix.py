"""The mix of requests: what people do on a day of a fair, in the shares of the attack's table."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from urllib.parse import quote, urlencode

from benchmarks.load.server import Server

SHARES = {"front": 25, "search": 25, "vacancy": 20, "list": 25, "apply": 5}
WORDS = ("驾驶", "保安", "电工", "厨师", "仓库", "叉车", "物流", "服务员", "焊工", "会计")


@dataclass(frozen=True)
class Ask:
    """One request, ready to be sent."""

    kind: str
    raw: bytes


class Mix:
    """Draws requests by their shares; the same seed gives the same requests.

    Each application is of another pair of person and vacancy, as far as the pairs reach.
    """

    def __init__(self, server: Server, seed: int) -> None:
        self._server = server
        self._random = Random(seed)
        self._tokens = [_with_token(server, cookie) for cookie in server.cookies]
        self._pairs = self._drawn_pairs()

    def draw(self) -> Ask:
        """Return the next request."""
        [kind] = self._random.choices(list(SHARES), weights=list(SHARES.values()))
        return getattr(self, f"_{kind}")()  # type: ignore[no-any-return]

    def _front(self) -> Ask:
        return Ask("front", _reading("/"))

    def _search(self) -> Ask:
        return Ask("search", _reading(f"/open-vacancies?q={quote(self._random.choice(WORDS))}"))

    def _vacancy(self) -> Ask:
        return Ask(
            "vacancy", _reading(f"/open-vacancies/{self._random.choice(self._server.vacancies)}")
        )

    def _list(self) -> Ask:
        return Ask("list", _reading("/matches", self._random.choice(self._server.cookies)))

    def _apply(self) -> Ask:
        (cookie, token), vacancy = next(self._pairs)
        form = urlencode({"csrf_token": token, "contact": "no", "note": ""}).encode()
        return Ask("apply", _sending(f"/open-vacancies/{vacancy}/apply", cookie, form))

    def _drawn_pairs(self) -> Iterator[tuple[tuple[str, str], int]]:
        pairs = [(one, vacancy) for one in self._tokens for vacancy in self._server.vacancies]
        self._random.shuffle(pairs)
        yield from pairs


def _with_token(server: Server, cookie: str) -> tuple[str, str]:
    """Return a session's cookie with a token for its forms, and the token."""
    _status, body, headers = server.get("/csrf", cookie)
    changed = headers.get("Set-Cookie", cookie).partition(";")[0]
    return changed, json.loads(body)["token"]


def _reading(path: str, cookie: str = "") -> bytes:
    return f"GET {path} HTTP/1.1\r\n{_headers(cookie)}\r\n".encode()


def _sending(path: str, cookie: str, body: bytes) -> bytes:
    kind = "Content-Type: application/x-www-form-urlencoded\r\n"
    head = f"POST {path} HTTP/1.1\r\n{_headers(cookie)}{kind}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def _headers(cookie: str) -> str:
    return "Host: localhost\r\nConnection: close\r\n" + (f"Cookie: {cookie}\r\n" if cookie else "")
