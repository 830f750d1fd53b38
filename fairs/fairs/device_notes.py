"""Reader of check-ins that a device recorded offline: one JSON document each."""

from datetime import datetime
from typing import Any

from core.characters import typed
from core.codes import code_in
from core.crypto import SealBrokenError, keyring
from core.page_keys import KeptText, PageKey, new_page_key, open_kept
from core.strict_json import read_json
from fairs.fairs.door_words import LONGEST_WORDS
from fairs.fairs.facts import CheckInRecord

PURPOSE = "check-ins of fair {}"
LONGEST_KEY = 64
MOST_BYTES = 2_000
MOST_KEPT = 200  # characters of a document that cannot be read
UNREADABLE = "这一条记录读不出来，请问当时签到的人。"
TOO_LONG = f"这一条太长，签到只认编号、姓名和号码（{LONGEST_WORDS} 字以内）。"
NO_WORDS = "这一条没有写是谁。"


def door_key(fair_id: int) -> PageKey:
    """Return a new key for a page of a fair's check-in desk."""
    return new_page_key(PURPOSE.format(fair_id))


def read_record(document: str, fair_id: int) -> CheckInRecord:
    """Return the check-in of a document; one that cannot be read has the reason as its fault."""
    try:
        found = read_json(document, most_bytes=MOST_BYTES)
        key, words = _text(found, "key"), code_in(_words(found, fair_id)) or ""
    except (ValueError, TypeError, KeyError, SealBrokenError):
        return _unreadable(document)
    if not 0 < len(key) <= LONGEST_KEY:
        return _unreadable(document)
    fault = "" if words.strip() else NO_WORDS
    if len(words) > LONGEST_WORDS:
        fault = TOO_LONG
    return CheckInRecord(key, words[:MOST_KEPT], read_moment(found.get("at")), fault)


def read_moment(written: object) -> datetime | None:
    """Return a moment with its zone, None where it cannot be read."""
    try:
        moment = datetime.fromisoformat(str(written or ""))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _words(found: dict[str, Any], fair_id: int) -> str:
    if "sealed" not in found:
        return _text(found, "who")
    kept = KeptText(_text(found, "token"), _text(found, "sealed"))
    return typed(open_kept(kept, PURPOSE.format(fair_id)))


def _text(found: Any, name: str) -> str:
    value = found[name]
    if not isinstance(value, str):
        raise TypeError(name)
    return value


def _unreadable(document: str) -> CheckInRecord:
    """Return the record of a document nobody can read: its own text is what staff get."""
    key = keyring.blind(document, "unreadable check-in")
    return CheckInRecord(key, typed(document)[:MOST_KEPT], None, UNREADABLE)
