"""Passwords: Argon2id hashes, and the rules for a password that is hard to guess."""

import re
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from core.errors import DomainError
from people.accounts.guessable import LONGEST, cheapest_guess, common_passwords

SHORTEST = 8
LEAST_GUESS = 4  # characters an attacker must still guess who knows all lists, names and dates
OWN_DIGITS = 6  # so many digits in a row of a person's own number give it away
ADVICE = "可以把三四个不相干的词连起来，拼音也行。"
HINT = "至少 8 位。把三四个不相干的词连起来最好记，拼音也行；不要用姓名、生日、手机号。"
SIMPLE = f"密码太简单，请换一个不容易猜到的。{ADVICE}"
COMMON = f"密码太常见，请换一个不容易猜到的。{ADVICE}"
OWN_PHONE = "密码里不要用手机号。"
OWN_IDENTITY = "密码里不要用身份证号和生日。"
SAME_AS_NAME = "密码不要和姓名一样。"
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])[-./ _年月](?=[0-9])")


class Hasher:
    """The Argon2id hasher with this installation's cost, set once when the application is built."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()

    def configure(self, *, memory_kib: int, time_cost: int) -> None:
        """Set the cost (OWASP's floor is 19456 KiB and 2 passes)."""
        self._hasher = PasswordHasher(memory_cost=memory_kib, time_cost=time_cost, parallelism=1)
        dummy_hash.cache_clear()

    def hash(self, password: str) -> str:
        """Return the salted hash of a password."""
        return self._hasher.hash(password)

    def matches(self, hashed: str, password: str) -> bool:
        """Return whether a hash was made from this password."""
        try:
            return self._hasher.verify(hashed, password)
        except (VerifyMismatchError, InvalidHashError):
            return False


hasher = Hasher()


@lru_cache(maxsize=1)
def dummy_hash() -> str:
    """Return a hash of no account: comparing with it takes as long as with a real one."""
    return hasher.hash("nobody's password")


def hash_password(password: str) -> str:
    """Return the salted hash of a password."""
    return hasher.hash(password)


def check_strength(
    password: str, *, name: str = "", phone: str = "", identity: str | None = None
) -> None:
    """Raise DomainError for a password that is too short, too long or easy to guess.

    `name`, `phone` and `identity` (the 18 characters of an identity card) are its owner's.
    """
    fault = _fault(password, name.lower().strip(), phone, identity or "")
    if fault:
        raise DomainError(fault, field="password")


def _fault(password: str, name: str, phone: str, identity: str) -> str:
    if len(password) < SHORTEST:
        return f"密码至少 {SHORTEST} 位。"
    if len(password) > LONGEST:
        return f"密码最多 {LONGEST} 位。"
    if name and password.lower() == name:
        return SAME_AS_NAME
    return _own_number(password, phone, identity) or _easy(password, name)


def _own_number(password: str, phone: str, identity: str) -> str:
    digits = _BETWEEN_DIGITS.sub("", password)
    if _holds_piece(digits, phone):
        return OWN_PHONE
    year, month, day = identity[6:10], identity[10:12], identity[12:14]
    birthdays = (f"{day}{month}{year}", f"{month}{day}{year}", f"{year}{month}{day}")
    return OWN_IDENTITY if any(_holds_piece(digits, one) for one in (identity, *birthdays)) else ""


def _holds_piece(digits: str, number: str) -> bool:
    """Return whether a text holds so many digits in a row of a number."""
    last = len(number) - OWN_DIGITS + 1
    return any(number[start : start + OWN_DIGITS] in digits for start in range(last))


def _easy(password: str, name: str) -> str:
    if password.isdigit():
        return SIMPLE
    if password.lower() in common_passwords():
        return COMMON
    guess = cheapest_guess(password, names=(name,) if len(name) > 1 else ())
    if guess.cost >= LEAST_GUESS:
        return ""
    return COMMON if guess.has_word else SIMPLE
