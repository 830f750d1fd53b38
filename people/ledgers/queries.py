"""Reads for ledgers: the people there are, and what changed since an import."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from core import looks
from core.db import Base, db
from core.paging import count_of
from people.ledgers.models import LedgerChange
from people.ledgers.parsed import COLUMNS, SEALED, ParsedPerson
from people.secrecy.names import name_key
from people.veterans.models import CredentialRecord, ServiceRecord, Verification, Veteran
from sheets.nouns import Touched, Undoing
from sheets.queries import CHUNK, chunks, pointed_at

PLAIN = tuple(name for name in COLUMNS if name not in SEALED)
OWN = {ServiceRecord.__tablename__, CredentialRecord.__tablename__, LedgerChange.__tablename__}
TOUCHED = "导入后有人改过或用过"


@dataclass(frozen=True)
class Known:
    """A profile that is there: what a row of a ledger is compared with."""

    id: int
    version: int
    has_account: bool
    is_verified: bool
    name_key: str
    phone_index: str
    id_number_index: str | None
    values: Mapping[str, Any]


@dataclass
class PeopleBook:
    """All people by identity number, by name and phone, by name and birth date."""

    by_id: dict[int, Known] = field(default_factory=dict)
    by_number: dict[str, int] = field(default_factory=dict)
    by_phone: dict[tuple[str, str], int] = field(default_factory=dict)
    by_birth: dict[tuple[str, date], int] = field(default_factory=dict)
    services: set[tuple[int, str, date, date]] = field(default_factory=set)
    credentials: set[tuple[int, str]] = field(default_factory=set)

    def numbered(self, parsed: ParsedPerson) -> Known | None:
        """Return the person with the identity number of a row."""
        if parsed.id_number is None:
            return None
        return self._known(self.by_number.get(Veteran.id_number.blind(parsed.id_number)))

    def called(self, parsed: ParsedPerson) -> Known | None:
        """Return the person with the name and phone of a row."""
        if not parsed.phone:
            return None
        mark = name_key(parsed.name), Veteran.phone.blind(parsed.phone)
        return self._known(self.by_phone.get(mark))

    def alike(self, parsed: ParsedPerson) -> Known | None:
        """Return a person of the same name and birth date, who may be another."""
        if parsed.born_on is None:
            return None
        return self._known(self.by_birth.get((name_key(parsed.name), parsed.born_on)))

    def _known(self, veteran_id: int | None) -> Known | None:
        return self.by_id.get(veteran_id) if veteran_id is not None else None


def people_book() -> PeopleBook:
    """Return the book of all people, read in three statements; no number is decrypted."""
    book = PeopleBook()
    shown = [getattr(Veteran, name) for name in PLAIN]
    query = select(
        Veteran.id,
        Veteran.version,
        Veteran.account_id,
        Veteran.verification,
        Veteran.name_key,
        Veteran.phone_index,
        Veteran.id_number_index,
        *shown,
    ).order_by(Veteran.id.desc())  # of two with one mark the oldest counts
    for row in db.session.execute(query.execution_options(yield_per=CHUNK)):
        values = {name: getattr(row, name) for name in PLAIN}
        is_verified = row.verification is Verification.VERIFIED
        known = Known(
            row.id,
            row.version,
            row.account_id is not None,
            is_verified,
            row.name_key,
            row.phone_index,
            row.id_number_index,
            values,
        )
        _enter(book, known)
    _enter_records(book)
    return book


def _enter(book: PeopleBook, known: Known) -> None:
    book.by_id[known.id] = known
    book.by_phone[known.name_key, known.phone_index] = known.id
    if known.id_number_index:
        book.by_number[known.id_number_index] = known.id
    if known.values["born_on"]:
        book.by_birth[known.name_key, known.values["born_on"]] = known.id


def _enter_records(book: PeopleBook) -> None:
    spell = ServiceRecord.branch, ServiceRecord.started_on, ServiceRecord.ended_on
    for veteran_id, branch, first, last in db.session.execute(
        select(ServiceRecord.veteran_id, *spell)
    ):
        book.services.add((veteran_id, branch.value, first, last))
    held = select(CredentialRecord.veteran_id, CredentialRecord.key, CredentialRecord.name)
    book.credentials.update((one, key or name) for one, key, name in db.session.execute(held))


def undoing(batch_id: int) -> Undoing:
    """Return whom an undo deletes or restores, and who stays because they were touched since."""
    ids, touched = touched_people(batch_id)
    return Undoing(sorted(ids - touched), list(touched_rows(sorted(touched))))


def touched_people(batch_id: int, *, own: Set[str] = frozenset()) -> tuple[set[int], set[int]]:
    """Return the people an import created or changed, and which of them were touched since.

    Rows of the tables named in `own` came with the import and do not count.
    """
    created = select(Veteran.id).where(Veteran.import_batch_id == batch_id)
    changed = select(Veteran.id).join(LedgerChange, LedgerChange.veteran_id == Veteran.id)
    changed = changed.where(LedgerChange.import_batch_id == batch_id)
    altered = or_(Veteran.version != 1, Veteran.updated_at != Veteran.created_at)
    touched = set(db.session.scalars(created.where(or_(altered, Veteran.account_id.is_not(None)))))
    touched |= pointed_at(Base.metadata.tables[Veteran.__tablename__], created, but=OWN | own)
    touched |= set(db.session.scalars(changed.where(Veteran.version != LedgerChange.version)))
    return {*db.session.scalars(created), *db.session.scalars(changed)}, touched


def touched_rows(ids: list[int]) -> Iterator[Touched]:
    """Yield the people an undo leaves, by name."""
    for part in chunks(ids):
        query = select(Veteran.id, Veteran.name, Veteran.account_id).where(Veteran.id.in_(part))
        people = db.session.execute(query.order_by(Veteran.id)).all()
        looks.show(people)
        for one in people:
            yield Touched(one.id, one.name, TOUCHED)


def changes_of(batch_id: int, ids: list[int]) -> Iterator[LedgerChange]:
    """Yield what an import changed in these profiles."""
    for part in chunks(ids):
        query = select(LedgerChange).where(
            LedgerChange.import_batch_id == batch_id, LedgerChange.veteran_id.in_(part)
        )
        yield from db.session.scalars(query)


def unasked(batch_id: int) -> int:
    """Return how many people of an import have no account: they agreed to nothing yet."""
    query = select(Veteran.id).where(
        Veteran.import_batch_id == batch_id, Veteran.account_id.is_(None)
    )
    return count_of(query)
