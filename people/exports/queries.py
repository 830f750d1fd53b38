"""Reads of exports: the lists a role may export, an account's own runs."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select

from core.db import db, found
from core.errors import NotFoundError
from core.features import installed
from people.accounts.models import Account
from people.exports.models import ExportRun, ExportStatus
from sheets.exporting import ListExport


def get_list(key: str) -> ListExport:
    """Return a list by its key. Raises NotFoundError where no feature declares it."""
    for listing in installed().exports:
        if listing.key == key:
            return listing  # type: ignore[no-any-return]
    raise NotFoundError


def lists_of(viewer: Account) -> list[ListExport]:
    """Return the lists a viewer may export."""
    return [one for one in installed().exports if viewer.role in one.roles]


def list_for(key: str, viewer: Account) -> ListExport:
    """Return a list by its key. Raises NotFoundError where the viewer may not export it."""
    listing = get_list(key)
    if viewer.role not in listing.roles:
        raise NotFoundError
    return listing


def own_runs(viewer: Account) -> Select[ExportRun]:
    """Return the query of a viewer's own exports, the newest first."""
    return select(ExportRun).where(ExportRun.by_id == viewer.id).order_by(ExportRun.id.desc())


def own_run(run_id: int, viewer: Account) -> ExportRun:
    """Return one of a viewer's own exports. Raises NotFoundError."""
    return found(db.session.scalar(own_runs(viewer).where(ExportRun.id == run_id)))


def kept_runs(before: datetime | None = None) -> Sequence[ExportRun]:
    """Return the exports whose files are kept, those finished before a moment if it is given."""
    query = select(ExportRun).where(ExportRun.file_id.is_not(None))
    if before is not None:
        query = query.where(ExportRun.finished_at < before)
    return db.session.scalars(query.order_by(ExportRun.id)).all()


def runs_under_way(by_id: int | None = None) -> Sequence[ExportRun]:
    """Return the exports that have neither finished nor failed, of all or of one account."""
    query = select(ExportRun).where(ExportRun.status == ExportStatus.RUNNING)
    if by_id is not None:
        query = query.where(ExportRun.by_id == by_id)
    return db.session.scalars(query.order_by(ExportRun.id)).all()
