"""The text as a spreadsheet: an upload, a row, and what a noun's own reader makes of a row."""

import csv
import io
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from core.features import installed
from sheets import Row, read_rows
from sheets.columns import FieldSet
from sheets.nouns import SheetNoun
from sheets.plan import Plan
from sheets.uploads import Upload, accept

ANY_HEADINGS = ("姓名", "电话", "备注")
LEADING = "某某"  # in the column that makes a row a row of the noun


def sheet_of(annotation: Any, module: ModuleType | None) -> Callable[[str], Any] | None:
    """Return how a text becomes the upload or the row a function takes, None for any other."""
    if annotation is Upload:
        fields = getattr(module, "FIELDS", None)
        headings: tuple[str, ...] = ANY_HEADINGS
        if isinstance(fields, FieldSet):
            headings = tuple(field.label for field in fields.fields)
        return lambda text: upload(headings, text)
    if annotation is Row:
        return lambda text: Row(2, (text,) * len(ANY_HEADINGS))
    return None


def upload(headings: tuple[str, ...], text: str) -> Upload:
    """Return a sheet with these headings and one row whose every cell is the text."""
    written = io.StringIO()
    csv.writer(written).writerows([headings, [text] * len(headings)])
    return accept(io.BytesIO(written.getvalue().encode("utf-8", "replace")), "a.csv")


def read_table(text: str) -> None:
    """Read the text as a whole CSV file."""
    list(read_rows(accept(io.BytesIO(text.encode("utf-8", "replace")), "a.csv")))


def nouns_readers() -> Iterator[tuple[str, Callable[[str], Any]]]:
    """Yield the reader of every noun that is imported from sheets, twice: the text in the one
    column a row must have, and in all others.
    """
    for noun in installed().sheets:
        keys = [field.key for field in noun.fields.fields]
        leading = keys.index(noun.fields.leading)
        yield f"the leading cell of {noun.key}", _reader(noun, {leading: keys[leading]}, "")
        yield f"a row of {noun.key}", _reader(noun, dict(enumerate(keys)), LEADING)


def _reader(noun: SheetNoun, columns: dict[int, str], first: str) -> Callable[[str], Any]:
    headings = [field.label for field in noun.fields.fields]
    plan = Plan("", headings=headings, columns=columns)
    reader = noun.reader(plan, "来源")

    def take(text: str) -> None:
        cells = (first or text if columns.get(place) == noun.fields.leading else text
                 for place in range(len(headings)))  # fmt: skip
        reader.take(Row(2, tuple(cells)))

    return take
