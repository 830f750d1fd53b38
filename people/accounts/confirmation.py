"""Whether the person at a signed-in browser entered the password a short while ago.

A session may be left open on a shared computer: what cannot be undone, and what shows numbers in
full, asks for the password again.
"""

from datetime import timedelta

from core import clock
from core.db import db, transaction
from core.parameters.registry import amount_of
from people.accounts import throttles
from people.accounts.models import Account, WebSession
from people.accounts.parameters import CONFIRMED_MINUTES
from people.accounts.passwords import hasher


def is_recent(session_id: int) -> bool:
    """Return whether the password was entered in a session within the minutes the bureau set."""
    row = db.session.get_one(WebSession, session_id)
    minutes = timedelta(minutes=amount_of(CONFIRMED_MINUTES, clock.today()))
    now = clock.now()
    return row.confirmed_at is not None and now - minutes < row.confirmed_at <= now


def confirm(account: Account, session_id: int, password: str) -> bool:
    """Return whether this is the account's password; a right one counts for some minutes.

    Commits by itself, before the transaction of the form. Raises TooManyTriesError.
    """
    counted = throttles.count_own_password(account.id, session_id)
    if not hasher.matches(account.password_hash, password):
        return False
    throttles.give_back(counted)
    with transaction(audited=False) as session:
        session.get_one(WebSession, session_id).confirmed_at = clock.now()
    return True
