"""Documents an employer hands in for verification: licence, authorisation (条例 第二十六条)."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core import audit, clock
from core.db import db
from core.errors import NotFoundError
from core.files.storage import Document, store_document
from jobs.employers.models import DocumentKind, Employer, EmployerDocument

REQUIRED = (DocumentKind.LICENCE, DocumentKind.AUTHORISATION)


def documents_of(employer_id: int) -> dict[DocumentKind, EmployerDocument]:
    """Return the current documents by kind; replaced ones are left out."""
    query = select(EmployerDocument).options(joinedload(EmployerDocument.file))
    query = query.where(
        EmployerDocument.employer_id == employer_id, EmployerDocument.replaced_at.is_(None)
    )
    return {row.kind: row for row in db.session.scalars(query.order_by(EmployerDocument.id))}


def document_of(employer_id: int, document_id: int) -> EmployerDocument:
    """Return one document of an employer. Raises NotFoundError for another employer's."""
    row = db.session.get(EmployerDocument, document_id)
    if row is None or row.employer_id != employer_id:
        raise NotFoundError
    return row


def missing_documents(employer_id: int) -> list[str]:
    """Return the names of the required documents that were not handed in."""
    there = documents_of(employer_id)
    return [kind.label for kind in REQUIRED if kind not in there]


def hand_in(
    employer: Employer, kind: DocumentKind, document: Document, *, by_id: int
) -> EmployerDocument:
    """Store a document; the earlier one of its kind is replaced and stays on record."""
    before = documents_of(employer.id).get(kind)
    if before is not None:
        before.replaced_at = clock.now()
    stored = store_document(document, by_id=by_id)
    row = EmployerDocument(employer_id=employer.id, kind=kind, file_id=stored.id)
    db.session.add(row)
    db.session.flush()
    audit.record("employer.document", "employer", employer.id, kind=kind.value)
    return row
