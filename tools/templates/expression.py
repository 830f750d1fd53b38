"""Lay out the expression in a Jinja statement or output: one argument a line where it is wide."""

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import pairwise

WIDTH = 120
INDENT = 2
TOKEN = re.compile(r"\"[^\"]*\"|'[^']*'|[\[({]|[\])}]|,|[ \t\r\n]+|[^\s\"'\[\](){},]+")
OPENERS, CLOSERS = "([{", ")]}"
# Where a wide item is cut, what binds least first.
OPERATORS = (("if", "else"), ("or",), ("and",), ("~", "+"), ("|",))
# A long sentence is cut after a mark; Jinja joins strings that follow each other.
CUT = re.compile(r"(?<=[。；，：、？])")


def width(text: str) -> int:
    """Return the columns a text fills; a Chinese character fills two."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


@dataclass
class Group:
    """A pair of brackets and the items between them; each item is words and groups."""

    opener: str
    items: list[list["str | Group"]] = field(default_factory=lambda: [[]])
    is_open: bool = False
    is_plain: bool = False

    @property
    def closer(self) -> str:
        """The bracket that ends the group."""
        return CLOSERS[OPENERS.index(self.opener)]


Item = list[str | Group]


def parse(text: str) -> Item:
    """Return the words and groups of an expression; blanks between them are words."""
    stack = [Group("(")]
    for part in TOKEN.findall(text):
        items = stack[-1].items
        if part in OPENERS:
            stack.append(Group(part, is_plain=part == "[" and _is_name(items[-1])))
        elif part in CLOSERS:
            group = stack.pop()
            group.is_open = len(group.items) > 1 and not _trimmed(group.items[-1])
            group.items = [item for item in map(_trimmed, group.items) if item]
            stack[-1].items[-1].append(group)
        elif part == "," and len(stack) > 1:
            items.append([])
        else:
            _append(items[-1], " " if part.isspace() else part)
    assert len(stack) == 1, f"unbalanced brackets: {text}"
    item = _trimmed(stack[0].items[0])
    if item[0] == "macro" and isinstance(item[-1], Group):
        item[-1].is_plain = True
    return item


def _is_name(item: Item) -> bool:
    """Return whether a bracket after an item is a subscript of it."""
    last = item[-1] if item else "="
    return isinstance(last, Group) or (last != " " and not last.endswith(("=", "~", "+")))


def _append(item: Item, token: str) -> None:
    """Add a word; a string that follows a string is joined with it."""
    is_string = token[0] == '"'
    words = [one for one in item if one != " "]
    if is_string and words and isinstance(words[-1], str) and words[-1][0] == '"':
        while item[-1] == " ":
            item.pop()
        item[-1] = words[-1][:-1] + token[1:]
    else:
        item.append(token)


def _trimmed(item: Item) -> Item:
    start, end = 0, len(item)
    while start < end and item[start] == " ":
        start += 1
    while end > start and item[end - 1] == " ":
        end -= 1
    return item[start:end]


def flat(item: Item) -> str:
    """Return an item on one line."""
    return "".join(one if isinstance(one, str) else _flat_group(one) for one in item)


def _flat_group(group: Group) -> str:
    items = ", ".join(map(flat, group.items))
    comma = "," if group.opener == "(" and len(group.items) == 1 and group.is_open else ""
    return f"{group.opener}{items}{comma}{group.closer}"


def is_open(item: Item) -> bool:
    """Return whether a trailing comma asks for one item a line."""
    return any(
        isinstance(one, Group)
        and ((one.is_open and len(one.items) > 1) or any(map(is_open, one.items)))
        for one in item
    )


def lines(item: Item, column: int, indent: int, tail: int) -> list[str]:
    """Return an item on as many lines as it needs.

    It begins at a column; later lines are indented; after the last there must be room for a tail.
    """
    one_line = flat(item)
    if not is_open(item) and column + width(one_line) + tail <= WIDTH:
        return [one_line]
    if all(isinstance(one, str) for one in item) and str(item[-1])[0] == '"':
        before = flat(item[:-1])
        first, *rest = _sentence(str(item[-1]), column + width(before), indent, tail)
        return [before + first, *rest]
    opened = _opened(item, column, indent, tail)
    if opened and _fits(opened, column, tail):
        return opened
    cut = _cut(item, column, indent, tail)
    return cut or opened or [one_line]


def _fits(found: list[str], column: int, tail: int) -> bool:
    widths = [width(one) for one in found]
    widths[0] += column
    widths[-1] += tail
    return max(widths) <= WIDTH


def _opened(item: Item, column: int, indent: int, tail: int) -> list[str]:
    """Open groups from the last to the first, until the lines fit."""
    places = [at for at, one in enumerate(item) if _may_open(one)]
    best: list[str] = []
    for number in range(1, len(places) + 1):
        best = _with_open(item, set(places[-number:]), column, indent, tail)
        if _fits(best, column, tail):
            break
    return best


def _may_open(one: str | Group) -> bool:
    is_subscript = isinstance(one, Group) and one.is_plain and one.opener == "["
    return isinstance(one, Group) and bool(one.items) and not is_subscript


def _with_open(item: Item, places: set[int], column: int, indent: int, tail: int) -> list[str]:
    found = [""]
    for at, one in enumerate(item):
        if isinstance(one, Group) and (at in places or is_open([one])):
            outer, inner = _hugged(one)
            found[-1] += outer + inner.opener
            found += _items(inner, indent + INDENT)
            found.append(" " * indent + inner.closer + ")" * len(outer))
        else:
            found[-1] += one if isinstance(one, str) else _flat_group(one)
    return found


def _hugged(group: Group) -> tuple[str, Group]:
    """Return the brackets around a single list or mapping, and the group that is opened."""
    only = group.items[0]
    if group.opener == "(" and len(group.items) == len(only) == 1 and isinstance(only[0], Group):
        return "(", only[0]
    return "", group


def _items(group: Group, indent: int) -> list[str]:
    found: list[str] = []
    for at, item in enumerate(group.items, 1):
        comma = "," if at < len(group.items) or _takes_comma(group) else ""
        inner = lines(item, indent, indent, len(comma))
        inner[0] = " " * indent + inner[0]
        inner[-1] += comma
        found += inner
    return found


def _takes_comma(group: Group) -> bool:
    """Return whether a comma after the last item changes nothing.

    Jinja refuses it in a subscript and the signature of a macro; a single item becomes a tuple.
    """
    is_single = len(group.items) == 1 and group.opener == "(" and not group.is_open
    return not (group.is_plain or is_single)


def _cut(item: Item, column: int, indent: int, tail: int) -> list[str]:
    """Cut before the operators that bind least."""
    for names in OPERATORS:
        starts = [at for at, one in enumerate(item) if one in names and at]
        if starts:
            edges = [0, *starts, len(item)]
            parts = [_trimmed(item[a:b]) for a, b in pairwise(edges)]
            return _parts(parts, column, indent, tail)
    return []


def _parts(parts: list[Item], column: int, indent: int, tail: int) -> list[str]:
    deeper = indent + INDENT
    found = lines(parts[0], column, deeper, 0)
    for part in parts[1:]:
        inner = lines(part, deeper, deeper, tail if part is parts[-1] else 0)
        found += [" " * deeper + inner[0], *inner[1:]]
    return found


def _sentence(text: str, column: int, indent: int, tail: int) -> list[str]:
    """Cut a long string after a mark into strings that follow each other."""
    found: list[str] = []
    line = ""
    for part in CUT.split(text[1:-1]):
        room = WIDTH - 2 - (indent if found else column) - tail
        if line and width(line + part) > room:
            found.append(line)
            line = ""
        line += part
    found = [f'"{one}"' for one in [*found, line]]
    return found[:1] + [" " * indent + one for one in found[1:]]


def jinja(text: str, column: int, indent: int, tail: int) -> str:
    """Return a statement or output that begins at a column, on as many lines as it needs."""
    found = lines(parse(text[2:-2]), column + 3, indent, 3 + tail)
    return f"{text[:2]} " + "\n".join(found) + f" {text[-2:]}"
