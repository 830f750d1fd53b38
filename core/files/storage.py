"""Checking, storing and reading uploaded documents (licences, contracts, papers of fairs)."""

import hashlib
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from flask import Response
from sqlalchemy import select

from core.crypto import keyring
from core.db import db
from core.errors import DomainError
from core.files.models import StoredFile
from core.files.names import shown_name
from core.files.whole import write_whole
from core.instance import instance_folder

MAX_BYTES = 5 * 1024 * 1024
# Accepted media types, recognised by the first bytes and never by the name.
KINDS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
WANTED = "请上传照片（JPG、PNG）或 PDF。"
ACCEPT = ".pdf,.jpg,.jpeg,.png"  # endings the browser's file dialog offers


@dataclass(frozen=True)
class Document:
    """A document that passed the checks."""

    name: str
    media_type: str
    data: bytes


def accept_document(stream: BinaryIO, file_name: str, *, field: str = "file") -> Document:
    """Read and check one document.

    Raises DomainError at `field` where it is empty, over 5 MB, or neither PDF, JPEG nor PNG.
    """
    data = stream.read(MAX_BYTES + 1)
    if not data:
        raise DomainError("文件是空的，请检查后再上传。", field=field)
    if len(data) > MAX_BYTES:
        raise DomainError("文件超过 5 MB。请拍小一点，或分开上传。", field=field)
    for magic, media_type in KINDS:
        if data.startswith(magic):
            return Document(shown_name(file_name), media_type, data)
    raise DomainError(f"这个文件系统不收。{WANTED}", field=field)


def store_document(document: Document, *, by_id: int | None) -> StoredFile:
    """Store a document encrypted on disk and return its row, flushed.

    The file is written first: where the transaction fails, a file without a row remains for
    `sweep_documents`, never a row without its file.
    """
    disk_name = secrets.token_hex(16)
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(folder / disk_name, keyring.seal_bytes(document.data, _place(disk_name)))
    stored = StoredFile(
        name=document.name,
        media_type=document.media_type,
        size=len(document.data),
        digest=hashlib.sha256(document.data).hexdigest(),
        disk_name=disk_name,
        uploaded_by=by_id,
    )
    db.session.add(stored)
    db.session.flush()
    return stored


def read_document(stored: StoredFile) -> bytes:
    """Return the bytes of a document as it was uploaded."""
    return keyring.open_bytes((_folder() / stored.disk_name).read_bytes(), _place(stored.disk_name))


def answer_with(stored: StoredFile) -> Response:
    """Return a response that shows a document in the browser."""
    response = Response(read_document(stored), mimetype=stored.media_type)
    ending = stored.media_type.rpartition("/")[2]
    response.headers["Content-Disposition"] = f'inline; filename="document-{stored.id}.{ending}"'
    return response


def sweep_documents(before: float) -> int:
    """Delete files without a row last written before a time (seconds since 1970).

    Returns how many were deleted.
    """
    known = set(db.session.scalars(select(StoredFile.disk_name)))
    stray = [
        file
        for file in _folder().glob("*")
        if file.name not in known and file.stat().st_mtime < before
    ]
    for file in stray:
        file.unlink(missing_ok=True)
    return len(stray)


def _folder() -> Path:
    return instance_folder("documents")


def _place(disk_name: str) -> str:
    return f"stored_file.data.{disk_name}"
