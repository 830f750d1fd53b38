"""JSON from outside, read within limits: size, depth, no key twice, plain numbers, whole text."""

import json
import re
from typing import Any

MOST_DEPTH = 12
LONGEST_NUMBER = 15  # digits: every whole number fits the database and a float alike
_TEXTS = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_MARKS = re.compile(rb"[\[\]{}]")


def read_json(data: bytes, *, most_bytes: int) -> Any:
    """Return the value of a JSON text. Raises ValueError where it breaks a limit."""
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
    json.dumps(value, ensure_ascii=False).encode()  # a lone surrogate cannot be stored
    return value


def _check_depth(data: bytes) -> None:
    """Raise ValueError for deep nesting before a parser recurses into it."""
    depth = 0
    for mark in _MARKS.finditer(_TEXTS.sub(b"", data)):
        depth += 1 if mark.group() in b"[{" else -1
        if depth > MOST_DEPTH:
            raise ValueError("too deep")


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
