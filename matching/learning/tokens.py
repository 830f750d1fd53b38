"""A signed token of what a page showed, which the browser sends back once it is seen."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from itsdangerous import BadSignature, URLSafeTimedSerializer

from core import clock
from core.errors import DomainError
from matching.engine.ranking import RankedVacancy

DIGITS = 4
VALID_SECONDS = 24 * 3600  # how long a page may be reported as seen


class ShownPage(NamedTuple):
    """The veteran, the day, and (vacancy, position, fractions) of each line of the page."""

    veteran_id: int
    day: date
    vacancies: list[tuple[int, int, list[float | None]]]


def shown_token(
    veteran_id: int, vacancies: Iterable[RankedVacancy], *, first: int, key: str
) -> str:
    """Return a signed token of what a page shows, which the browser sends back once it is seen.

    So a GET writes nothing, and what comes back cannot be forged. `first` is the position of the
    first vacancy, counted from 1; `key` signs the token.
    """
    shown = [
        [one.vacancy_id, position, [_short(part.fraction) for part in one.parts]]
        for position, one in enumerate(vacancies, start=first)
    ]
    return _serializer(key).dumps([veteran_id, clock.today().isoformat(), shown])


def _short(fraction: float | None) -> float | None:
    return None if fraction is None else round(fraction, DIGITS)


def _serializer(key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(key, salt="impressions")


def read_token(token: str, *, key: str) -> ShownPage:
    """Return what a token states.

    Raises DomainError where it has no valid signature or is older than `VALID_SECONDS`.
    """
    try:
        veteran_id, day, shown = _serializer(key).loads(token, max_age=VALID_SECONDS)
    except BadSignature as error:
        raise DomainError("页面过期了，请重新打开。") from error
    return ShownPage(veteran_id, date.fromisoformat(day), shown)
