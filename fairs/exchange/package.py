"""A package between two bureaus: signed by the sender, encrypted with a passphrase.

A file is one JSON object: `format`, `sender` (division code), `salt`, `nonce`, `sealed`
(the contents, AES-256-GCM under scrypt of the passphrase), `signature` (Ed25519 over all of
these). The signature proves who made it; the passphrase, given by phone, keeps it secret.
"""

import base64
import hashlib
import json
import os
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from core.crypto import keyring
from core.errors import DomainError
from core.strict_json import read_json

FORMAT = "rongye-package-1"
MOST_BYTES = 8 * 1024 * 1024
SALT_BYTES, NONCE_BYTES = 16, 12
SHORTEST_PASSPHRASE = 10
TOO_SHORT = f"口令至少 {SHORTEST_PASSPHRASE} 个字。"
_SIGNED = ("format", "sender", "salt", "nonce", "sealed")
_PURPOSE = "exchange signing key"


def own_verify_key() -> str:
    """Return this bureau's public key as partners paste it."""
    raw = (
        _signing_key()
        .public_key()
        .public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    )
    return base64.b64encode(raw).decode()


def fingerprint(verify_key: str) -> str:
    """Return a key as sixteen digits in groups of four, to compare on the telephone."""
    number = int(hashlib.sha256(verify_key.encode()).hexdigest(), 16) % 10**16
    digits = f"{number:016d}"
    return " ".join(digits[start : start + 4] for start in range(0, 16, 4))


def read_verify_key(text: str) -> str:
    """Return a partner's pasted key without blanks.

    Raises DomainError where it is no key, or this bureau's own.
    """
    key = "".join(text.split())
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
    except ValueError as error:
        raise DomainError("这不是对方的公钥，请整段复制再贴。", field="verify_key") from error
    if key == own_verify_key():
        raise DomainError("这是本局自己的公钥，请贴对方的。", field="verify_key")
    return key


def seal_package(contents: dict[str, Any], *, sender: str, passphrase: str) -> bytes:
    """Return the file that holds `contents`."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise DomainError(TOO_SHORT, field="passphrase")
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    plain = json.dumps(contents, ensure_ascii=False, sort_keys=True).encode()
    file = {
        "format": FORMAT,
        "sender": sender,
        "salt": _text(salt),
        "nonce": _text(nonce),
        "sealed": _text(AESGCM(_key(passphrase, salt)).encrypt(nonce, plain, sender.encode())),
    }
    file["signature"] = _text(_signing_key().sign(_signed(file)))
    return json.dumps(file).encode()


def read_file(stream: BinaryIO) -> bytes:
    """Return what an uploaded file holds. Raises DomainError where it is too large."""
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise DomainError("文件太大了，不像是交换包。", field="file")
    return data


def sender_of(data: bytes) -> str:
    """Return the sender a file names. Raises DomainError where it is no package."""
    return str(_parsed(data)["sender"])


def open_package(data: bytes, *, verify_key: str, passphrase: str) -> Any:
    """Return the decrypted contents of a file: any JSON value, not yet checked.

    Raises DomainError: no package, changed on the way, not from this partner, wrong passphrase.
    """
    file = _parsed(data)
    raw = {name: _bytes(file[name]) for name in ("salt", "nonce", "sealed", "signature")}
    if (len(raw["salt"]), len(raw["nonce"])) != (SALT_BYTES, NONCE_BYTES):
        raise _no_package()
    signer = Ed25519PublicKey.from_public_bytes(base64.b64decode(verify_key))
    try:
        signer.verify(raw["signature"], _signed(file))
    except InvalidSignature as error:
        raise DomainError("签名对不上：文件被改过，或者不是这家局发的。", field="file") from error
    cipher = AESGCM(_key(passphrase, raw["salt"]))
    try:
        plain = cipher.decrypt(raw["nonce"], raw["sealed"], file["sender"].encode())
    except InvalidTag as error:
        raise DomainError("口令不对，请打电话问对方。", field="passphrase") from error
    try:
        return read_json(plain, most_bytes=MOST_BYTES)
    except ValueError as error:
        raise _no_package() from error


def _parsed(data: bytes) -> dict[str, str]:
    try:
        file = read_json(data, most_bytes=MOST_BYTES)
    except ValueError as error:
        raise _no_package() from error
    if not isinstance(file, dict) or file.keys() != {*_SIGNED, "signature"}:
        raise _no_package()  # a field that is not signed could be anything
    if file["format"] != FORMAT or not all(isinstance(one, str) for one in file.values()):
        raise _no_package()
    return dict(file)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise _no_package() from error


def _no_package() -> DomainError:
    return DomainError("这不是交换包。请上传对方发来的 .json 文件，不要改名改内容。", field="file")


def _signed(file: dict[str, str]) -> bytes:
    return "\n".join(file[name] for name in _SIGNED).encode()


def _signing_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(keyring.blind(_PURPOSE, _PURPOSE)))


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode())


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
