"""Form fields shared by all forms: labelled choices, yes or no, dates and amounts as written."""

import re
from datetime import date, datetime
from typing import Any

from wtforms import (
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from core.characters import as_typed
from core.forms import tidy
from core.labels import Labelled
from core.numbers import LARGEST, YEARS, whole_number

CHOOSE = ("", "请选择")
DAY_FORMATS = ("%Y-%m-%d", "%Y年%m月%d日", "%Y.%m.%d", "%Y/%m/%d", "%Y%m%d")
AMOUNT = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,2}))?元?")
YES_NO = [("1", "是"), ("0", "否")]


def trim(text: str | None) -> str | None:
    """Return free text as typed: without blanks around it and marks that show nothing."""
    return None if text is None else as_typed(text).strip()


class Unguarded:
    """Declare that a free text may hold any numbers; the reason is for readers of the code."""

    def __init__(self, reason: str) -> None:
        self.reason = reason

    def __call__(self, _form: Any, _field: Field) -> None:
        """Accept every text."""


def a_row(value: Any) -> int:
    """Return the id of a chosen row. Raises ValueError where no row can have it.

    It is the `coerce` of fields whose choices are not compared with what is sent.
    """
    number = whole_number(str(value))
    if number is None or number < 1:
        raise ValueError(value)
    return number


def written(field: Field, valuelist: list[str]) -> str:
    """Return the text sent for a field, tidied. Blanks alone count as nothing sent, so that
    InputRequired refuses them.
    """
    text = (tidy(valuelist[0]) or "") if valuelist else ""
    if not text:
        field.raw_data = []
    return text


class LabelledSelect(SelectField):  # type: ignore[misc]
    """A select over a Labelled enum: shows labels, and `member` is the one chosen."""

    def __init__(self, *args: Any, members: type[Labelled], **more: Any) -> None:
        super().__init__(*args, choices=[CHOOSE, *members.choices()], coerce=str, **more)
        self.members = members

    def process_data(self, value: Any) -> None:
        """Accept a member, its value or None."""
        self.data = str(getattr(value, "value", value) or "")

    @property
    def member(self) -> Any:
        """Return the chosen member, None where none is: also before the choice is judged."""
        try:
            return self.members(self.data) if self.data else None
        except ValueError:
            return None


class YesNoField(RadioField):  # type: ignore[misc]
    """A question of yes, no or undecided: `answer` is True, False or None."""

    def __init__(self, *args: Any, yes: str = "是", no: str = "否", **more: Any) -> None:
        choices = [("True", yes), ("False", no), ("", "没有定")]
        super().__init__(*args, choices=choices, coerce=str, default="", **more)

    def process_data(self, value: Any) -> None:
        """Accept True, False, None or their names."""
        self.data = "" if value is None else str(value)

    @property
    def answer(self) -> bool | None:
        """Return the chosen answer, None where undecided."""
        return {"True": True, "False": False}.get(self.data or "")


class UnkeptField(StringField):  # type: ignore[misc]
    """A text no draft keeps: an identity number, a one-time code."""

    is_kept = False


class DayField(DateField):  # type: ignore[misc]
    """A date, accepted in any of DAY_FORMATS."""

    data: Any  # a date once a required field is valid, else None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Parse the date, or raise ValueError with the Chinese hint on how to write it."""
        self.data = None
        text = written(self, valuelist)
        if not text:
            return
        day = _read_day(text)
        if day is None:
            raise ValueError("请按 2024-03-01 这样填年月日。")
        if day.year not in YEARS:
            raise ValueError(f"年份请填 {YEARS[0]} 到 {YEARS[-1]}。")
        self.data = day


def _read_day(text: str) -> date | None:
    for style in DAY_FORMATS:
        try:
            return datetime.strptime(text, style).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


class WholeNumberField(IntegerField):  # type: ignore[misc]
    """A whole number of digits, also full-width ones; `largest` is what its column can hold."""

    data: Any  # an int once a required field is valid, else None

    def __init__(self, *args: Any, largest: int = LARGEST, **more: Any) -> None:
        super().__init__(*args, **more)
        self.largest = largest

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number, or raise ValueError with the Chinese hint on how to write it."""
        self.data = None
        text = written(self, valuelist)
        if not text:
            return
        self.data = whole_number(text, largest=self.largest)
        if self.data is None:
            raise ValueError("不是有效的整数，请只填数字，不要太大。")


class YuanField(Field):  # type: ignore[misc]
    """An amount typed in 元 with up to two decimals; its data is whole 分."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the amount or show in Chinese how to write it."""
        self.data = None
        text = written(self, valuelist)
        if not text:
            return
        amount = AMOUNT.fullmatch(text.replace(",", ""))
        if amount is None:
            raise ValueError("请填多少元，最多两位小数，比如 9000 或 9000.50。")
        yuan, fen = amount.groups()
        self.data = int(yuan) * 100 + int((fen or "").ljust(2, "0"))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data // 100}.{self.data % 100:02d}"


class CardsField(SelectMultipleField):  # type: ignore[misc]
    """A choice of several, shown as check cards."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def yes_no(label: str, *, hint: str = "") -> RadioField:
    """Return an optional yes-or-no field; its data is True, False or None."""
    return RadioField(
        label,
        description=hint,
        choices=YES_NO,
        coerce=to_flag,
        validators=[Optional()],
        validate_choice=False,
    )


def to_flag(value: Any) -> bool | None:
    """Return a radio button's value as True, False or None."""
    if isinstance(value, bool) or value is None:
        return value
    return {"1": True, "0": False}.get(str(value))
