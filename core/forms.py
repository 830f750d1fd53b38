"""The base of all forms: saving in one transaction, form key, Chinese messages, versions."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField, IntegerField
from wtforms.validators import Length, Optional, StopValidation, ValidationError

from lexicon.characters import nfkc

from . import idempotency
from .crypto import Sealed
from .db import transaction
from .drafts import saving
from .errors import (
    DomainError,
    DuplicateSubmissionError,
    EditConflictError,
    FieldDifference,
    NotFoundError,
    TooManyTriesError,
    too_long,
)
from .filters import day, mask_id, mask_phone

CHANGED_SINCE = "您看过以后，这条资料又改过了。下面是现在的内容，请看一遍再决定。"
RERAISED = (EditConflictError, NotFoundError, DuplicateSubmissionError, TooManyTriesError)


def tidy(text: str | None) -> str | None:
    """Return text trimmed, with full-width digits and letters made half-width."""
    return None if text is None else nfkc(text).strip()


class Longest(Length):  # type: ignore[misc]
    """Refuse a text that is too long and end the chain: nothing else reads such a text."""

    def __call__(self, form: Any, field: Field) -> None:
        """Stop the validation of the field where its text is too long."""
        try:
            super().__call__(form, field)
        except ValidationError as error:
            raise StopValidation(str(error)) from error


def longest(characters: int, message: str = "") -> Longest:
    """Return the validator of a text's length; lengths are defined in forms only.

    It comes before every validator that reads the text.
    """
    return Longest(max=characters, message=message or too_long(characters))


def by_rule(rule: Callable[[Any], Any]) -> Callable[[Any, Field], None]:
    """Return the validator of a rule of the domain: its refusal is the field's error.

    A field that has an error already is not checked. Combine it with a validator that stops at
    an empty field, since it passes None on.
    """

    def check(_form: Any, field: Field) -> None:
        if field.errors:
            return
        try:
            rule(field.data)
        except DomainError as error:
            raise StopValidation(error.message) from error

    return check


@dataclass(frozen=True)
class Saved:
    """The message shown once a form is saved, and the page that follows."""

    message: str
    url: str
    category: str = "success"

    def answer(self) -> ResponseReturnValue:
        """Return the redirect to the next page, which shows the message."""
        flash(self.message, self.category)
        return redirect(self.url)


UNSEEN = frozenset(("csrf_token", "form_key", "version"))  # fields that nobody fills in


class BaseForm(FlaskForm):  # type: ignore[misc]
    """A form that changes something. Rules that need the database belong in operations.

    `error_fields` maps the field an operation names in a DomainError to this form's field, where
    that field has another name.
    """

    error_fields: ClassVar[Mapping[str, str]] = {}

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Chinese messages; only fields of the class are read."""

        locales = ("zh",)

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Read what a browser's form sent, which may be nothing: JSON is no form."""
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            wrapped = None if request.is_json else super().wrap_formdata(form, formdata)
            return MultiDict() if wrapped is None and form.is_submitted() else wrapped

        def render_field(self, field: Field, render_kw: dict[str, Any]) -> Any:
            """Render a field without `maxlength`: browsers cut what is pasted, without a word."""
            return super().render_field(field, {"maxlength": False, **render_kw})

    form_key = HiddenField(default=lambda: secrets.token_urlsafe(16))

    def is_submitted(self) -> bool:
        """Return whether the form was sent to be saved; a held form is only shown again."""
        return bool(super().is_submitted()) and idempotency.held() is None

    def save(
        self, operation: Callable[[], Saved | ResponseReturnValue], *, audited: bool = True
    ) -> ResponseReturnValue | None:
        """Validate the form, run the operation in one transaction and return its answer.

        Returns None where there is nothing to save: the form was not sent, its fields do not
        validate, or the operation refused with a DomainError. The errors are then at their
        fields and the view shows the form again with what was typed (`form_page`, `again`).
        The message of `Saved` appears only once the transaction is committed.
        """
        self._explain_held()
        if not self.validate_on_submit():
            return None
        try:
            with transaction(audited=audited):
                answer = operation()
                saving.drop_draft(self)
        except DomainError as error:
            self.add_domain_error(error)
            return None
        return answer.answer() if isinstance(answer, Saved) else answer

    def _explain_held(self) -> None:
        """Give a form that was saved and then sent with other contents a key that is not spent."""
        reason = idempotency.held()
        if reason:
            self.form_key.data = secrets.token_urlsafe(16)
            self.add_domain_error(DomainError(reason))

    def add_domain_error(self, error: DomainError) -> None:
        """Show every refusal of a rule at its field, or at the head of the form.

        Errors not caused by the input (a lost race, a missing row) are raised again: they have
        their own pages.
        """
        if isinstance(error, RERAISED):
            raise error
        for one in (error, *error.others):
            name = self.error_fields.get(one.field or "", one.field)
            if name and name in self:
                self[name].errors = [*self[name].errors, one.message]
            else:
                self.form_errors.append(one.message)

    def shown_fields(self) -> list[Field]:
        """Return the fields people fill in, in order: without token, form key and version."""
        return [field for field in self if field.short_name not in UNSEEN]

    def all_errors(self) -> list[tuple[str, str]]:
        """Return (field id, message) in the form's order; "" where no field is at fault."""
        found = [("", str(message)) for message in self.form_errors]
        for field in self:
            found.extend((field.id, str(message)) for message in _flat(field.errors))
        return found


class ButtonForm(BaseForm):
    """A button without fields; a refusal is shown as a message at the head of the page."""

    def add_domain_error(self, error: DomainError) -> None:
        """Show the refusal as a message, since no page has a place for this form's errors."""
        super().add_domain_error(error)
        for message in self.form_errors:
            flash(message, "error")


def form_page(template: str, form: BaseForm, **context: Any) -> ResponseReturnValue:
    """Return the page of a form: status 422 where it was sent and has errors, else 200."""
    return render_template(template, form=form, **context), 422 if form.errors else 200


def again(page: ResponseReturnValue) -> ResponseReturnValue:
    """Return a page that shows a form or button after a refusal, with status 422."""
    body = page[0] if isinstance(page, tuple) else page
    return (body, 422) if isinstance(body, str) else page


class VersionedForm(BaseForm):
    """A form that edits a row; it sends back the version of the row it was opened with."""

    version = IntegerField(validators=[Optional()])
    masked_fields: ClassVar[frozenset[str]] = (
        frozenset()
    )  # numbers whose stored value is not filled in

    def check_version(self, row: Any, facts: Mapping[str, Any] | None = None) -> None:
        """Refuse to overwrite another user's change; the error holds both values.

        `facts` are the row's present values by field name, for a form that edits a part of a row
        in its own fields; a change of other parts is then no conflict.
        """
        if self._has_seen(row):
            return
        differences = list(_differences(self, row, facts))
        if differences or facts is None:
            raise EditConflictError(differences, version=row.version)

    def require_seen(self, row: Any) -> None:
        """Refuse a decision on a row that changed after the user opened the page.

        The page is shown again with the row's present values; the form keeps what was typed.
        """
        if self._has_seen(row):
            return
        self.version.data, self.version.raw_data = row.version, None
        raise DomainError(CHANGED_SINCE)

    def _has_seen(self, row: Any) -> bool:
        """Return whether the version sent is the row's; the form's own default does not count."""
        return bool(self.version.raw_data) and self.version.data == row.version


def _differences(form: VersionedForm, row: Any, facts: Mapping[str, Any] | None) -> Any:
    for field in form:
        if isinstance(field, HiddenField) or field.name in ("version", "csrf_token", "submit"):
            continue
        if facts is None and not hasattr(row, field.name):
            continue
        present = getattr(row, field.name) if facts is None else facts.get(field.name)
        theirs, yours = _plain(field, present), _plain(field, field.data)
        if field.name in form.masked_fields:
            theirs, yours = "（不显示）", mask_id(yours)
        sealed = field.name in form.masked_fields or _is_sealed(row, field.name)
        if theirs == yours or (sealed and not yours):  # a number left empty stays as it is
            continue
        if _is_sealed(row, field.name):
            theirs, yours = mask_phone(theirs), mask_phone(yours)
        yield FieldDifference(field.label.text, theirs, yours)


def _is_sealed(row: Any, name: str) -> bool:
    """Return whether a value is stored encrypted; such a number is never shown in full here."""
    return isinstance(getattr(type(row), name, None), Sealed)


def _plain(field: Field, value: Any) -> str:
    """Return a value in readable form: the label of a choice, not its code."""
    value = getattr(value, "value", value)
    if isinstance(value, list):
        return "、".join(_plain(field, one) for one in value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    shown = "" if value is None else str(value)
    choices = getattr(field, "choices", None)
    if choices and not isinstance(choices, dict):
        labels = {str(code): str(label) for code, label, *_ in choices}
        return labels.get(shown, shown)
    return shown


def _flat(errors: Any) -> list[Any]:
    if isinstance(errors, dict):
        return [message for inner in errors.values() for message in _flat(inner)]
    flat: list[Any] = []
    for error in errors or []:
        flat.extend(_flat(error) if isinstance(error, (dict, list, tuple)) else [error])
    return flat
