"""Fields of free text and of personal numbers, checked before anything is stored."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from wtforms import Field, StringField, TextAreaField
from wtforms.validators import DataRequired, Optional, StopValidation

from core import clock
from core.errors import DomainError
from core.fields import UnkeptField, trim
from core.forms import BaseForm, by_rule, longest, tidy
from people.secrecy.designations import find_designations
from people.secrecy.names import check_person_name, clean_name
from people.secrecy.personal_numbers import normalise_phone, parse_id_number
from people.secrecy.private_numbers import ALL_KINDS, Kind, find_private, sentence

MOST_SHOWN = 3  # numbers of one field that are named
DESIGNATION = "这里可能写了部队番号或代号，按保密要求不能保存。请改写成「某部」。"


class Guarded:
    """Refuse free text with what must not be in it: a unit's designation, a person's numbers.

    `kinds` are the numbers refused; an address of a place may look like a designation, so that
    `has_units` lets its field pass.
    """

    def __init__(self, kinds: Iterable[Kind] = ALL_KINDS, *, has_units: bool = False) -> None:
        self.kinds = frozenset(kinds)
        self.has_units = has_units

    def __call__(self, _form: BaseForm, field: Field) -> None:
        """Stop the field's validation where its text must not be stored; every reason is shown."""
        numbers = [sentence(one) for one in find_private(field.data, self.kinds)[:MOST_SHOWN]]
        units = [] if self.has_units or not find_designations(field.data) else [DESIGNATION]
        *others, last = [*units, *numbers] or [""]
        if last:
            field.errors = [*field.errors, *others]
            raise StopValidation(last)


def text(
    label: str,
    *,
    most: int,
    required: str = "",
    hint: str = "",
    checks: Sequence[Callable[..., None]] = (),
    guard: Callable[..., None] = Guarded(),  # noqa: B008 - it has no state that changes
) -> StringField:
    """Return a one-line free text, kept as typed and guarded unless the guard is another."""
    return StringField(label, **_text_options(most, required, hint, (guard, *checks)))


def long_text(
    label: str,
    *,
    most: int,
    required: str = "",
    hint: str = "",
    guard: Callable[..., None] = Guarded(),  # noqa: B008
) -> TextAreaField:
    """Return a free text of several lines, kept and guarded like a one-line text."""
    return TextAreaField(label, **_text_options(most, required, hint, (guard,)))


def _text_options(
    most: int, required: str, hint: str, checks: Sequence[Callable[..., None]]
) -> dict[str, Any]:
    first = DataRequired(required) if required else Optional()
    return {
        "description": hint,
        "filters": [lambda value: trim(value) or ""],
        "validators": [first, longest(most), *checks],
    }


def name_field(label: str = "姓名", *, most: int, hint: str = "") -> StringField:
    """Return the field of a person's name; its data is the name as it is stored."""
    return StringField(
        label,
        description=hint,
        filters=[partial(_cleaned, most)],
        validators=[
            DataRequired(f"请填{label}。"),
            longest(most),
            by_rule(check_person_name),
            Guarded(),
        ],
    )


def _cleaned(most: int, typed: str | None) -> str:
    """Return a name as it is stored; one that is too long stays as typed, for the page."""
    name = clean_name(typed)
    return name if len(name) <= most else tidy(typed) or ""


def phone_field(
    label: str = "手机号", *, required: str = "请填手机号。", hint: str = ""
) -> StringField:
    """Return the field of a mobile number; its data is the 11 digits, however it was typed.

    It may stay empty where `required` is empty.
    """
    first = DataRequired(required) if required else Optional()
    return StringField(
        label,
        description=hint,
        filters=[_eleven_digits],
        validators=[first, by_rule(normalise_phone)],
    )


def _eleven_digits(typed: str | None) -> str | None:
    """Return the number as it is stored; what is no number stays as typed, for the page."""
    try:
        return normalise_phone(typed)
    except DomainError:
        return tidy(typed)


def id_number_field(hint: str = "") -> StringField:
    """Return the field of an identity number; it may stay empty."""
    return UnkeptField(
        "身份证号",
        description=hint,
        filters=[tidy],
        validators=[Optional(), by_rule(_check_id_number)],
    )


def _check_id_number(typed: str) -> None:
    parse_id_number(typed, today=clock.today())
