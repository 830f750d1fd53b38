"""What every form has: a CSRF token, a key that is spent once, Chinese messages, a version."""

import secrets
import unicodedata
from collections.abc import Callable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, IntegerField
from wtforms.validators import Optional

from .crypto import Sealed
from .errors import (
    DomainError,
    DuplicateSubmissionError,
    EditConflictError,
    FieldDifference,
    NotFoundError,
    TooManyTriesError,
)
from .filters import mask_phone

PASSED_ON = (EditConflictError, NotFoundError, DuplicateSubmissionError, TooManyTriesError)


def tidy(text: str | None) -> str | None:
    """Return text trimmed and in one writing: full-width digits and letters become half-width."""
    return None if text is None else unicodedata.normalize("NFKC", text).strip()


class BaseForm(FlaskForm):  # type: ignore[misc]
    """A form that changes something. Rules that need the database live in operations."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Chinese messages, and no field outside the class is ever read."""

        locales = ("zh",)

    form_key = HiddenField(default=lambda: secrets.token_urlsafe(16))

    def add_domain_error(self, error: DomainError) -> None:
        """Show a rule's refusal at its field, or at the head of the form.

        What is no fault of the input (a lost race, a row not there) is raised again: it has a
        page of its own.
        """
        if isinstance(error, PASSED_ON):
            raise error
        field = self[error.field] if error.field and error.field in self else None
        if field is None:
            self.form_errors.append(error.message)
        else:
            field.errors = [*field.errors, error.message]

    def all_errors(self) -> list[tuple[str, str]]:
        """Return (field id, message) in the form's order; "" where no field is at fault."""
        found = [("", str(message)) for message in self.form_errors]
        for field in self:
            found.extend((field.id, str(message)) for message in _flat(field.errors))
        return found


class VersionedForm(BaseForm):
    """A form over a row people edit: it carries the version it was opened with."""

    version = IntegerField(validators=[Optional()])

    def check_version(self, row: Any, show: Callable[[Field, Any], str] | None = None) -> None:
        """Refuse to save over somebody else's change; the error names both values.

        Only a version that was sent counts, not the one a form took from its row.
        """
        if self.version.raw_data and self.version.data == row.version:
            return
        differences = list(_differences(self, row, show or _plain))
        raise EditConflictError(differences, version=row.version)


def _differences(form: BaseForm, row: Any, show: Callable[[Field, Any], str]) -> Any:
    for field in form:
        if isinstance(field, HiddenField) or field.name in ("version", "csrf_token", "submit"):
            continue
        if not hasattr(row, field.name):
            continue
        theirs, yours = show(field, getattr(row, field.name)), show(field, field.data)
        sealed = _is_sealed(row, field.name)
        if theirs == yours or (sealed and not yours):  # a number left empty stays as it is
            continue
        if sealed:
            theirs, yours = mask_phone(theirs), mask_phone(yours)
        yield FieldDifference(field.label.text, theirs, yours)


def _is_sealed(row: Any, name: str) -> bool:
    """Tell whether a value lies sealed: such a number is not shown whole by the way."""
    return isinstance(getattr(type(row), name, None), Sealed)


def _plain(field: Field, value: Any) -> str:
    """Return what a person would read: the label of a choice, not its code."""
    value = getattr(value, "value", value)
    shown = "" if value is None else str(value)
    choices = getattr(field, "choices", None)
    if choices and not isinstance(choices, dict):
        labels = {str(code): str(label) for code, label, *_ in choices}
        return labels.get(shown, shown)
    if isinstance(value, bool):
        return "是" if value else "否"
    return shown


def _flat(errors: Any) -> list[Any]:
    if isinstance(errors, dict):
        return [message for inner in errors.values() for message in _flat(inner)]
    flat: list[Any] = []
    for error in errors or []:
        flat.extend(_flat(error) if isinstance(error, (dict, list, tuple)) else [error])
    return flat
