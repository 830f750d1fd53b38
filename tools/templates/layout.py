"""Write the tree of a template: one box a line, wide expressions over several lines."""

from tools.templates import expression
from tools.templates.attributes import attributes, laid_out
from tools.templates.expression import INDENT, WIDTH
from tools.templates.scan import RAW, Kind, Piece, gap
from tools.templates.tree import Boxes, Branch, Leaf, Node

# A minus may still be added at either end of a piece.
SLACK = 2
# What is below a head of these begins a line of its own, where that does not show.
BRANCHES = frozenset(("if", "elif", "else", "for"))


class Page:
    """The text so far."""

    def __init__(self) -> None:
        self.text = ""
        self.last: Piece | None = None

    @property
    def column(self) -> int:
        """Where the next character goes."""
        return expression.width(self.text.rpartition("\n")[2])

    def write(self, piece: Piece, text: str, blank: str) -> None:
        """Write a piece after a blank, and the minus signs without which the blank would show."""
        wanted = piece.before
        lead = self._lead(piece, blank) if not (wanted.shows or wanted.is_harmless) else ""
        if lead and not piece.is_jinja:
            self.text = f"{self.text[:-2]}-{self.text[-2:]}"
        elif lead:
            text = f"{text[:2]}-{text[2:]}"
        self.text += blank + text
        self.last = piece

    def _lead(self, piece: Piece, blank: str) -> str:
        return "-" if gap(self.last, piece, blank).shows else ""


class Layout:
    """Writes nodes onto a page."""

    def __init__(self, boxes: Boxes) -> None:
        self.boxes = boxes
        self.page = Page()

    def sequence(self, nodes: list[Node], indent: int) -> None:
        """Write nodes below each other, or after each other where nothing parts them."""
        for at, node in enumerate(nodes):
            before = self.page.last
            self.node(node, indent, self._blank(node, nodes[at + 1 :], indent, before))

    def _blank(self, node: Node, rest: list[Node], indent: int, before: Piece | None) -> str:
        """Return what comes before a node: nothing, a blank, or a new line."""
        if before is None or _is_raw(before):
            return ""
        new_line = "\n" + " " * indent
        given = node.first.before
        is_empty_line = given.breaks > 1 and before.kind is not Kind.OPEN
        if is_empty_line and self._may_break(before, node.first, "\n" + new_line):
            return "\n" + new_line
        if not self._may_break(before, node.first, new_line):
            return " " if given.shows else ""
        if given.breaks or self._is_apart(node, before):
            return new_line
        glue = " " if given.shows else ""
        word = self._word(node, rest)
        fits = self.page.column + len(glue) + expression.width(word) <= WIDTH - SLACK
        return glue if fits and word else new_line

    def _is_apart(self, node: Node, before: Piece) -> bool:
        if before.kind is Kind.OPEN or (before.name in BRANCHES and node.first.before.is_harmless):
            return True
        return self.boxes.has_box(node) or self.boxes.is_box(before)

    def _may_break(self, left: Piece, right: Piece, blank: str) -> bool:
        """Whether a new line can stand there without a change on the page."""
        if right.before.is_harmless:
            return True
        made = gap(left, right, blank).shows
        if right.before.shows:
            return made
        return not made or left.is_jinja or right.is_jinja

    def _word(self, node: Node, rest: list[Node]) -> str:
        """Return a node and what cannot be parted from it, on one line; nothing if it has none."""
        text = self.flat(node) or ""
        for after in rest if text else []:
            if after.first.before.shows or after.first.before.is_harmless:
                break
            if node.last.is_jinja or after.first.is_jinja:
                break
            text += self.flat(after) or ""
            node = after
        return text

    def node(self, node: Node, indent: int, blank: str) -> None:
        """Write one node: on one line where it can be, else over several."""
        start = len(blank) - 1 if "\n" in blank else self.page.column + len(blank)
        text = self.flat(node)
        if text is not None and start + expression.width(text) <= WIDTH - SLACK:
            self._write_flat(node, blank)
        elif isinstance(node, Leaf):
            self.page.write(node.piece, self.piece(node.piece, start, indent), blank)
        else:
            self._branch(node, indent, blank, start)

    def _branch(self, branch: Branch, indent: int, blank: str, start: int) -> None:
        for head, nodes in branch.parts:
            is_first = head is branch.first
            lead = blank if is_first else self._end_blank(head, indent)
            column = start if is_first else indent
            self.page.write(head, self.piece(head, column, indent), lead)
            inside = len(self.page.text)
            self.sequence(nodes, self._inner(branch, indent))
        is_glued = self.page.text[inside : inside + 1].strip("\n") and self._is_tight(branch.end)
        end = "" if _is_raw(branch.first) or is_glued else self._end_blank(branch.end, indent)
        self.page.write(branch.end, branch.end.text, end)

    def _is_tight(self, end: Piece) -> bool:
        """Whether the end of an element follows what it ends, with room on the same line."""
        given = end.before
        fits = self.page.column + expression.width(end.text) <= WIDTH - SLACK
        return end.kind is Kind.CLOSE and fits and not (given.shows or given.is_harmless)

    def _inner(self, branch: Branch, indent: int) -> int:
        """The contents of a file's blocks are not indented: everything would be."""
        is_outer = branch.first.name in ("block", "macro") and indent == 0
        return indent if is_outer else indent + INDENT

    def _end_blank(self, end: Piece, indent: int) -> str:
        before = self.page.last
        assert before is not None
        new_line = "\n" + " " * indent
        if self._may_break(before, end, new_line):
            return new_line
        return " " if end.before.shows else ""

    def _write_flat(self, node: Node, blank: str) -> None:
        if isinstance(node, Leaf):
            self.page.write(node.piece, _one_line(node.piece), blank)
            return
        for head, nodes in node.parts:
            lead = blank if head is node.first else _glue(head)
            self.page.write(head, _one_line(head), lead)
            for one in nodes:
                self._write_flat(one, _glue(one.first))
        self.page.write(node.end, node.end.text, _glue(node.end))

    def flat(self, node: Node) -> str | None:
        """Return a node on one line; None where it must be on several."""
        if isinstance(node, Leaf):
            return None if _is_open(node.piece) else _one_line(node.piece)
        if self.boxes.holds_box(node) or _is_spread(node):
            return None
        made = []
        for head, nodes in node.parts:
            flats = [self.flat(one) for one in nodes]
            if None in flats:
                return None
            made.append(_one_line(head))
            made += [_glue(one.first) + str(text) for one, text in zip(nodes, flats, strict=True)]
        return "".join(made) + node.end.text

    def piece(self, piece: Piece, column: int, indent: int) -> str:
        """Return the text of a piece, over several lines if it is too wide for one."""
        text = _one_line(piece)
        fits = column + expression.width(text) <= WIDTH - SLACK
        if piece.kind is Kind.COMMENT or (fits and not _is_open(piece)):
            return text
        if piece.is_jinja:
            return expression.jinja(text, column, indent, SLACK)
        if piece.kind in (Kind.OPEN, Kind.ALONE) and not text.startswith("<!"):
            return laid_out(text, indent)
        return text


def _glue(piece: Piece) -> str:
    return " " if piece.before.shows else ""


def _is_raw(piece: Piece) -> bool:
    """Whether an element has begun in which every blank counts."""
    return piece.kind is Kind.OPEN and piece.name in RAW


def _is_spread(branch: Branch) -> bool:
    """Whether the author began a new line inside a branch."""
    inside = [one.first for _head, nodes in branch.parts for one in nodes]
    inside += [head for head, _nodes in branch.parts[1:]] + [branch.end]
    return any(piece.before.breaks for piece in inside) or _is_open(branch.first)


def _is_open(piece: Piece) -> bool:
    is_expression = piece.kind in (Kind.OUTPUT, Kind.STATEMENT)
    return is_expression and expression.is_open(expression.parse(piece.text[2:-2]))


def _one_line(piece: Piece) -> str:
    if piece.kind in (Kind.OUTPUT, Kind.STATEMENT):
        start, end = piece.text[:2], piece.text[-2:]
        return f"{start} {expression.flat(expression.parse(piece.text[2:-2]))} {end}"
    if piece.kind in (Kind.OPEN, Kind.ALONE) and not piece.text.startswith("<!"):
        return _rejoined(piece.text)
    return piece.text


def _rejoined(text: str) -> str:
    """Return a tag with single blanks between its attributes."""
    name, *parts = attributes(text)
    end = parts.pop() if parts and parts[-1] == ">" else ""
    return name + "".join(parts) + end
