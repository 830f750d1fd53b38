"""Cut a template into pieces: tags, Jinja statements and outputs, words; and the gaps between them.

A gap remembers whether the page shows a blank there, after what Jinja removes by itself:
`trim_blocks` takes the line break after a statement, `lstrip_blocks` the blanks before one.
"""

import re
from dataclasses import dataclass, field
from enum import Enum, auto

VOID = frozenset(
    ("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr")
)
RAW = frozenset(("script", "style", "textarea", "pre"))
JINJA_ENDS = {"{{": "}}", "{%": "%}", "{#": "#}"}
NAME = re.compile(r"</?([A-Za-z][\w-]*)")
STATEMENT = re.compile(r"\{%[-+]?\s*(\w+)")
QUOTES = "\"'"
# What a page treats as a blank: an ideographic or a fixed space is text.
BLANKS = " \t\n\r\f"
WORD_END = re.compile(rf"[{BLANKS}]|\{{[{{%#]|<(?=[/A-Za-z{{!])|$")
TAG = re.compile(r"</?[A-Za-z{]|<!")


class Kind(Enum):
    """What a piece is."""

    TEXT = auto()
    OUTPUT = auto()
    STATEMENT = auto()
    COMMENT = auto()
    OPEN = auto()
    CLOSE = auto()
    ALONE = auto()


@dataclass
class Gap:
    """What is between two pieces."""

    shows: bool = False
    breaks: int = 0
    is_harmless: bool = False


@dataclass
class Piece:
    """One part of a template, without the blanks around it."""

    kind: Kind
    text: str
    name: str = ""
    before: Gap = field(default_factory=Gap)

    @property
    def is_jinja(self) -> bool:
        """Whether the piece can take a minus that removes the blanks beside it."""
        return self.kind in (Kind.OUTPUT, Kind.STATEMENT, Kind.COMMENT)

    @property
    def trims(self) -> bool:
        """Whether Jinja removes the line break after it and the blanks before it."""
        return self.kind in (Kind.STATEMENT, Kind.COMMENT)


def pieces(source: str) -> list[Piece]:
    """Return the pieces of a template; the last is empty and carries the last gap."""
    found: list[Piece] = []
    place = 0
    minus = False
    while place <= len(source):
        rest = source[place:].lstrip(BLANKS)
        blank = source[place : len(source) - len(rest)]
        place += len(blank)
        text, kind = _next(source, place, found)
        piece = Piece(kind, _bare(text) if kind is not Kind.TEXT else text, _name(text, kind))
        stripped = minus or text[:3] in ("{{-", "{%-", "{#-")
        piece.before = gap(found[-1] if found else None, piece, blank, stripped)
        found.append(piece)
        minus = text[-3:] in ("-}}", "-%}", "-#}")
        place += len(text)
        if not text:
            break
    return found


def gap(left: Piece | None, right: Piece, blank: str, is_stripped: bool = False) -> Gap:
    """Return the gap that a run of blanks makes between two pieces."""
    breaks = blank.count("\n")
    if is_stripped or left is None:
        return Gap(False, breaks)
    if left.trims:
        blank = blank.removeprefix("\n")
    if right.trims and (breaks or not blank.strip(" ")):
        blank = blank.rstrip(" ") if breaks else blank
    return Gap(bool(blank), breaks)


def _next(source: str, place: int, found: list[Piece]) -> tuple[str, Kind]:
    last = found[-1] if found else None
    if last and last.kind is Kind.OPEN and last.name in RAW:
        raw = source[place : source.index(f"</{last.name}", place)]
        if raw:
            return raw.rstrip(BLANKS) or raw, Kind.TEXT
    start = source[place : place + 2]
    if start in JINJA_ENDS:
        kinds = {"{{": Kind.OUTPUT, "{%": Kind.STATEMENT, "{#": Kind.COMMENT}
        return source[place : jinja_end(source, place)], kinds[start]
    if source.startswith("<!--", place):
        return source[place : source.index("-->", place) + 3], Kind.ALONE
    if TAG.match(source, place):
        return _tag(source, place)
    end = WORD_END.search(source, place + 1)
    return source[place : end.start() if end else None], Kind.TEXT


def _tag(source: str, place: int) -> tuple[str, Kind]:
    text = source[place : tag_end(source, place)]
    name = _name(text, Kind.OPEN)
    if text.startswith("</"):
        return text, Kind.CLOSE
    is_alone = name in VOID or text.startswith("<!") or text.endswith("/>")
    return text, Kind.ALONE if is_alone else Kind.OPEN


def jinja_end(source: str, place: int) -> int:
    """Return where the Jinja piece that begins at a place ends; quotes may hold its end mark."""
    end = JINJA_ENDS[source[place : place + 2]]
    if end == "#}":
        return source.index(end, place) + 2
    at, depth = place + 2, 0
    while depth or not source.startswith(end, at):
        if source[at] in QUOTES:
            at = source.index(source[at], at + 1)
        depth += (source[at] == "{") - (source[at] == "}")
        at += 1
    return at + 2


def tag_end(source: str, place: int) -> int:
    """Return where the tag that begins at a place ends; Jinja and quotes may hold a `>`."""
    at, quote = place, ""
    while quote or source[at] != ">":
        if source[at : at + 2] in JINJA_ENDS:
            at = jinja_end(source, at)
            continue
        if source[at] in QUOTES and quote in ("", source[at]):
            quote = "" if quote else source[at]
        at += 1
    return at + 1


def _bare(text: str) -> str:
    """Return a Jinja piece without its minus signs; the layout sets those it needs."""
    if text[:2] not in JINJA_ENDS:
        return text
    start = text[:2] + text[2:].removeprefix("-")
    return start[:-2].removesuffix("-") + start[-2:]


def _name(text: str, kind: Kind) -> str:
    found = (STATEMENT if kind is Kind.STATEMENT else NAME).match(text)
    if kind is Kind.OUTPUT:
        found = re.match(r"\{\{-?\s*([\w.]+)\(", text)
    return found.group(1) if found else ""
