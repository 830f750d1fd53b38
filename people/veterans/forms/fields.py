"""Fields and checks all forms of this package share."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from wtforms import DateField, Field, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from core.forms import BaseForm, tidy
from people.identity import holds_personal_number
from people.secrecy import find_designations

DESIGNATION = "这里可能写了部队番号或代号，按保密要求不能保存。请改写成「某部」。"
PERSONAL_NUMBER = "这里不要写手机号或身份证号，看资料的人会看到。请删去。"
DAY_FORMATS = ("%Y-%m-%d", "%Y年%m月%d日", "%Y.%m.%d", "%Y/%m/%d", "%Y%m%d")
YES_NO = [("1", "是"), ("0", "否")]


class NoDesignation:
    """Refuse free text that looks like a unit designation, and say which words."""

    def __call__(self, _form: BaseForm, field: Field) -> None:
        """Stop at the first field text that must not be stored."""
        hits = find_designations(field.data)
        if hits:
            raise StopValidation(DESIGNATION)


class NoPersonalNumber:
    """Refuse a phone or identity number in free text, which is neither sealed nor masked."""

    def __call__(self, _form: BaseForm, field: Field) -> None:
        """Stop at the first field text that holds one."""
        if holds_personal_number(field.data):
            raise StopValidation(PERSONAL_NUMBER)


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


def text(
    label: str,
    *,
    most: int,
    required: str = "",
    hint: str = "",
    checks: Sequence[Callable[..., None]] = (),
) -> StringField:
    """Return a one-line free text, tidied and checked for designations."""
    return StringField(label, **_text_options(most, required, hint, checks))


def long_text(label: str, *, most: int, required: str = "", hint: str = "") -> TextAreaField:
    """Return a free text of several lines, tidied and checked for designations."""
    return TextAreaField(label, **_text_options(most, required, hint, ()))


def _text_options(
    most: int, required: str, hint: str, checks: Sequence[Callable[..., None]]
) -> dict[str, Any]:
    first = DataRequired(required) if required else Optional()
    length = Length(max=most, message=f"最多 {most} 个字。")
    return {
        "description": hint,
        "filters": [lambda value: tidy(value) or ""],
        "validators": [first, length, NoDesignation(), NoPersonalNumber(), *checks],
    }


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
