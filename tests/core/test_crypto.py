"""Encrypted values can be decrypted only at their place and reveal nothing in the table."""

import stat
from pathlib import Path

import pytest

from core.config import Secrets
from core.crypto import Keyring, SealBrokenError


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    ring = Keyring()
    ring.load(Secrets.load(tmp_path / "keys.json"))
    return ring


def test_a_value_is_decrypted_at_its_place(keyring):
    token = keyring.seal("340321190001010013", "veteran.id_number.a")

    assert keyring.open(token, "veteran.id_number.a") == "340321190001010013"


@pytest.mark.parametrize(
    "elsewhere", ["veteran.id_number.b", "veteran.phone.a", "account.id_number.a"]
)
def test_a_value_moved_to_another_place_is_refused(keyring, elsewhere):
    token = keyring.seal("340321190001010013", "veteran.id_number.a")

    with pytest.raises(SealBrokenError):
        keyring.open(token, elsewhere)


def test_a_changed_byte_is_refused(keyring):
    token = keyring.seal("13900000000", "veteran.phone.a")
    broken = token[:-3] + ("A" if token[-3] != "A" else "B") + token[-2:]

    with pytest.raises(SealBrokenError):
        keyring.open(broken, "veteran.phone.a")


def test_the_same_value_is_encrypted_differently_each_time(keyring):
    assert keyring.seal("一样", "t.c.r") != keyring.seal("一样", "t.c.r")


def test_ciphertext_begins_with_algorithm_and_key_id(keyring):
    assert keyring.seal("x", "t.c.r").startswith("a1.k1.")


def test_an_unknown_key_is_refused(keyring):
    token = keyring.seal("x", "t.c.r").replace(".k1.", ".k9.")

    with pytest.raises(SealBrokenError, match="no key k9"):
        keyring.open(token, "t.c.r")


def test_lookup_hashes_differ_by_purpose_and_are_stable(keyring):
    assert keyring.blind("139", "phone") == keyring.blind("139", "phone")
    assert keyring.blind("139", "phone") != keyring.blind("139", "id_number")


def test_only_the_owner_may_read_the_key_file(tmp_path):
    path = tmp_path / "deep" / "keys.json"

    first = Secrets.load(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Secrets.load(path) == first
    assert [entry.name for entry in path.parent.iterdir()] == ["keys.json"]
