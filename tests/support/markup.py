"""Reading the tags and texts of a page, faster than the standard parser.

A walk reads every page it opens several times. The pages of the platform are plain: attributes
are quoted, no text holds a bare "<". From the first place on that is not as plain as that, the
standard parser reads on, so that nothing is judged by a guess.
"""

import re
from html import unescape
from html.parser import HTMLParser

# One tag, comment or doctype with the text behind it.
PLAIN = re.compile(
    r"<(?:(?P<end>/?)(?P<tag>[a-z][a-z0-9-]*)"
    r'(?P<attributes>(?:\s+[^\s"\'<>/=]+(?:="[^"<]*")?)*+)\s*(?P<empty>/?)>'
    r"|!doctype html>|!--[^<>-]*-->)(?P<text>[^<]*)"
)
ATTRIBUTE = re.compile(r'([^\s"\'<>/=]+)(?:="([^"<]*)")?')
UNREAD = {"script", "style"}  # what is inside them is no markup


class Reader(HTMLParser):
    """A standard parser, with its handlers, that reads plain pages by one pattern."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._page = ""
        self._at = 0

    def feed(self, data: str) -> None:
        """Read a whole page."""
        self._page = data
        while found := PLAIN.match(data, self._at):
            self._read(found)
        if self._at < len(data):
            super().feed(data[self._at :])

    def line(self) -> int:
        """Return the line of the page that is read."""
        within = self.getpos()[0] - 1  # of the part that the standard parser reads
        return self._page.count("\n", 0, self._at) + 1 + within

    def _read(self, found: re.Match[str]) -> None:
        tag, following = found["tag"], found.end()
        if found["end"]:
            self.handle_endtag(tag)
        elif tag:
            attributes = _attributes(found["attributes"])
            handle = self.handle_startendtag if found["empty"] else self.handle_starttag
            handle(tag, attributes)
            if tag in UNREAD and not found["empty"]:
                following = self._page.find(f"</{tag}>", found.end("attributes"))
                following = len(self._page) if following < 0 else following
        text = self._page[found.start("text") : following]
        if text:
            self.handle_data(unescape(text) if tag not in UNREAD else text)
        self._at = following


def _attributes(text: str) -> list[tuple[str, str | None]]:
    """Return the attributes of a tag as the standard parser does."""
    return [
        (found[1].lower(), None if found[2] is None else unescape(found[2]))
        for found in ATTRIBUTE.finditer(text)
    ]
