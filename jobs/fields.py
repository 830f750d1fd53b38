"""Form fields that employers and vacancies share: a place by its name, one of a labelled few."""

from typing import Any

from wtforms import RadioField, SelectField, StringField

from core.forms import tidy
from core.labels import Labelled
from people.divisions.atlas import places
from people.divisions.queries import find_place, place_choices, place_name

UNKNOWN_PLACE = "没有认出这个地方，请写全，比如“榴城镇”或“浙江省宁波市江北区”。"
CHOOSE = ("", "请选择")


def trim(text: str | None) -> str | None:
    """Return prose without blanks around it, lines ended one way, punctuation as typed."""
    return None if text is None else text.replace("\r\n", "\n").strip()


class PlaceField(StringField):  # type: ignore[misc]
    """Text in, division code out; an unknown or ambiguous name is refused with an example."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the name typed; an empty one is no place."""
        self.data = None
        text = tidy(valuelist[0]) if valuelist else ""
        if not text:
            return
        self.data = find_place(text)
        if self.data is None:
            raise ValueError(UNKNOWN_PLACE)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Name every code, for the page that compares two versions of a row."""
        return place_choices(places())

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return place_name(self.data)


class LabelledSelect(SelectField):  # type: ignore[misc]
    """A select over a Labelled enum: `member` is what was chosen, the page shows labels."""

    def __init__(self, *args: Any, members: type[Labelled], **more: Any) -> None:
        super().__init__(*args, choices=[CHOOSE, *members.choices()], coerce=str, **more)
        self.members = members

    def process_data(self, value: Any) -> None:
        """Take a member, its value or nothing."""
        self.data = str(getattr(value, "value", value) or "")

    @property
    def member(self) -> Any:
        """Return the member chosen, None where nothing is."""
        return self.members(self.data) if self.data else None


class YesNoField(RadioField):  # type: ignore[misc]
    """Yes, no or not settled: `answer` is True, False or None."""

    def __init__(self, *args: Any, yes: str = "是", no: str = "否", **more: Any) -> None:
        choices = [("True", yes), ("False", no), ("", "没有定")]
        super().__init__(*args, choices=choices, coerce=str, default="", **more)

    def process_data(self, value: Any) -> None:
        """Take True, False, None or their words."""
        self.data = "" if value is None else str(value)

    @property
    def answer(self) -> bool | None:
        """Return what was chosen."""
        return {"True": True, "False": False}.get(self.data or "")
