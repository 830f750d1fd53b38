"""Lists for the desk: filtered, searched, and waiting to be verified."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, extract, func, select

from core import clock
from core.access import COUNTY_READERS
from core.db import db
from core.errors import DomainError
from people.accounts.models import Account
from people.secrecy.personal_numbers import normalise_phone, parse_id_number
from people.veterans.models import (
    CredentialRecord,
    EmploymentStatus,
    Verification,
    Veteran,
)

MOST_FOUND = 50


@dataclass(frozen=True)
class Listing:
    """What a list is narrowed to; None and "" leave a filter open."""

    township: str = ""
    verification: Verification | None = None
    status: EmploymentStatus | None = None
    retired_year: int | None = None
    credential: str = ""

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the filters that are set."""
        found: list[ColumnElement[bool]] = []
        if self.township:
            found.append(Veteran.township_code == self.township)
        if self.verification is not None:
            found.append(Veteran.verification == self.verification)
        if self.status is not None:
            found.append(Veteran.employment_status == self.status)
        if self.retired_year is not None:
            year = self.retired_year
            found.append(Veteran.retired_on.between(date(year, 1, 1), date(year, 12, 31)))
        if self.credential:
            held = CredentialRecord.veteran_id == Veteran.id
            found.append(exists().where(held, CredentialRecord.key == self.credential))
        return found


def in_scope(viewer: Account) -> ColumnElement[bool]:
    """Return the condition under which a viewer's lists stand."""
    if viewer.role in COUNTY_READERS:
        return Veteran.id.is_not(None)
    return Veteran.township_code == (viewer.division_code or "-")


def listed(viewer: Account, listing: Listing) -> Select[Any]:
    """Return the query of the profiles a viewer's list shows, last changed first."""
    query = select(Veteran).where(in_scope(viewer), *listing.conditions())
    return query.order_by(Veteran.updated_at.desc(), Veteran.id.desc())


def waiting_for_verification(viewer: Account) -> Select[Any]:
    """Return the query of the profiles nobody has verified yet, the longest waiting first."""
    query = select(Veteran).where(in_scope(viewer), Veteran.verification == Verification.UNVERIFIED)
    return query.order_by(Veteran.created_at, Veteran.id)


def count_waiting(viewer: Account) -> int:
    """Return how many profiles wait to be verified."""
    query = select(func.count()).select_from(waiting_for_verification(viewer).subquery())
    return db.session.scalar(query) or 0


def find_by_words(viewer: Account, words: str) -> Sequence[Veteran]:
    """Return the profiles a name, a phone number or an identity number finds, at most 50.

    Numbers are looked up whole by their keyed hash; a name may be a part of one.
    """
    query = select(Veteran).where(in_scope(viewer), _means(words))
    return db.session.scalars(query.order_by(Veteran.name, Veteran.id).limit(MOST_FOUND)).all()


def _means(words: str) -> ColumnElement[bool]:
    number = _read(_id_number, words)
    if number:
        return Veteran.id_number_index == Veteran.id_number.blind(number)
    phone = _read(normalise_phone, words)
    if phone:
        return Veteran.phone_index == Veteran.phone.blind(phone)
    return Veteran.name.contains(words, autoescape=True)


def _read(reader: Callable[[str], str], words: str) -> str:
    try:
        return reader(words)
    except DomainError:
        return ""


def _id_number(words: str) -> str:
    return parse_id_number(words, today=clock.today()).number


def retired_years(viewer: Account) -> list[int]:
    """Return the years people of this viewer's lists retired in, latest first."""
    year = extract("year", Veteran.retired_on)
    query = select(year).where(in_scope(viewer), Veteran.retired_on.is_not(None)).distinct()
    return sorted((int(found) for found in db.session.scalars(query)), reverse=True)
