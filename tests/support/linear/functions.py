"""Every function of the tree that reads a text, found by its signature."""

import inspect
import io
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date
from types import ModuleType
from typing import Any

from core.errors import DomainError

TEXTS: dict[Any, Callable[[str], Any]] = {
    str: lambda text: text,
    str | None: lambda text: text,
    object: lambda text: text,
    bytes: lambda text: text.encode("utf-8", "surrogatepass"),
}
GIVEN: dict[Any, Any] = {str: "词", date: date(2026, 1, 1), date | None: None, bool: False, int: 1,
                         str | None: None, int | None: None}  # fmt: skip
REFUSALS = (ValueError, KeyError, OSError, DomainError)
# Entry points, which read rows, requests or a stream, and call functions of lower modules.
WEB = ("views", "cli", "schedule", "feature", "child", "sms")
# Not measured, each with its reason.
LEFT_OUT = {
    "jobs.employers.queries.search": "builds a query, and reads at most sixty letters",
    "jobs.vacancies.lint.rules.any_of": "takes patterns of the tree, no text from outside",
    "matching.engine.baseline.jieba_words": "the baseline of measurements, for their tasks alone",
    "people.accounts.passwords.hash_password": "slow on purpose, and equally for every length",
    "fairs.fairs.display.qr_image": "draws addresses made here, and refuses what does not fit",
}


@dataclass(frozen=True)
class TextFunction:
    """A function that takes a text first, and nothing else that is not made up here."""

    name: str
    module: str
    call: Callable[[str], Any]

    def __call__(self, text: str) -> None:
        """Run it to its end; what it refuses, it has read."""
        try:
            answer = self.call(text)
            if inspect.isgenerator(answer):
                list(answer)
        except Exception:  # its time is measured, not its answer
            pass


def text_functions(modules: list[ModuleType]) -> list[TextFunction]:
    """Return every function that reads a text and needs neither a database nor a request."""
    return [one for one in _candidates(modules) if one.name not in LEFT_OUT and _runs(one)]


def _candidates(modules: list[ModuleType]) -> Iterator[TextFunction]:
    for module in modules:
        if set(module.__name__.split(".")) & set(WEB):
            continue
        for name, found in vars(module).items():
            inner = inspect.unwrap(found) if callable(found) else found
            if inspect.isfunction(inner) and inner.__module__ == module.__name__:
                call = _call_of(inner)
                if call is not None:
                    yield TextFunction(f"{module.__name__}.{name}", module.__name__, call)


def _call_of(function: Callable[..., Any]) -> Callable[[str], Any] | None:
    parameters = list(inspect.signature(function).parameters.values())
    if not parameters or parameters[0].annotation not in TEXTS:
        return None
    first, *rest = parameters
    needed = [one for one in rest if one.default is one.empty and one.kind is not one.VAR_KEYWORD]
    if any(one.annotation not in GIVEN for one in needed):
        return None
    places = [GIVEN[one.annotation] for one in needed if one.kind is one.POSITIONAL_OR_KEYWORD]
    named = {one.name: GIVEN[one.annotation] for one in needed if one.kind is one.KEYWORD_ONLY}
    convert = TEXTS[first.annotation]
    return lambda text: function(convert(text), *places, **named)


def _runs(function: TextFunction) -> bool:
    """Return whether a function works on a text alone: a call of some other kind fails at once."""
    try:
        with redirect_stdout(io.StringIO()):
            answer = function.call("第1师12人")
            if inspect.isgenerator(answer):
                list(answer)
    except REFUSALS:
        return True
    except Exception:
        return False
    return True
