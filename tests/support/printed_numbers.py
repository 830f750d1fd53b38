"""Numbers a template prints itself, found in its syntax tree."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import jinja2
from jinja2 import nodes

# Macros that print the numbers they are given as figures.
FIGURES = frozenset(
    [
        "figure",
        "figure_of",
        "figure_here",
        "figure_alone",
        "figure_sum",
        "kpi",
        "pagination",
        "printed",
        "filter_chips",
        "bar_chart",
        "todo_list",
        "task_list",
    ]
)
THROUGH = frozenset(("join", "string", "round", "int"))
COUNTING = frozenset(("length", "count", "sum"))
NAMES = re.compile(
    r"(count|total|people|placed|helped|kept|entitled|fitting|unclear|unread|waiting|came|signed"
    r"|missing|idle|moved|hires)s?|n_.+|.+_count|.+_total|count_.+"
)
UNIT = re.compile(r"\s*(人次|人|家|份|条|件|场|次|名|个|位|项|行|处|套)(?!月|工作日)")


def bare(source: str) -> list[str]:
    """Return the expressions of a template that print a count outside a figure."""
    tree = jinja2.Environment().parse(source)
    found: list[str] = []
    for output in tree.find_all(nodes.Output):
        for node, following in pairwise((*output.nodes, nodes.TemplateData(""))):
            found += _bare(node, _text(following))
    for call in tree.find_all(nodes.CallBlock):
        found += _bare(call.call, "")
    return found


def _text(node: nodes.Node | None) -> str:
    """Return the words a node prints, "" where it does not begin with words."""
    if isinstance(node, nodes.TemplateData):
        return node.data
    if isinstance(node, nodes.Const):
        return str(node.value)
    if isinstance(node, nodes.Concat):
        return _text(node.nodes[0])
    return ""


def _bare(node: nodes.Node | None, following: str) -> Iterator[str]:
    """Yield what a printed expression prints bare; `following` are the words after it."""
    if isinstance(node, nodes.Getattr | nodes.Name | nodes.Getitem):
        name = _name(node)
        if NAMES.fullmatch(name.rpartition(".")[2]) or UNIT.match(following):
            yield name
    elif isinstance(node, nodes.Filter) and node.name in COUNTING:
        yield f"{_name(node.node)}|{node.name}"
    else:
        for part, after in _parts(node, following):
            yield from _bare(part, after)


def _parts(node: nodes.Node | None, following: str) -> Iterator[tuple[nodes.Node | None, str]]:
    """Yield the expressions an expression prints, each with the words after it."""
    if isinstance(node, nodes.CondExpr):
        yield from ((node.expr1, following), (node.expr2, following))
    elif isinstance(node, nodes.Concat):
        for one, after in pairwise((*node.nodes, nodes.TemplateData(following))):
            yield one, _text(after)
    elif isinstance(node, nodes.Add | nodes.Sub):
        yield from ((node.left, following), (node.right, following))
    elif isinstance(node, nodes.Filter):
        if node.name in THROUGH:
            yield node.node, following
        yield from ((one, "") for one in node.args if node.name == "format")
    else:
        yield from ((one, "") for one in _held(node))


def _held(node: nodes.Node | None) -> Iterator[nodes.Node]:
    """Yield what a list, a mapping, or a call that is no figure is made of."""
    if isinstance(node, nodes.Call) and _name(node.node) not in FIGURES:
        yield from (*node.args, *(one.value for one in node.kwargs))
    elif isinstance(node, nodes.List | nodes.Tuple):
        yield from node.items
    elif isinstance(node, nodes.Dict):
        yield from (pair.value for pair in node.items)


def _name(node: Any) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_name(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem):
        return f"{_name(node.node)}[{_name(node.arg)}]"
    if isinstance(node, nodes.Filter):
        return f"{_name(node.node)}|{node.name}"
    if isinstance(node, nodes.Const):
        return str(node.value)
    return node.name if isinstance(node, nodes.Name) else "?"
