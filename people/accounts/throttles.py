"""How often passwords may be tried: only failures count, and nobody locks out anybody else.

A right password gives its try back. A browser that has signed in with a phone before has a limit
of its own for that phone, which strangers on its network, or everywhere, cannot use up.
"""

from core import client_addresses
from core.errors import TooManyTriesError
from core.throttle import Limit

QUARTER = 15 * 60
PER_ACCOUNT = Limit("sign-in account", tries=5, window_seconds=QUARTER)
# A whole office, a fair or a carrier may be behind one address: it is slowed, never shut out.
PER_ADDRESS = Limit("sign-in address", tries=60, window_seconds=QUARTER, then_every=10)
GLOBAL = Limit("sign-in global", tries=1000, window_seconds=5 * 60)
KNOWN_BROWSER = Limit("sign-in known browser", tries=5, window_seconds=QUARTER)
OWN_PER_SESSION = Limit("own password session", tries=5, window_seconds=QUARTER)
OWN_PER_ACCOUNT = Limit("own password account", tries=20, window_seconds=QUARTER)

Counted = tuple[tuple[Limit, str], ...]


def count_sign_in(phone: str, address: str | None, *, is_known: bool) -> Counted:
    """Count one sign-in before anything is compared; return what to give back if it succeeds.

    Each count commits by itself. Raises TooManyTriesError. The account's counter includes the
    network, so nobody can lock a person out from another network. An address counts against all
    tries of the county only as long as it is within its own: it cannot use those up alone.
    """
    if is_known:
        try:
            KNOWN_BROWSER.count(phone)
        except TooManyTriesError:
            pass  # what a visitor may do is left to them
        else:
            return ((KNOWN_BROWSER, phone),)
    person, client = (
        f"{phone} {client_addresses.network(address)}",
        client_addresses.client(address),
    )
    PER_ACCOUNT.count(person)
    counted: Counted = ((PER_ACCOUNT, person), (PER_ADDRESS, client))
    if PER_ADDRESS.count(client) > PER_ADDRESS.tries:
        return counted
    GLOBAL.count("all")
    return (*counted, (GLOBAL, "all"))


def count_own_password(account_id: int, session_id: int) -> Counted:
    """Count one try to enter the own password; return what to give back if it is right.

    Raises TooManyTriesError: whoever holds a session may be no one who knows the password.
    """
    OWN_PER_SESSION.count(str(session_id))
    OWN_PER_ACCOUNT.count(str(account_id))
    return ((OWN_PER_SESSION, str(session_id)), (OWN_PER_ACCOUNT, str(account_id)))


def give_back(counted: Counted) -> None:
    """Take a successful try off each counter it was counted in."""
    for limit, name in counted:
        limit.give_back(name)
