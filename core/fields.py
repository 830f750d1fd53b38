"""Form fields all forms share: labelled choices, yes or no, dates in any usual writing."""

from datetime import date, datetime
from typing import Any

from wtforms import DateField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from core.forms import tidy
from core.labels import Labelled

CHOOSE = ("", "请选择")
DAY_FORMATS = ("%Y-%m-%d", "%Y年%m月%d日", "%Y.%m.%d", "%Y/%m/%d", "%Y%m%d")
YES_NO = [("1", "是"), ("0", "否")]


def trim(text: str | None) -> str | None:
    """Return prose without blanks around it, lines ended one way, punctuation as typed."""
    return None if text is None else text.replace("\r\n", "\n").strip()


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


class DayField(DateField):  # type: ignore[misc]
    """A date, typed in any of the ways people write one."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the date or say in Chinese how to write it."""
        text = (tidy(valuelist[0]) or "") if valuelist else ""
        self.data = None
        if not text:
            return
        self.data = _read_day(text)
        if self.data is None:
            raise ValueError("请按 2024-03-01 这样填年月日。")


def _read_day(text: str) -> date | None:
    for written in DAY_FORMATS:
        try:
            return datetime.strptime(text, written).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


class CardsField(SelectMultipleField):  # type: ignore[misc]
    """Several choices, shown as check cards."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def yes_no(label: str, *, hint: str = "") -> RadioField:
    """Return a question of yes or no that may be left open; its data is True, False or None."""
    return RadioField(
        label,
        description=hint,
        choices=YES_NO,
        coerce=to_flag,
        validators=[Optional()],
        validate_choice=False,
    )


def to_flag(value: Any) -> bool | None:
    """Return the answer a radio value stands for."""
    if isinstance(value, bool) or value is None:
        return value
    return {"1": True, "0": False}.get(str(value))
