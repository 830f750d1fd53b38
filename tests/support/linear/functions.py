"""Every function and method of the tree that reads a text, found by its signature."""

import inspect
import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass, is_dataclass
from datetime import date
from types import ModuleType
from typing import Any

from core.db import db
from core.errors import DomainError
from tests.support.linear.requests import reads_request, with_request
from tests.support.linear.uploads import sheet_of
from tests.support.tree import PACKAGES

Run = Callable[[str], Any]
TEXTS: Mapping[Any, Callable[[str], Any]] = {
    str: lambda text: text,
    str | None: lambda text: text,
    str | bytes: lambda text: text,
    object: lambda text: text,
    Any: lambda text: text,
    list[str]: lambda text: [text],
    bytes: lambda text: text.encode("utf-8", "surrogatepass"),
}
GIVEN: Mapping[Any, Any] = {
    str: "词", str | None: None, date: date(2026, 1, 1), date | None: None, bool: False, int: 1,
    int | None: None,
}  # fmt: skip
REFUSALS = (ValueError, KeyError, OSError, DomainError)
# Entry points, which read rows, requests or a stream, and call functions of lower modules.
WEB = ("cli", "schedule", "feature", "child", "sms")
# Not measured, each with its reason.
LEFT_OUT = {
    "jobs.employers.queries.search": "builds a query, and reads at most sixty letters",
    "jobs.vacancies.lint.rules.any_of": "takes patterns of the tree, no text from outside",
    "matching.engine.baseline.jieba_words": "the baseline of measurements, for their tasks alone",
    "people.accounts.passwords.hash_password": "slow on purpose, and equally for every length",
    "fairs.fairs.display.qr_image": "draws addresses made here, and refuses what does not fit",
    "sheets.reading._xlsx_rows": "a process of its own, with a limit of CPU time",
    "sheets.reading._Child": "the same process",
}
TRIED = "第1师，12人 A1驾照 3年"


@dataclass(frozen=True)
class TextFunction:
    """Code that takes a text, and nothing else that is not made up here."""

    name: str
    call: Run

    def __call__(self, text: str) -> None:
        """Run it to its end; what it refuses, it has read."""
        try:
            answer = self.call(text)
            if inspect.isgenerator(answer):
                list(answer)
        except Exception:  # its time is measured, not its answer
            pass
        finally:
            db.session.remove()


def text_functions(modules: list[ModuleType]) -> list[TextFunction]:
    """Return everything that reads a text and works on one alone."""
    found = {one.name: one for one in _candidates(modules)}  # a property may be found twice
    return [one for one in found.values() if one.name not in LEFT_OUT and runs(one)]


def _candidates(modules: list[ModuleType]) -> Iterator[TextFunction]:
    measured = [one for one in modules if not set(one.__name__.split(".")) & set(WEB)]
    for module in measured:
        for name, found in vars(module).items():
            inner = inspect.unwrap(found) if callable(found) else found
            if inspect.isfunction(inner) and inner.__module__ == module.__name__:
                yield from _of_function(f"{module.__name__}.{name}", inner, module)
    instances = _instances(measured)
    for cls in _classes(measured):
        yield from _of_class(cls, instances.get(cls))


def _of_function(name: str, function: Run, module: ModuleType) -> Iterator[TextFunction]:
    call = call_of(function, module)
    if call is not None:
        yield TextFunction(name, call)
    elif reads_request(function) and not hasattr(function, "access_rule"):
        made_up = _made_up(list(inspect.signature(function).parameters.values()))
        if made_up is not None:
            places, named = made_up
            yield TextFunction(name, with_request(lambda: function(*places, **named)))


def _of_class(cls: type, instance: Any) -> Iterator[TextFunction]:
    """Return the methods that read a text, and the class where it is made of one."""
    for name, found in vars(cls).items():
        inner = inspect.unwrap(found) if inspect.isfunction(found) else found
        bound: Any = None
        if isinstance(inner, staticmethod | classmethod):
            bound = getattr(cls, name)
        elif inspect.isfunction(inner) and instance is not None and not name.startswith("__"):
            bound = getattr(instance, name, None)
        call = call_of(bound) if callable(bound) else None
        if call is not None:
            yield TextFunction(f"{cls.__module__}.{cls.__name__}.{name}", call)
    if "__post_init__" in vars(cls) or ("__init__" in vars(cls) and not is_dataclass(cls)):
        call = call_of(cls)
        if call is not None and instance is None:
            yield TextFunction(f"{cls.__module__}.{cls.__name__}", call)


def call_of(function: Callable[..., Any], module: ModuleType | None = None) -> Run | None:
    """Return a function as one of a text; None where it does not begin with one."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return None
    convert = _conversion(parameters[0].annotation, module) if parameters else None
    made_up = _made_up(parameters[1:])
    if convert is None or made_up is None:
        return None
    places, named = made_up
    return lambda text: function(convert(text), *places, **named)


def _conversion(annotation: Any, module: ModuleType | None) -> Callable[[str], Any] | None:
    try:
        return TEXTS.get(annotation) or sheet_of(annotation, module)
    except TypeError:  # an annotation that has no hash
        return None


def _made_up(parameters: list[inspect.Parameter]) -> tuple[list[Any], dict[str, Any]] | None:
    """Return values for the parameters that need one, None where one cannot be made up."""
    kinds = inspect.Parameter
    needed = [
        one
        for one in parameters
        if one.default is one.empty and one.kind not in (kinds.VAR_KEYWORD, kinds.VAR_POSITIONAL)
    ]
    if any(one.annotation not in GIVEN for one in needed):
        return None
    places = [GIVEN[one.annotation] for one in needed if one.kind is not kinds.KEYWORD_ONLY]
    named = {one.name: GIVEN[one.annotation] for one in needed if one.kind is kinds.KEYWORD_ONLY}
    return places, named


def _classes(modules: list[ModuleType]) -> Iterator[type]:
    for module in modules:
        for found in vars(module).values():
            if inspect.isclass(found) and found.__module__ == module.__name__:
                yield found


def _instances(modules: list[ModuleType]) -> dict[type, Any]:
    """Return an instance of each class that has one: a constant of a module, the answer of a
    function without arguments whose answers are kept, or one made without arguments.
    """
    found: dict[type, Any] = {}
    for module in modules:
        for value in vars(module).values():
            if hasattr(value, "cache_info") and not inspect.signature(value).parameters:
                value = _answer(value)
            if type(value).__module__.partition(".")[0] in PACKAGES:
                found.setdefault(type(value), value)
    for cls in _classes(modules):
        if cls not in found and _made_up(list(_parameters(cls))) == ([], {}):
            made = _answer(cls)
            if type(made) is cls:
                found[cls] = made
    return found


def _parameters(cls: type) -> Iterator[inspect.Parameter]:
    try:
        yield from inspect.signature(cls).parameters.values()
    except (TypeError, ValueError):
        yield inspect.Parameter("unknown", inspect.Parameter.POSITIONAL_ONLY)


def _answer(call: Callable[[], Any]) -> Any:
    try:
        return call()
    except Exception:  # it needs a row, a user or a setting
        return None


def runs(function: TextFunction) -> bool:
    """Return whether code works on a text alone: a call of some other kind fails at once."""
    try:
        with redirect_stdout(io.StringIO()):
            answer = function.call(TRIED)
            if inspect.isgenerator(answer):
                list(answer)
    except REFUSALS:
        return True
    except Exception:
        return False
    finally:
        db.session.remove()
    return True
