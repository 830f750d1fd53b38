"""Field encryption: AES-256-GCM bound to table, column and row; keyed hashes for look-up.

`seal` encrypts, `open` decrypts, `blind` gives the lookup hash.
"""

import base64
import hashlib
import hmac
import os
import uuid
from typing import Any, Self, overload

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from .config import Secrets

ALGORITHM = "a1"  # AES-256-GCM, 96-bit random nonce; a new algorithm gets a new mark
NONCE_BYTES = 12


class SealBrokenError(RuntimeError):
    """An encrypted value was changed, moved to another row, or encrypted with an unknown key."""


class Keyring:
    """Encrypts and decrypts values; one per process, filled by `load` in create_app()."""

    def __init__(self) -> None:
        self._secrets: Secrets | None = None

    def load(self, secrets: Secrets) -> None:
        """Use the keys of this installation."""
        self._secrets = secrets

    @property
    def secrets(self) -> Secrets:
        """The loaded keys."""
        if self._secrets is None:
            raise RuntimeError("the keyring is empty: create_app() loads it")
        return self._secrets

    def seal(self, text: str, place: str, *, key_id: str | None = None) -> str:
        """Encrypt `text` so that it can be decrypted only at `place` (table.column.row).

        With the current key, unless `key_id` names another.
        """
        key_id = key_id or self.secrets.current_seal
        body = self._encrypt(text.encode(), key_id, place)
        return f"{ALGORITHM}.{key_id}.{base64.urlsafe_b64encode(body).decode()}"

    def open(self, token: str, place: str) -> str:
        """Decrypt a value. Raises SealBrokenError where it was not encrypted for `place`."""
        algorithm, key_id, payload = token.split(".", 2)
        return self._decrypt(base64.urlsafe_b64decode(payload), (algorithm, key_id), place).decode()

    def seal_bytes(self, data: bytes, place: str) -> bytes:
        """Encrypt a document; the result begins with its algorithm and key id."""
        key_id = self.secrets.current_seal
        return f"{ALGORITHM}.{key_id}.".encode() + self._encrypt(data, key_id, place)

    def open_bytes(self, sealed: bytes, place: str) -> bytes:
        """Decrypt a document. Raises SealBrokenError where it was not encrypted for `place`."""
        algorithm, key_id, raw = sealed.split(b".", 2)
        return self._decrypt(raw, (algorithm.decode(), key_id.decode()), place)

    def _encrypt(self, data: bytes, key_id: str, place: str) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + AESGCM(self.secrets.seals[key_id]).encrypt(nonce, data, place.encode())

    def _decrypt(self, raw: bytes, marks: tuple[str, str], place: str) -> bytes:
        algorithm, key_id = marks
        if algorithm != ALGORITHM or key_id not in self.secrets.seals:
            raise SealBrokenError(f"no key {key_id} for algorithm {algorithm}")
        cipher = AESGCM(self.secrets.seals[key_id])
        try:
            return cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], place.encode())
        except InvalidTag as error:
            raise SealBrokenError(f"value does not belong at {place.rsplit('.', 1)[0]}") from error

    def blind(self, text: str, purpose: str) -> str:
        """Return the lookup hash of `text`: keyed, so it can be searched for but not read."""
        message = f"{purpose}\0{text}".encode()
        return hmac.new(self.secrets.blind, message, hashlib.sha256).hexdigest()


keyring = Keyring()


class Sealable:
    """A table with encrypted columns: `seal_row` identifies a row before it has an id."""

    __tablename__: str
    seal_row: Mapped[str] = mapped_column(String(32), default=lambda: uuid.uuid4().hex)

    def seal_place(self, column: str) -> str:
        """Return the place a value of this row is bound to; a new row gets its `seal_row`."""
        if self.seal_row is None:
            self.seal_row = uuid.uuid4().hex
        return f"{self.__tablename__}.{column}.{self.seal_row}"


class Sealed:
    """An attribute that encrypts on write and decrypts on read.

    `phone = Sealed("phone_sealed", index="phone_index")` takes and returns plain text; only
    ciphertext is stored in `phone_sealed` and only the lookup hash in `phone_index`.
    """

    def __init__(self, column: str, *, index: str | None = None) -> None:
        self.column = column
        self.index = index
        self.name = column

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, row: None, owner: type) -> Self: ...
    @overload
    def __get__(self, row: Sealable, owner: type) -> str | None: ...
    def __get__(self, row: Sealable | None, owner: type) -> Self | str | None:
        if row is None:
            return self
        token: str | None = getattr(row, self.column)
        return None if token is None else keyring.open(token, row.seal_place(self.column))

    def __set__(self, row: Any, value: str | None) -> None:
        place = row.seal_place(self.column)
        setattr(row, self.column, None if value is None else keyring.seal(value, place))
        if self.index:
            setattr(row, self.index, None if value is None else self.blind(value))

    def blind(self, value: str) -> str:
        """Return the lookup hash of a value of this attribute."""
        return keyring.blind(value, self.name)
