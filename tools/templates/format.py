"""Format the source of one template so that its page stays the same."""

from tools.templates.layout import Layout
from tools.templates.scan import pieces
from tools.templates.tree import Boxes, box_macros, tree


class Formatter:
    """Knows the macros of all templates: which of them are boxes."""

    def __init__(self, sources: list[str]) -> None:
        self.boxes = Boxes(box_macros([tree(pieces(source)) for source in sources]))

    def format(self, source: str) -> str:
        """Return the source with one box a line and short lines."""
        found = pieces(source)
        nodes = tree(found)
        end = found[-1]
        self.boxes.annotate(nodes[:-1], end, (True, True), loose=False)
        layout = Layout(self.boxes)
        layout.sequence(nodes[:-1], 0)
        return layout.page.text + "\n"
