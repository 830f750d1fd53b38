"""Texts a page keeps in its browser: the server opens them, nobody else does."""

import base64
import os

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.crypto import SealBrokenError
from core.page_keys import KeptText, PageKey, new_page_key, open_kept

pytestmark = pytest.mark.usefixtures("app")


def kept_by(key: PageKey, text: str) -> KeptText:
    """Return a text as a page with this key stores it."""
    nonce = os.urandom(12)
    body = AESGCM(base64.b64decode(key.key)).encrypt(nonce, text.encode(), None)
    return KeptText(key.token, base64.b64encode(nonce + body).decode())


def test_the_server_opens_what_a_page_kept():
    key = new_page_key("door 1")

    assert open_kept(kept_by(key, "李大山"), "door 1") == "李大山"


def test_every_page_has_a_key_of_its_own():
    first, second = new_page_key("door 1"), new_page_key("door 1")

    assert first.token != second.token
    assert first.key != second.key
    assert first.token not in first.key


@pytest.mark.parametrize("sealed", ["", "AAAA", "不是", "A" * 100])
def test_what_no_page_made_is_refused(sealed):
    with pytest.raises(SealBrokenError):
        open_kept(KeptText("token", sealed), "door 1")


def test_another_purpose_or_token_does_not_open_it():
    key = new_page_key("door 1")
    kept = kept_by(key, "李大山")

    for wrong, purpose in ((kept, "door 2"), (KeptText("other", kept.sealed), "door 1")):
        with pytest.raises(SealBrokenError):
            open_kept(wrong, purpose)
