"""The stored hash of a form recognises it and does not reveal it."""

import hashlib
import io
from pathlib import Path

import pytest
from flask import Flask, request

from core import idempotency
from core.config import Secrets
from core.crypto import Keyring

FORM = {"phone": "19900000001", "password": "good-horse-7"}


@pytest.fixture
def send(tmp_path, monkeypatch):
    """Return a function that hashes a form with an installation's key."""

    def hash_of(data: dict[str, object], *, installation: str = "county") -> str:
        ring = Keyring()
        ring.load(Secrets.load(Path(tmp_path, installation, "keys.json")))
        monkeypatch.setattr(idempotency, "keyring", ring)
        with Flask(__name__).test_request_context("/sign-in", method="POST", data=data):
            return idempotency._body_hash()

    return hash_of


def a_file(contents: bytes) -> tuple[io.BytesIO, str]:
    return io.BytesIO(contents), "岗位.csv"


def test_the_same_form_is_recognised_under_another_key(send):
    assert send(FORM | {"form_key": "a"}) == send(FORM | {"form_key": "b", "csrf_token": "c"})


@pytest.mark.parametrize(
    "other",
    [
        FORM | {"password": "good-horse-8"},
        FORM | {"next": ""},
        {"phone": ["19900000001", "2"], "password": "good-horse-7"},
    ],
)
def test_a_different_form_has_a_different_hash(send, other):
    assert send(FORM) != send(other)


def test_a_password_cannot_be_guessed_from_the_stored_hash(send):
    """The key is not in the database; against a plain hash, words could be tried."""
    plain = "".join(f"{name}\0{FORM[name]}\0" for name in sorted(FORM))

    assert send(FORM) != hashlib.sha256(plain.encode()).hexdigest()
    assert send(FORM) != send(FORM, installation="another county")


def test_another_file_under_the_same_name_is_another_form(send):
    one, same, other = (send({"file": a_file(body)}) for body in (b"a,b", b"a,b", b"a,c"))

    assert one == same != other


def test_a_file_can_be_read_after_it_was_hashed(send):
    with Flask(__name__).test_request_context(method="POST", data={"file": a_file(b"a,b")}):
        upload = request.files["file"]
        upload.stream.read(1)

        assert idempotency._contents_hash(upload) == hashlib.sha256(b"a,b").digest()
        assert upload.stream.read() == b",b"
