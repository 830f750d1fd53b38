"""Showing a rule's refusal on the form it came from."""

from core.errors import DomainError
from core.forms import RERAISED, BaseForm

# What another noun calls by one name, forms of this package call by another.
_MOVED = {"phone": "contact_phone", "credentials": "credential_names"}


def show_refusal(form: BaseForm, error: DomainError) -> None:
    """Put a refusal at its field, or at the form's head; what has a page of its own goes there."""
    if isinstance(error, RERAISED):
        raise error
    field = _MOVED.get(error.field or "", error.field)
    form.add_domain_error(DomainError(error.message, field=field))
