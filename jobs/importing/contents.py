"""Tests by contents: what a column of a vacancy sheet holds where its heading names nothing."""

import re

from jobs.employers.written import looks_like_name
from jobs.importing.parse.pay import is_left_open, parse_pay
from jobs.importing.parse.summary import is_summary
from people.divisions.atlas import find_place
from sheets.columns import ContentTest


def _is_place(value: str) -> bool:
    named = bool(re.fullmatch(r"[\u4e00-\u9fff]{1,10}(省|市|区|县|镇|乡|街道)", value))
    return named or (len(value) <= 24 and find_place(value) is not None)


def _is_pay(value: str) -> bool:
    is_pay = bool(re.search(r"万|千|元|[kK]", value)) and parse_pay(value) is not None
    return is_pay or (value != "" and "面议" in value and is_left_open(value))


CONTENTS = (
    ContentTest("summary", is_summary),
    ContentTest("facts", lambda value: value.count("|") == 2 and bool(re.search(r"\d人", value))),
    ContentTest("pay", _is_pay),
    ContentTest("employer", looks_like_name),
    ContentTest("place", _is_place),
    ContentTest(
        "schooling",
        lambda v: len(v) <= 10 and bool(re.match(r"(初中|高中|中专|大专|本科|不限)", v)),
    ),
    ContentTest("description", lambda value: len(value) >= 60),
)
