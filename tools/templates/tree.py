"""Put the pieces of a template into a tree, and find the gaps where a blank does not show."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tools.templates.scan import Gap, Kind, Piece

INLINE = frozenset(
    re.findall(
        r"\w+",
        "a abbr b bdi button code em i img input label mark meter output progress q select small "
        "span strong sub sup svg textarea time u wbr",
    )
)
CLOSERS = {
    "if": "endif",
    "for": "endfor",
    "call": "endcall",
    "macro": "endmacro",
    "block": "endblock",
    "filter": "endfilter",
    "autoescape": "endautoescape",
    "with": "endwith",
}
DIVIDERS = frozenset(("else", "elif"))
# Statements that make nothing on the page themselves; a file begins with them.
SILENT = frozenset(("extends", "from", "import", "macro", "endmacro", "block", "endblock"))
# A macro that answers several shapes, all of them boxes; and one whose form is part of a line.
BOXES = frozenset(("field", "caller"))
NO_BOXES = frozenset(("post_button",))
# Blocks that the layout puts into a line, or into an attribute.
TEXT_BLOCKS = frozenset(("back", "sheet_class"))
# Classes whose children are placed by a flexible box: blanks between them do not show.
FLEXIBLE = frozenset(("actions", "kpis", "grid"))


@dataclass
class Leaf:
    """One piece."""

    piece: Piece

    @property
    def first(self) -> Piece:
        """The first piece."""
        return self.piece

    @property
    def last(self) -> Piece:
        """The last piece."""
        return self.piece


@dataclass
class Branch:
    """An element, or a statement with its end: heads, each with what is below it, and an end."""

    parts: list[tuple[Piece, list["Node"]]] = field(default_factory=list)
    end: Piece = field(default_factory=lambda: Piece(Kind.TEXT, ""))

    @property
    def first(self) -> Piece:
        """The first piece."""
        return self.parts[0][0]

    @property
    def last(self) -> Piece:
        """The last piece."""
        return self.end


Node = Leaf | Branch


def tree(found: list[Piece]) -> list[Node]:
    """Return the pieces as a tree; a tag without its end in the same branch stays alone."""
    nodes, rest = _sequence(found, 0, "")
    assert rest == len(found), f"unmatched {found[rest].text}"
    return nodes


def _sequence(found: list[Piece], at: int, closer: str) -> tuple[list[Node], int]:
    nodes: list[Node] = []
    while at < len(found) and not _ends(found[at], closer):
        branch = _branch(found, at)
        if branch:
            nodes.append(branch[0])
            at = branch[1]
        else:
            nodes.append(Leaf(found[at]))
            at += 1
    return nodes, at


def _ends(piece: Piece, closer: str) -> bool:
    """Whether a piece ends a sequence: its own end, or a statement around it."""
    if piece.kind is Kind.STATEMENT:
        return piece.name in DIVIDERS or piece.name in CLOSERS.values()
    return piece.kind is Kind.CLOSE and piece.text == closer


def _branch(found: list[Piece], at: int) -> tuple[Branch, int] | None:
    piece = found[at]
    if piece.kind is Kind.STATEMENT and piece.name in CLOSERS:
        return _statement(found, at)
    if piece.kind is not Kind.OPEN:
        return None
    closer = f"</{piece.name}>"
    nodes, end = _sequence(found, at + 1, closer)
    if end == len(found) or found[end].text != closer:
        return None
    return Branch([(piece, nodes)], found[end]), end + 1


def _statement(found: list[Piece], at: int) -> tuple[Branch, int]:
    branch = Branch()
    closer = CLOSERS[found[at].name]
    while found[at].name != closer:
        nodes, end = _sequence(found, at + 1, "")
        branch.parts.append((found[at], nodes))
        at = end
    branch.end = found[at]
    return branch, at + 1


class Boxes:
    """Which pieces are boxes of their own: blanks beside them do not show."""

    def __init__(self, macros: frozenset[str]) -> None:
        self.macros = macros

    def is_box(self, piece: Piece) -> bool:
        """Return whether a piece begins or ends a box."""
        if piece.kind in (Kind.OPEN, Kind.CLOSE, Kind.ALONE):
            return piece.name not in INLINE or 'type="hidden"' in piece.text
        return piece.kind is Kind.OUTPUT and (
            piece.name in self.macros or "block=true" in piece.text
        )

    def has_box(self, node: Node) -> bool:
        """Return whether a node is, or holds, a box."""
        if isinstance(node, Leaf):
            return self.is_box(node.piece)
        return self.is_box(node.first) or self.holds_box(node)

    def holds_box(self, branch: Branch) -> bool:
        """Return whether a branch has a box below its heads."""
        return any(self.has_box(node) for _head, nodes in branch.parts for node in nodes)

    def annotate(self, nodes: list[Node], end: Piece, safe: tuple[bool, bool], loose: bool) -> None:
        """Note for each gap of a sequence whether a blank there does not show."""
        before: Piece | None = None
        afters = [*(one.first for one in nodes), end][1:]
        for node, after in zip(nodes, afters, strict=False):
            self._note(before, node.first, safe[0] if before is None else loose, end)
            before = node.last
            self._note(before, after, safe[1] if after is end else loose, end)
            if isinstance(node, Branch):
                self._annotate_parts(node, after.before, loose)
        if not nodes:
            end.before.is_harmless = all(safe)

    def _note(self, left: Piece | None, right: Piece, is_safe: bool, end: Piece) -> None:
        beside = [right] if left is None else [left, right]
        is_root = not end.text
        is_silent = is_root and any(piece.name in SILENT for piece in beside)
        right.before.is_harmless = is_safe or is_silent or any(map(self.is_box, beside))

    def _annotate_parts(self, branch: Branch, after: Gap, loose: bool) -> None:
        ends = [head for head, _nodes in branch.parts[1:]] + [branch.end]
        for (head, nodes), end in zip(branch.parts, ends, strict=True):
            safe, is_loose = self._inside(branch, head, after, loose)
            if branch.first.name == "for" and nodes and not loose:
                again = self._is_parted(end.before, nodes[-1].last)
                start = self._is_parted(nodes[0].first.before, nodes[0].first)
                safe = (safe[0] and again, safe[1] and start)
            self.annotate(nodes, end, safe, is_loose)

    def _is_parted(self, given: Gap, piece: Piece) -> bool:
        """Whether one pass of a loop is parted from the next by a blank or a box."""
        return given.shows or self.is_box(piece)

    def _inside(
        self, branch: Branch, head: Piece, after: Gap, loose: bool
    ) -> tuple[tuple[bool, bool], bool]:
        """Return whether blanks at the two edges of a part, and within it, do not show."""
        if head.kind is Kind.OPEN:
            is_box = self.is_box(head) or head.name == "select"
            return (is_box, is_box), _is_flexible(head)
        if branch.first.name == "call":
            return (True, True), "page_head" in head.text
        if branch.first.name == "block":
            is_box = not TEXT_BLOCKS & set(head.text.split())
            return (is_box, is_box), False
        if branch.first.name not in ("if", "for"):
            return (False, False), False
        before = branch.first.before
        return (before.is_harmless or before.shows, after.is_harmless or after.shows), loose


def _is_flexible(head: Piece) -> bool:
    words = head.text.replace('"', " ").split()
    return bool(FLEXIBLE & set(words))


def box_macros(trees: list[list[Node]]) -> frozenset[str]:
    """Return the names of the macros that answer a box in each of their definitions."""
    bodies: list[tuple[str, list[Node]]] = []
    for nodes in trees:
        bodies += [
            (branch.first.text.split("(")[0].split()[-1], branch.parts[0][1])
            for branch in nodes
            if isinstance(branch, Branch) and branch.first.name == "macro"
        ]
    known: frozenset[str] = BOXES
    while True:
        boxes = Boxes(known)
        refused = {name for name, nodes in bodies if not _is_boxed(nodes, boxes)}
        now = BOXES | {name for name, _nodes in bodies if name not in refused} - NO_BOXES
        if now == known:
            return known
        known = now


def _is_boxed(nodes: list[Node], boxes: Boxes) -> bool:
    made = [piece for node in nodes for piece in _made(node)]
    return bool(made) and boxes.is_box(made[0]) and boxes.is_box(made[-1])


def _made(node: Node) -> Iterator[Piece]:
    """Return the pieces of a node that are on the page, in order."""
    if isinstance(node, Leaf):
        if not node.piece.trims and node.piece.text:
            yield node.piece
        return
    for head, nodes in node.parts:
        yield from [head] if not head.trims else []
        for one in nodes:
            yield from _made(one)
    yield from [node.end] if not node.end.trims else []
