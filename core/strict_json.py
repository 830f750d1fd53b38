"""JSON from outside, read within limits: size, depth, no key twice, plain numbers, typed text."""

import json
import re
from typing import Any

from core.characters import is_typed

DEEPEST = 12  # lists and objects inside each other
LONGEST_NUMBER = 15  # digits: every whole number fits the database and a float alike
MOST_BYTES = 1_000_000
# Matches from every quote on, also where the text never ends: no place is read twice.
_TEXTS = re.compile(rb'"(?:[^"\\]++|\\.)*+\\?"?', re.DOTALL)
_MARKS = re.compile(rb"[\[\]{}]")


def read_json(document: str | bytes, *, most_bytes: int = MOST_BYTES) -> Any:
    """Return the value of a JSON document.

    Raises ValueError for what is no JSON, and for values no form could send: more bytes than
    allowed, nested deeper than DEEPEST, a key twice, control characters or halves of surrogate
    pairs, numbers that are not finite or have more than LONGEST_NUMBER digits.
    """
    data = document.encode() if isinstance(document, str) else document
    if len(data) > most_bytes:
        raise ValueError("too large")
    _check_depth(data)
    value = json.loads(
        data.decode("utf-8"),
        object_pairs_hook=_without_repeats,
        parse_int=_whole_number,
        parse_float=_number,
        parse_constant=_refuse,
    )
    _check_texts(value)
    return value


def _check_depth(data: bytes) -> None:
    """Raise ValueError for deep nesting before a parser recurses into it."""
    depth = 0
    for mark in _MARKS.finditer(_TEXTS.sub(b"", data)):
        depth += 1 if mark.group() in b"[{" else -1
        if depth > DEEPEST:
            raise ValueError("too deep")


def _check_texts(value: Any) -> None:
    """Raise ValueError for a character that no keyboard types; the depth is known to be small."""
    if isinstance(value, dict):
        for name, inner in value.items():
            _check_texts(name)
            _check_texts(inner)
    elif isinstance(value, list):
        for inner in value:
            _check_texts(inner)
    elif isinstance(value, str) and not is_typed(value):
        raise ValueError("a character no keyboard types")


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found


def _whole_number(text: str) -> int:
    if len(text.lstrip("-")) > LONGEST_NUMBER:
        raise ValueError("a number too long")
    return int(text)


def _number(text: str) -> float:
    number = float(text)
    if abs(number) > 10**LONGEST_NUMBER:
        raise ValueError("a number too large")
    return number


def _refuse(_word: str) -> Any:
    raise ValueError("not a number")
