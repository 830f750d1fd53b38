"""Passwords: Argon2id hashes, and the rules for a password that is hard to guess."""

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from core.errors import DomainError

SHORTEST = 8
LONGEST = 128
# Words an attacker tries first here, beside digits in a row.
EASY_WORDS = ("password", "passwd", "qwerty", "abcdef", "admin", "huaiyuan", "tuiyi", "laobing")
EASY_RUNS = ("0123456789", "9876543210", "abcdefghij", "1111111111", "8888888888", "6666666666")


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


def check_strength(password: str, *, name: str = "", phone: str = "") -> None:
    """Raise DomainError for a password that is too short, too long or easy to guess."""
    lowered = password.lower()
    if len(password) < SHORTEST:
        raise DomainError(f"密码至少 {SHORTEST} 位。", field="password")
    if len(password) > LONGEST:
        raise DomainError(f"密码最多 {LONGEST} 位。", field="password")
    if len(set(password)) < 4 or any(lowered in run * 2 for run in EASY_RUNS):
        raise DomainError("密码太简单，请换一个不容易猜到的。", field="password")
    if any(lowered.strip("0123456789!@#.") == word for word in EASY_WORDS):
        raise DomainError("密码太常见，请换一个不容易猜到的。", field="password")
    if phone and phone in password:
        raise DomainError("密码里不要用手机号。", field="password")
    if name and lowered == name.lower():
        raise DomainError("密码不要和姓名一样。", field="password")
