"""The subjects of the measurement: patterns, text functions, and readers that take more."""

import re
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from fairs.exchange import schema
from jobs.vacancies.lint import lint
from tests.support.linear.forms import forms
from tests.support.linear.functions import TRIED, TextFunction, text_functions
from tests.support.linear.growth import GLANCED, SCREENED, Subject
from tests.support.linear.patterns import Known
from tests.support.linear.requests import read_address, read_form
from tests.support.linear.seeds import HOSTILE, seeds_of
from tests.support.linear.uploads import nouns_readers, read_table

SHARES = 6  # each function gets a sixth of the hostile units, and its patterns their own
SHARES_OF_FORMS = 24  # a form takes long to make, and its fields are measured as functions
LIST_OF_WORDS = 3_000  # letters of a pattern that is mostly a list, and slow for each character


def pattern_subjects(known: Known) -> Iterator[Subject]:
    """Return every pattern with the units made of its own alphabet."""
    for (pattern, flags), place in sorted(known.items(), key=lambda item: (item[1], str(item[0]))):
        compiled = re.compile(pattern, flags)
        seeds, is_list = tuple(seeds_of(compiled)), len(pattern) > LIST_OF_WORDS
        name, looked_at = f"{place} {pattern!r}", GLANCED if is_list else SCREENED
        yield Subject(name, _scan(compiled), seeds[:: 3 if is_list else 1], looked_at)


def _scan(compiled: re.Pattern[Any]) -> Callable[[str], Any]:
    if isinstance(compiled.pattern, bytes):
        return lambda text: [None for _ in compiled.finditer(text.encode())]
    return lambda text: [None for _ in compiled.finditer(text)]


def function_subjects(modules: list[ModuleType]) -> list[Subject]:
    """Return every function, reader and form with the hostile units."""
    readers = [TextFunction(name, run) for name, run in (*READERS.items(), *nouns_readers())]
    functions = [*readers, *text_functions(modules)]
    for one in functions:
        one(TRIED)  # compiles what is compiled late
    return [*_shared(functions, SHARES), *_shared(forms(modules), SHARES_OF_FORMS)]


def _shared(functions: list[TextFunction], shares: int) -> Iterator[Subject]:
    seeds = tuple(("", unit) for unit in HOSTILE)
    for place, one in enumerate(functions):
        yield Subject(one.name, one, seeds[place % shares :: shares], GLANCED)


def _entry(text: str) -> None:
    """Check each field of a package between bureaus."""
    for known in (schema.VACANCY, schema.EMPLOYER, schema.GUEST):
        for check in known.values():
            for value in (text, [text], {text: text}):
                try:
                    check(value)
                except (ValueError, TypeError):
                    continue


# What takes more than a text: everything else is found by itself.
READERS: dict[str, Callable[[str], Any]] = {
    "lint of every text": lambda text: lint({"title": text, "duties": text}),
    "a CSV file": read_table,
    "an address": read_address,
    "the body of a form": read_form,
    "an entry of a package": _entry,
}
