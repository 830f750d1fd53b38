"""Queries of the check-in desk: who fits the words, and the records that wait for staff."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from core.access import Role
from core.codes import grouped
from core.db import db, found, pairs
from core.errors import NotFoundError
from fairs.fairs.door_words import DoorWords, read_door_words
from fairs.fairs.models import CheckInMethod, DoubtfulNote, Fair, SignUp, SignUpStatus
from fairs.fairs.queries.fairs import doors_of
from fairs.fairs.queries.sign_ups import sign_up_by_code
from people.accounts.models import Account
from people.corrections.queries import had_phone
from people.secrecy.names import name_key
from people.veterans.models import Veteran
from people.veterans.queries import account_holds

MOST_NAMESAKES = 20
NOT_FOUND = "没有找到这个人。"
NO_TAIL = "报名的人里，没有身份证或手机号后四位是 {} 的。没报名的，请用姓名、手机号或身份证号查。"


@dataclass(frozen=True)
class DoorMatches:
    """Who fits the words given at the check-in desk, and by what they were looked up.

    `registered` are known to the platform but not signed up. `why_none` explains to staff why
    nobody fits.
    """

    method: CheckInMethod
    signed_up: tuple[SignUp, ...] = ()
    registered: tuple[Veteran, ...] = ()
    why_none: str = NOT_FOUND

    @property
    def is_empty(self) -> bool:
        """Return whether nobody fits."""
        return not self.signed_up and not self.registered

    @property
    def count(self) -> int:
        """Return how many people fit."""
        return len(self.signed_up) + len(self.registered)

    @property
    def by_code(self) -> SignUp | None:
        """Return the sign-up a code belongs to, which needs no further check."""
        return self.signed_up[0] if self.method is CheckInMethod.QR and self.signed_up else None


def door_matches(fair_id: int, typed: str) -> DoorMatches:
    """Return who fits a code, a number, the last four of a number, or a name with or without one.

    Sign-ups of the fair come first; registered veterans of the whole county follow, since they
    may walk in at any fair.
    """
    words = read_door_words(typed)
    row = sign_up_by_code(fair_id, typed.strip()) or sign_up_by_code(fair_id, words.code)
    if row is not None:
        return DoorMatches(CheckInMethod.QR, (row,))
    if words.fault and not words.name:
        return DoorMatches(CheckInMethod.NAME, why_none=words.fault)
    return _by_facts(fair_id, words)


def _by_facts(fair_id: int, words: DoorWords) -> DoorMatches:
    method = _method(words)
    if method is CheckInMethod.ID_TAIL and not words.name:
        signed_up = tuple(one for one in _signed(fair_id) if _has_tail(one, words.tail))
        return DoorMatches(method, signed_up, why_none=NO_TAIL.format(words.tail))
    people = _registered(words)
    ids = [one.id for one in people]
    signed_up = tuple(_signed(fair_id, SignUp.veteran_id.in_(ids))) if ids else ()
    signed_up += tuple(one for one in _guests(fair_id) if _is_guest(one, words))
    known = {one.veteran_id for one in signed_up}
    return DoorMatches(method, signed_up, tuple(one for one in people if one.id not in known))


def _method(words: DoorWords) -> CheckInMethod:
    if words.id_number:
        return CheckInMethod.ID_NUMBER
    if words.phone:
        return CheckInMethod.PHONE
    return CheckInMethod.ID_TAIL if words.tail else CheckInMethod.NAME


def _registered(words: DoorWords) -> list[Veteran]:
    """Return the registered veterans who have everything the words say."""
    conditions = _conditions(words)
    if not conditions:
        return _with_code(words.code)
    query = select(Veteran).where(*conditions).order_by(Veteran.id).limit(MOST_NAMESAKES)
    people = db.session.scalars(query)
    return [one for one in people if not words.tail or _ends(_numbers(one), words.tail)]


def _with_code(code: str) -> list[Veteran]:
    """Return the veteran whose code of another fair this is."""
    if not code:
        return []
    query = select(Veteran).join(SignUp, SignUp.veteran_id == Veteran.id)
    return list(db.session.scalars(query.where(SignUp.code == grouped(code))))


def _conditions(words: DoorWords) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    key = name_key(words.name)
    if key:
        conditions.append(Veteran.name_key == key)
    if words.id_number:
        conditions.append(Veteran.id_number_index == Veteran.id_number.blind(words.id_number))
    if words.phone:
        present = Veteran.phone_index == Veteran.phone.blind(words.phone)
        conditions.append(present | had_phone(Role.VETERAN, Veteran.id, words.phone))
    return conditions


def _signed(fair_id: int, *more: ColumnElement[bool]) -> list[SignUp]:
    query = select(SignUp).options(joinedload(SignUp.veteran)).order_by(SignUp.id)
    holds = SignUp.status == SignUpStatus.SIGNED
    return list(db.session.scalars(query.where(SignUp.fair_id == fair_id, holds, *more)))


def _guests(fair_id: int) -> list[SignUp]:
    return _signed(fair_id, SignUp.guest_key.is_not(None))


def _is_guest(guest: SignUp, words: DoorWords) -> bool:
    """Return whether a partner bureau's guest has everything the words say."""
    if words.id_number or not (words.name or words.phone):
        return False
    if words.name and name_key(guest.guest_name) != name_key(words.name):
        return False
    numbers = [_guest_phone(guest)]
    if words.phone and words.phone not in numbers:
        return False
    return not words.tail or _ends(numbers, words.tail)


def _has_tail(sign_up: SignUp, tail: str) -> bool:
    veteran = sign_up.veteran
    return _ends(_numbers(veteran) if veteran else [_guest_phone(sign_up)], tail)


def _numbers(veteran: Veteran) -> list[str]:
    return [veteran.id_number or "", veteran.phone or ""]


def _guest_phone(guest: SignUp) -> str:
    return str(json.loads(guest.guest or "{}").get("phone") or "")


def _ends(numbers: Iterable[str], tail: str) -> bool:
    return any(number.endswith(tail) for number in numbers)


def registered_as(phone: str, name: str, id_number: str) -> Veteran | None:
    """Return the profile of a person with this name and this phone or identity number."""
    with_phone = account_holds(phone, name)
    if with_phone is not None or not id_number:
        return with_phone
    index = Veteran.id_number.blind(id_number)
    query = select(Veteran).where(
        Veteran.id_number_index == index, Veteran.name_key == name_key(name)
    )
    return db.session.scalar(query)


def open_notes(fair_id: int) -> list[DoubtfulNote]:
    """Return the records of devices that wait for staff, the oldest first."""
    query = select(DoubtfulNote).where(
        DoubtfulNote.fair_id == fair_id, DoubtfulNote.settled_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(DoubtfulNote.id)))


def open_notes_of(fair_ids: Iterable[int]) -> dict[int, int]:
    """Return how many records of devices wait for staff at each of these fairs."""
    waiting = DoubtfulNote.fair_id.in_(list(fair_ids)), DoubtfulNote.settled_at.is_(None)
    query = select(DoubtfulNote.fair_id, func.count()).where(*waiting)
    return pairs(query.group_by(DoubtfulNote.fair_id))


def count_open_notes(viewer: Account) -> int:
    """Return how many records wait at the check-in desks the viewer works at."""
    fairs = doors_of(viewer).with_only_columns(Fair.id).order_by(None)
    waiting = DoubtfulNote.settled_at.is_(None) & DoubtfulNote.fair_id.in_(fairs)
    return db.session.scalar(select(func.count(DoubtfulNote.id)).where(waiting)) or 0


def doubtful_note(fair_id: int, note_id: int) -> DoubtfulNote:
    """Return one record of a fair that waits for staff. Raises NotFoundError for another fair's."""
    note = found(db.session.get(DoubtfulNote, note_id))
    if note.fair_id != fair_id:
        raise NotFoundError
    return note
