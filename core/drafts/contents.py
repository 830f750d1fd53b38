"""Which values of a form a draft keeps, and how they are put back into it."""

from collections.abc import Iterable, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field, FileField, HiddenField, PasswordField, SubmitField, TextAreaField

# Never kept: the request's own fields, passwords, files, and fields that say so themselves
# (`is_kept = False`): identity numbers and one-time codes.
TECHNICAL = frozenset({"csrf_token", "form_key"})
SECRET = (PasswordField, FileField, SubmitField)
FEW = 2  # a form with more fields is kept while it is typed

Values = dict[str, list[str]]


def kept_fields(form: Iterable[Field]) -> list[Field]:
    """Return the fields of a form whose values a draft keeps."""
    return [
        field
        for field in form
        if field.name not in TECHNICAL
        and not isinstance(field, SECRET)
        and getattr(field, "is_kept", True)
    ]


def asks_much(form: Iterable[Field]) -> bool:
    """Return whether a form has so much to type that it is kept during typing."""
    asked = [field for field in form if not isinstance(field, (HiddenField, SubmitField))]
    asked = [field for field in asked if field.name != "version"]
    has_prose = any(isinstance(field, TextAreaField) for field in asked)
    return has_prose or len(asked) > FEW


def typed(names: Iterable[str], sent: MultiDict[str, str]) -> Values:
    """Return what was sent of the fields with these names."""
    return {name: sent.getlist(name) for name in names if name in sent}


def fill_in(form: Iterable[Field], values: Mapping[str, list[str]]) -> None:
    """Put kept values into a form; a field that was not kept stays as it is."""
    sent: MultiDict[str, Any] = MultiDict(
        [(name, value) for name, several in values.items() for value in several]
    )
    for field in kept_fields(form):
        field.process(sent, field.data)
