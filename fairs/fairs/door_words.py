"""Reader of what is typed, scanned or written on paper at the check-in desk to name a person."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from core import clock
from core.characters import drop_invisible, nfkc
from core.codes import ALPHABET, GROUP, plain_code
from core.errors import DomainError
from core.filters import mask_id, mask_phone
from fairs.fairs.facts import SIGN_UP_GROUPS
from people.secrecy.names import clean_name
from people.secrecy.personal_numbers import normalise_phone, parse_id_number

LONGEST_WORDS = 80
CODE_SIGNS = SIGN_UP_GROUPS * GROUP
PART_OF_NUMBER = (
    "“{}”不是完整的号码：手机号 11 位，身份证号 18 位；只记得一部分的，填姓名加号码后四位。"
)
_BETWEEN = re.compile(r"[\s,，、;；:：/|()]+")
_MOBILE_IN_GROUPS = re.compile(r"(?<![0-9])(1[3-9][0-9])[ -]([0-9]{4})[ -]([0-9]{4})(?![0-9])")
_SERIAL = re.compile(r"[0-9]{1,3}[.。、)）]?")  # of a line on paper: 1. 李大山
_TAIL = re.compile(r"[0-9]{3}[0-9Xx]")
_LABELS = re.compile(r"(?:编号|姓名|身份证号?码?|手机号?码?|电话|(?:后四位|尾号))[:：]?")
_NUMBER = re.compile(r"[0-9]{5,}[Xx]?")


@dataclass(frozen=True)
class DoorWords:
    """What the words say of a person; "" where they say nothing of it.

    `tail` is the last four characters of an identity or phone number. `fault` explains a number
    that cannot be one, for whoever typed it.
    """

    raw: str
    code: str = ""
    id_number: str = ""
    phone: str = ""
    tail: str = ""
    name: str = ""
    fault: str = ""


def read_door_words(typed: str | None) -> DoorWords:
    """Return what was typed, read as a code, a number, a name, or a name with a number.

    Full-width characters, blanks, +86, invisible marks and what a scanner types under a Chinese
    keyboard are understood, by the readers every form uses.
    """
    raw = drop_invisible(nfkc(typed or "")).strip()
    whole = _read_part(_LABELS.sub("", raw).strip())
    if whole.code or whole.id_number or whole.phone or whole.tail:
        return replace(whole, raw=raw)
    return _joined(raw, [_read_part(part) for part in _parts(raw)])


def _parts(raw: str) -> list[str]:
    """Return the words of a line without its serial number and without labels."""
    line = _MOBILE_IN_GROUPS.sub(r"\1\2\3", _LABELS.sub(" ", raw))
    parts = [part for part in _BETWEEN.split(line) if part]
    if len(parts) > 1 and _SERIAL.fullmatch(parts[0]):
        parts = parts[1:]
    return parts


def _read_part(part: str) -> DoorWords:
    id_number = _read(lambda text: parse_id_number(text, today=clock.today()).number, part)
    if id_number:
        return DoorWords(part, id_number=id_number)
    phone = _read(normalise_phone, part)
    if phone:
        return DoorWords(part, phone=phone)
    if _TAIL.fullmatch(part):
        return DoorWords(part, tail=part.upper())
    if _is_code(part):
        return DoorWords(part, code=part)
    if _NUMBER.fullmatch(part):
        return DoorWords(part, fault=_fault(part))
    return DoorWords(part, name=part)


def _is_code(part: str) -> bool:
    """Return whether a word has the signs of a code of today."""
    plain = plain_code(part)
    return len(plain) == CODE_SIGNS and set(plain) <= set(ALPHABET)


def _joined(raw: str, parts: list[DoorWords]) -> DoorWords:
    """Return all the parts say; of a kind that comes twice, the first."""
    found = DoorWords(raw, name=clean_name(" ".join(one.name for one in parts if one.name)))
    for kind in ("code", "id_number", "phone", "tail", "fault"):
        values = [getattr(one, kind) for one in parts if getattr(one, kind)]
        found = replace(found, **{kind: values[0] if values else ""})
    return found


def _read(reader: Callable[[str], str], text: str) -> str:
    try:
        return reader(text)
    except DomainError:
        return ""


def _fault(number: str) -> str:
    """Return why a long number names no one."""
    if len(number) in (15, 17, 18):
        try:
            parse_id_number(number, today=clock.today())
        except DomainError as error:
            return error.message
    return PART_OF_NUMBER.format(number)


def shown_words(words: str | None) -> str:
    """Return words as a page shows them later: a whole number masked."""
    read = read_door_words(words)
    masked = mask_id(read.id_number) if read.id_number else ""
    masked = masked or (mask_phone(read.phone) if read.phone else "")
    return f"{read.name} {masked}".strip() if masked else read.raw
