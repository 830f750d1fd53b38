"""Fictional people whose numbers must never be stored in plain, and the search for them."""

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from flask import Flask
from sqlalchemy import text

from core.db import db
from people.secrecy.personal_numbers import check_character
from tests.support.rows import rows

CHARACTERS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
KEPT_APART = {"keys.json", "template.db"}  # the keys themselves; the tests' empty copy


@dataclass(frozen=True)
class Canary:
    """One person: a name, a phone, a valid identity number and a password."""

    name: str
    phone: str
    id_number: str
    password: str

    @property
    def numbers(self) -> tuple[str, str]:
        """The texts that may be stored nowhere in plain."""
        return self.phone, self.id_number


def make_canaries() -> list[Canary]:
    """Return twenty people."""
    return [canary(number, mark) for number, mark in enumerate(CHARACTERS)]


def canary(number: int, mark: str) -> Canary:
    """Return one person; no two share a number."""
    body = f"340321{1970 + number}0{1 + number % 9}15{number * 7 + 101:03d}"
    id_number = body + check_character(body)
    return Canary(f"雀羽{mark}", f"1395501{number:04d}", id_number, f"feather-{number:02d}-sings")


def disguises(words: str) -> set[bytes]:
    """Return the encodings a file may contain of a text: plain, UTF-16, hex, base64, escaped."""
    plain = words.encode()
    forms = {plain, words.encode("utf-16-le"), words.encode("utf-16-be")}
    forms |= {each.hex().encode() for each in forms} | {plain.hex().upper().encode()}
    forms |= {_base64_inside(plain, shift) for shift in range(3)}
    return forms | {quote(words).encode(), json.dumps(words)[1:-1].encode()}


def _base64_inside(plain: bytes, shift: int) -> bytes:
    """Return the part of a base64 text that depends on `plain` alone, from `shift` of three on."""
    encoded = base64.b64encode(b"\0" * shift + plain).rstrip(b"=")
    is_cut = (len(plain) + shift) % 3 != 0
    return encoded[(0, 2, 3)[shift] : len(encoded) - is_cut]


def found_in(body: bytes, words: Iterable[str]) -> set[str]:
    """Return the texts that a body contains in any encoding."""
    lowered = body.lower()
    return {each for each in words if any(f in body or f in lowered for f in disguises(each))}


def everything_stored(app: Flask) -> bytes:
    """Return every byte the installation stores: its files, and the rows of PostgreSQL."""
    db.session.rollback()
    files = (path for path in Path(app.instance_path).rglob("*") if path.is_file())
    body = b"\0".join(path.read_bytes() for path in files if path.name not in KEPT_APART)
    return body if db.engine.dialect.name == "sqlite" else body + repr(rows()).encode()


def settle_files() -> None:
    """Checkpoint and truncate SQLite's write-ahead log, as happens without load."""
    db.session.remove()
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            busy = connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).scalar()
            assert busy == 0
