"""Keys for what a page has to keep in its browser: the server alone reads it again.

A page gets a token and the key that belongs to it. It encrypts (AES-256-GCM) what it keeps and
stores the token beside it, never the key, which only this installation can make again.
"""

import base64
import binascii
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .crypto import NONCE_BYTES, SealBrokenError, keyring


@dataclass(frozen=True)
class PageKey:
    """A token to be stored, and its key in base64, to be held in the page's memory only."""

    token: str
    key: str


@dataclass(frozen=True)
class KeptText:
    """A text a page encrypted: its token, and nonce and ciphertext together in base64."""

    token: str
    sealed: str


def new_page_key(purpose: str) -> PageKey:
    """Return a new key for one page."""
    token = secrets.token_urlsafe(16)
    return PageKey(token, base64.b64encode(_key(token, purpose)).decode())


def open_kept(kept: KeptText, purpose: str) -> str:
    """Return a text a page kept. Raises SealBrokenError where it was changed or made elsewhere."""
    try:
        raw = base64.b64decode(kept.sealed, validate=True)
        cipher = AESGCM(_key(kept.token, purpose))
        return cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None).decode()
    except (binascii.Error, InvalidTag, ValueError) as error:
        raise SealBrokenError(f"not kept by a page for {purpose}") from error


def _key(token: str, purpose: str) -> bytes:
    return bytes.fromhex(keyring.blind(token, f"page key {purpose}"))
