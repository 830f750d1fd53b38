"""Lay out a tag: its attributes on one line, or one a line."""

from tools.templates import expression
from tools.templates.expression import INDENT, WIDTH
from tools.templates.scan import BLANKS, JINJA_ENDS, jinja_end

STARTS = ("{% if", "{% block")
MIDDLES = ("{% else", "{% elif")
ENDS = ("{% endif", "{% endblock")


def attributes(text: str) -> list[str]:
    """Return the name of a tag, its attributes and statements, and its end.

    Each part begins with a blank if one is before it.
    """
    found, at, quote = [""], 0, ""
    while at < len(text):
        if text[at : at + 2] in JINJA_ENDS:
            end = jinja_end(text, at)
            _add(found, text[at:end], is_apart=not quote and text[at + 1] == "%")
            at = end
            continue
        if text[at] in "\"'" and quote in ("", text[at]):
            quote = "" if quote else text[at]
        if text[at] in BLANKS and not quote:
            at = len(text) - len(text[at:].lstrip(BLANKS))
            found.append(" ")
            continue
        _add(found, text[at], is_apart=not quote and found[-1].strip().startswith("{%"))
        at += 1
    return _ended(found)


def _add(found: list[str], text: str, is_apart: bool) -> None:
    if is_apart and found[-1].strip():
        found.append(text)
    else:
        found[-1] += text


def _ended(found: list[str]) -> list[str]:
    joined = "".join(found)
    end = "/>" if joined.endswith("/>") else ">"
    while found and not found[-1].removesuffix(end).strip():
        end = "/>" if found.pop().strip() == "/>" else end
    last = found.pop().removesuffix(end)
    return [*found, last, end]


def laid_out(text: str, indent: int) -> str:
    """Return a tag with one attribute a line; a condition stays with its attributes if it can."""
    name, *parts = attributes(text)
    end = parts.pop()
    deeper = indent + INDENT
    lines = [line for unit in _units(parts) for line in _unit(unit, deeper)]
    return "\n".join([name, *lines, " " * indent + end])


def _units(parts: list[str]) -> list[list[str]]:
    """Keep a condition and its attributes together."""
    found: list[list[str]] = []
    depth = 0
    for part in parts:
        if depth:
            found[-1].append(part)
        else:
            found.append([part])
        depth += part.strip().startswith(STARTS) - part.strip().startswith(ENDS)
    return found


def _unit(parts: list[str], indent: int) -> list[str]:
    line = " " * indent + "".join(parts).strip()
    if expression.width(line) <= WIDTH:
        return [line]
    lines: list[str] = []
    for part in (one.strip() for one in parts):
        indent -= INDENT * part.startswith(MIDDLES + ENDS)
        lines.append(" " * indent + _value(part, indent))
        indent += INDENT * part.startswith(STARTS + MIDDLES)
    return lines


def _value(part: str, indent: int) -> str:
    """Return an attribute; an expression in it that is too wide is laid out."""
    starts = [part.find(mark) for mark in ("{{", "{%") if mark in part]
    if indent + expression.width(part) <= WIDTH or not starts:
        return part
    start = min(starts)
    end = jinja_end(part, start)
    head, tail = part[:start], part[end:]
    made = expression.jinja(part[start:end], indent + expression.width(head), indent, len(tail))
    return head + made + tail
