"""The forms of a page as a browser would fill in and send them."""

from dataclasses import dataclass, field

from tests.support.markup import Reader

CHOICES = {"radio", "checkbox"}
UNTYPED = {"hidden", "submit", "button", "file", "password"}


@dataclass
class Control:
    """One control: its name, kind and value, and what it offers to choose from."""

    name: str
    kind: str
    value: str = ""
    is_on: bool = True  # of a radio button or a checkbox
    options: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)

    def sent(self) -> list[str]:
        """Return the values a browser sends of it."""
        if self.kind in CHOICES:
            return [self.value] if self.is_on else []
        if self.kind == "select":
            return self.chosen or self.options[:1]
        return [] if self.kind in ("submit", "button", "file") else [self.value]


@dataclass
class ShownForm:
    """A form of a page that is sent by POST."""

    attributes: dict[str, str]
    controls: list[Control] = field(default_factory=list)

    @property
    def action(self) -> str:
        """Return where the form is sent."""
        return self.attributes.get("action", "")

    @property
    def token(self) -> str:
        """Return the token of the opened form, empty where it has none."""
        return next((one.value for one in self.controls if one.name == "draft"), "")

    @property
    def is_autosaved(self) -> bool:
        """Return whether a script keeps what is typed into it."""
        return "data-draft" in self.attributes

    def values(self) -> dict[str, list[str]]:
        """Return what a browser sends of it."""
        sent: dict[str, list[str]] = {}
        for one in self.controls:
            for value in one.sent():
                sent.setdefault(one.name, []).append(value)
        return sent

    def asked(self) -> set[str]:
        """Return the names of what can be typed or chosen."""
        return {one.name for one in self.controls if one.kind not in UNTYPED | {"draft"}}


class _Reader(Reader):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[ShownForm] = []
        self._form: ShownForm | None = None
        self._text: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = ShownForm(values)
            if values.get("method", "").lower() == "post":
                self.forms.append(self._form)
        elif self._form is None:
            return
        elif tag == "option":
            _add_option(self._form.controls[-1], values)
        elif tag in ("input", "textarea", "select", "button") and values.get("name"):
            self._add(tag, values)

    def _add(self, tag: str, values: dict[str, str]) -> None:
        assert self._form is not None
        kind = "submit" if tag == "button" else values.get("type", tag)
        control = Control(values["name"], kind, values.get("value", ""), "checked" in values)
        if kind in CHOICES and "value" not in values:
            control.value = "on"
        self._form.controls.append(control)
        self._text = control if tag == "textarea" else None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text is not None:
            self._text.value = self._text.value.removeprefix("\r\n").removeprefix("\n")
            self._text = None
        if tag == "form":
            self._form = None


def _add_option(control: Control, values: dict[str, str]) -> None:
    control.options.append(values.get("value", ""))
    if "selected" in values:
        control.chosen.append(values.get("value", ""))


def forms_of(html: str) -> list[ShownForm]:
    """Return the forms of a page that are sent by POST."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.forms


def form_at(html: str, action: str) -> ShownForm:
    """Return the form of a page that is sent to an address."""
    return next(one for one in forms_of(html) if one.action == action and one.token)
