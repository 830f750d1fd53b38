"""Text fields whose contents are checked for what must not be stored in the open."""

from collections.abc import Callable, Sequence
from typing import Any

from wtforms import Field, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, StopValidation

from core.forms import BaseForm, tidy
from people.secrecy.designations import find_designations
from people.secrecy.personal_numbers import holds_personal_number

DESIGNATION = "这里可能写了部队番号或代号，按保密要求不能保存。请改写成「某部」。"
PERSONAL_NUMBER = "这里不要写手机号或身份证号，看资料的人会看到。请删去。"


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
