"""Showing a rule's refusal on the form it came from."""

from core.errors import DomainError, DuplicateSubmissionError, EditConflictError, NotFoundError
from core.forms import BaseForm

OWN_PAGES = (EditConflictError, NotFoundError, DuplicateSubmissionError)
# What another noun calls by one name, forms of this package call by another.
_MOVED = {"phone": "contact_phone", "credentials": "credential_names"}


def show_refusal(form: BaseForm, error: DomainError) -> None:
    """Put a refusal at its field, or at the form's head; what has a page of its own goes there."""
    if isinstance(error, OWN_PAGES):
        raise error
    field = _MOVED.get(error.field or "", error.field)
    form.add_domain_error(DomainError(error.message, field=field))
