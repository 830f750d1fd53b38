"""The employers there are, as sheets compare their rows with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from core.db import db
from jobs.employers.models import Employer, EmployerMember, EmployerStatus
from sheets.queries import CHUNK

# What a sheet can state about an employer; the contact's number is encrypted, so never compared.
COMPARED = (
    "industry",
    "staffing",
    "introduction",
    "division_code",
    "address",
    "legal_person",
    "is_veteran_run",
    "contact_name",
)


@dataclass(frozen=True)
class Known:
    """An employer that is in the database already; `values` where they were asked for."""

    id: int
    credit_code: str | None
    status: EmployerStatus
    version: int = 1
    name: str = ""
    has_account: bool = False
    has_phone: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class EmployerBook:
    """All employers by name key and by credit code."""

    by_key: dict[str, list[Known]] = field(default_factory=dict)
    by_code: dict[str, Known] = field(default_factory=dict)

    def find(self, key: str, code: str | None) -> Known | None:
        """Return the employer of a row: by code, else by name unless the codes differ.

        Of several with one name the verified one counts, then the oldest.
        """
        if code in self.by_code:
            return self.by_code[code]
        for known in self.by_key.get(key, []):
            if not code or not known.credit_code:
                return known
        return None


def employer_book(*, has_values: bool = False) -> EmployerBook:
    """Return the book of all employers; `has_values`: with what a sheet can state about each."""
    book = EmployerBook()
    members = set(db.session.scalars(select(EmployerMember.employer_id))) if has_values else set()
    compared = COMPARED if has_values else ()
    columns = [getattr(Employer, key) for key in compared]
    query = select(
        Employer.id,
        Employer.name,
        Employer.name_key,
        Employer.credit_code,
        Employer.status,
        Employer.version,
        Employer.contact_phone_sealed.is_not(None).label("has_phone"),
        *columns,
    ).order_by(Employer.status != EmployerStatus.VERIFIED, Employer.id)
    for row in db.session.execute(query.execution_options(yield_per=CHUNK)):
        known = Known(
            row.id,
            row.credit_code,
            row.status,
            row.version,
            row.name,
            row.id in members,
            row.has_phone,
            {key: getattr(row, key) for key in compared},
        )
        book.by_key.setdefault(row.name_key, []).append(known)
        if row.credit_code:
            book.by_code[row.credit_code] = known
    return book
