"""The door of the application: what an address and a form may carry.

Every request passes here before a view sees it, so that views and operations meet only
characters that can be typed, whole numbers that a column can hold and addresses of a sane length.
"""

from functools import cached_property
from typing import Any

from flask import Flask, Request, abort
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.routing import IntegerConverter

from core.characters import is_typed, typed
from core.list_filters import LONGEST_PATH
from core.numbers import LARGEST, YEARS

LONGEST_QUERY = 4_000  # bytes; a longer one comes from no page of ours


class DoorRequest(Request):
    """A request whose query and form hold only text that can be typed."""

    @cached_property
    def args(self) -> MultiDict[str, str]:  # type: ignore[override]
        """The query. Only what some page reads is repeated in links (core/list_filters.py)."""
        return _cleaned(super().args)

    def _load_form_data(self) -> None:
        if "form" in self.__dict__:
            return
        super()._load_form_data()
        self.__dict__["form"] = _cleaned(self.__dict__["form"])


def _cleaned(sent: MultiDict[str, str]) -> ImmutableMultiDict[str, str]:
    pairs = sent.items(multi=True)
    return ImmutableMultiDict([(typed(name), typed(value)) for name, value in pairs])


class RowConverter(IntegerConverter):
    """The number of a row in an address: 404 where no row can have it."""

    regex = "[0-9]{1,10}"

    def __init__(self, map: Any, **limits: Any) -> None:
        super().__init__(map, **({"max": LARGEST} | limits))


class YearConverter(RowConverter):
    """A year in an address: 404 where no record can be of it."""

    regex = "[0-9]{4}"

    def __init__(self, map: Any) -> None:
        super().__init__(map, min=YEARS.start, max=YEARS[-1])


def init_door(app: Flask) -> None:
    """Use the door for every request; call it before any route is added."""
    app.request_class = DoorRequest
    app.url_map.converters.update(int=RowConverter, year=YearConverter)


def refuse_address(request: Request) -> None:
    """Answer 414 to an address that is too long, 404 to one with characters nobody types."""
    if len(request.path) > LONGEST_PATH or len(request.query_string) > LONGEST_QUERY:
        abort(414)
    if not is_typed(request.path):
        abort(404)
