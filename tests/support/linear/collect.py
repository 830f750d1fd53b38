"""The subjects of the measurement: patterns, text functions, and readers that take more."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import date
from types import ModuleType
from typing import Any

from core.strict_json import read_json
from jobs.importing.fields import FIELDS
from jobs.importing.rows import Reader
from jobs.vacancies.lint import lint
from matching.versions.language import language
from sheets import Row, read_rows
from sheets.plan import Plan
from sheets.uploads import accept
from tests.support.linear.functions import TextFunction, text_functions
from tests.support.linear.growth import GLANCED, SCREENED, Subject
from tests.support.linear.patterns import Known
from tests.support.linear.seeds import HOSTILE, seeds_of

SHARES = 4  # each function gets a quarter of the hostile units, and its patterns their own
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
    """Return every function and reader with the hostile units."""
    functions = [TextFunction(name, "", run) for name, run in READERS.items()]
    functions += text_functions(modules)
    for one in functions:
        one("第1师，12人 A1驾照 3年")  # compiles what is compiled late
    seeds = tuple(("", unit) for unit in HOSTILE)
    return [
        Subject(one.name, one, seeds[place % SHARES :: SHARES], GLANCED)
        for place, one in enumerate(functions)
    ]


def _row(text: str) -> None:
    """Read a row of a sheet whose every cell is the text."""
    columns = dict(enumerate(field.key for field in FIELDS.fields))
    headings = [field.label for field in FIELDS.fields]
    for mapped in ({0: "title"}, columns):
        reader = Reader(Plan("", headings=headings, columns=mapped), "来源", date(2026, 1, 1))
        cells = ("岗位", *[text] * (len(FIELDS.fields) - 1)) if len(mapped) > 1 else (text,)
        reader.read(Row(1, cells))


def _table(text: str) -> None:
    list(read_rows(accept(io.BytesIO(text.encode("utf-8", "replace")), "a.csv")))


READERS: dict[str, Callable[[str], Any]] = {
    "lint of every text": lambda text: lint({"title": text, "duties": text}),
    "a row of a sheet": _row,
    "a CSV file": _table,
    "JSON": read_json,
    "Language.skills_only": lambda text: language().skills_only(text),
    "Language.related": lambda text: language().related(text),
    "Language.occupations_of": lambda text: language().occupations_of(text),
    "Analyzer.words": lambda text: language().analyzer.words(text),
    "Analyzer.grams": lambda text: language().analyzer.grams(text),
}
