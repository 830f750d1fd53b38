"""A form field that reads the name of a place."""

from wtforms import StringField

from core.fields import written
from people.divisions.atlas import places
from people.divisions.queries import find_place, place_choices, place_name

UNKNOWN_PLACE = "没有认出这个地方，请写全，比如“榴城镇”或“浙江省宁波市江北区”。"


class PlaceField(StringField):  # type: ignore[misc]
    """Text in, division code out; an unknown or ambiguous name is refused with an example."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the name typed; an empty text is no place."""
        self.data = None
        text = written(self, valuelist)
        if not text:
            return
        self.data = find_place(text)
        if self.data is None:
            raise ValueError(UNKNOWN_PLACE)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Return (code, name) of every place, for the page that compares two versions of a row."""
        return place_choices(places())

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return place_name(self.data)
