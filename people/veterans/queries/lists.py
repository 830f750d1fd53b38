"""Lists for staff: filtered, searched, waiting to be verified."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select

from core import clock
from core.access import COUNTY_READERS, Role
from core.db import db
from core.errors import DomainError
from core.paging import count_of
from core.years import in_year, years_of
from people.accounts.models import Account
from people.corrections.queries import had_name, had_phone
from people.secrecy.names import name_key
from people.secrecy.personal_numbers import normalise_phone, parse_id_number
from people.veterans.models import (
    CredentialRecord,
    EmploymentStatus,
    Verification,
    Veteran,
)

MOST_FOUND = 50  # profiles a search shows


@dataclass(frozen=True)
class Listing:
    """Filters of a list; None and "" do not filter."""

    township: str = ""
    verification: Verification | None = None
    status: EmploymentStatus | None = None
    retired_year: int | None = None
    credential: str = ""

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions of the filters that are set."""
        found: list[ColumnElement[bool]] = []
        if self.township:
            found.append(Veteran.township_code == self.township)
        if self.verification is not None:
            found.append(Veteran.verification == self.verification)
        if self.status is not None:
            found.append(Veteran.employment_status == self.status)
        if self.retired_year is not None:
            found.append(in_year(Veteran.retired_on, self.retired_year))
        if self.credential:
            held = CredentialRecord.veteran_id == Veteran.id
            found.append(exists().where(held, CredentialRecord.key == self.credential))
        return found


def in_scope(viewer: Account) -> ColumnElement[bool]:
    """Return the condition for the profiles a viewer may list."""
    if viewer.role in COUNTY_READERS:
        return Veteran.id.is_not(None)
    return Veteran.township_code == (viewer.division_code or "-")


def listed(viewer: Account, listing: Listing) -> Select[Any]:
    """Return the query of the profiles a viewer's list shows, last changed first."""
    query = select(Veteran).where(in_scope(viewer), *listing.conditions())
    return query.order_by(Veteran.updated_at.desc(), Veteran.id.desc())


def waiting_for_verification(viewer: Account) -> Select[Any]:
    """Return the query of the unverified profiles, the longest waiting first."""
    query = select(Veteran).where(in_scope(viewer), Veteran.verification == Verification.UNVERIFIED)
    return query.order_by(Veteran.created_at, Veteran.id)


def count_waiting(viewer: Account) -> int:
    """Return how many profiles wait to be verified."""
    return count_of(waiting_for_verification(viewer))


def find_by_words(viewer: Account, words: str) -> Sequence[Veteran]:
    """Return the profiles with a name, phone or identity number, at most MOST_FOUND.

    Numbers are compared whole by their keyed hash, names by a part of them; so are a phone and a
    name from before a correction.
    """
    return _found(in_scope(viewer), words)


def find_anywhere(words: str) -> Sequence[Veteran]:
    """Return the profiles of the whole county that `find_by_words` would, for the auditor.

    They read the record of a person, not the person's file.
    """
    return _found(Veteran.id.is_not(None), words)


def _found(scope: ColumnElement[bool], words: str) -> Sequence[Veteran]:
    query = select(Veteran).where(scope, _matches(words))
    return db.session.scalars(query.order_by(Veteran.name, Veteran.id).limit(MOST_FOUND)).all()


def _matches(words: str) -> ColumnElement[bool]:
    number = _read(_id_number, words)
    if number:
        return Veteran.id_number_index == Veteran.id_number.blind(number)
    phone = _read(normalise_phone, words)
    if phone:
        present = Veteran.phone_index == Veteran.phone.blind(phone)
        return present | had_phone(Role.VETERAN, Veteran.id, phone)
    key = name_key(words)  # empty where nothing is left of the words: such a search finds nobody
    if not key:
        return Veteran.id.is_(None)
    present = Veteran.name_key.contains(key, autoescape=True)
    return present | had_name(Role.VETERAN, Veteran.id, key)


def _read(reader: Callable[[str], str], words: str) -> str:
    try:
        return reader(words)
    except DomainError:
        return ""


def _id_number(words: str) -> str:
    return parse_id_number(words, today=clock.today()).number


def retired_years(viewer: Account) -> list[int]:
    """Return the years in which veterans of a viewer's lists retired, latest first."""
    return years_of(Veteran.retired_on, in_scope(viewer))
