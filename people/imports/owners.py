"""Which office remembers how its sheets are read: the bureau, a township, or one employer's own."""

from core.access import STAFF
from people.accounts.models import Account
from people.divisions.queries import COUNTY


def owner_of(viewer: Account | None) -> str:
    """Return the office of an account; a command that names none works for the bureau."""
    if viewer is None:
        return COUNTY
    return viewer.division_code or COUNTY if viewer.role in STAFF else f"account {viewer.id}"
