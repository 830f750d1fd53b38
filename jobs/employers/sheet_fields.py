"""The fields of an employer in a sheet: headings from the reviewed table, tests by contents."""

import re
from pathlib import Path

from jobs.employers.credit_code import find_fault, normalise
from jobs.employers.written import looks_like_name
from sheets.columns import ContentTest, FieldSet, fields_in

_LONGEST_CODE = 40


def _is_code(value: str) -> bool:
    return len(value) <= _LONGEST_CODE and find_fault(normalise(value)) is None


CONTENTS = (
    ContentTest("credit_code", _is_code),
    ContentTest("facts", lambda value: value.count("|") == 2 and bool(re.search(r"\d人", value))),
    ContentTest("name", looks_like_name),
)
FIELDS = FieldSet(
    fields_in(Path(__file__).with_name("data") / "fields.csv"),
    required=("name",),
    contents=CONTENTS,
    leading="name",
)
