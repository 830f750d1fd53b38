"""The forms of a page, as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any


@dataclass
class PageForm:
    """A form of a page: its address, and its fields as a browser would send them."""

    action: str
    fields: list[tuple[str, str, str]] = field(default_factory=list)  # name, type, value


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._open: PageForm | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form" and values.get("method", "").lower() == "post":
            self._open = PageForm(values.get("action", ""))
            self.forms.append(self._open)
        elif self._open is not None and tag in ("input", "textarea", "select", "button"):
            if values.get("name"):
                kind = values.get("type", tag)
                self._open.fields.append((values["name"], kind, values.get("value", "")))
        elif self._open is not None and tag == "option" and self._open.fields:
            name, kind, chosen = self._open.fields[-1]
            if kind == "select" and (not chosen or "selected" in values):
                self._open.fields[-1] = (name, kind, values.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def forms_of(answer: Any) -> list[PageForm]:
    """Return the forms of an answer that are sent by POST; none where it is no page."""
    if answer is None or answer.mimetype != "text/html":
        return []
    reader = _Reader()
    reader.feed(answer.text)
    return [form for form in reader.forms if form.action.startswith("/")]
