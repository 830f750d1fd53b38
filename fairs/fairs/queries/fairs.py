"""Queries of fairs themselves: one, lists, those ahead, those whose hour has come."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from core import clock
from core.access import BUREAU_READERS, Role
from core.db import db, found
from core.errors import NotFoundError
from core.years import in_year, years_of
from fairs.fairs.models import Fair, FairMode, FairPaper, FairStatus, PaperKind
from people.accounts.models import Account

SHOWN = (FairStatus.PUBLISHED, FairStatus.RUNNING, FairStatus.ENDED, FairStatus.CLOSED)
COMING = (FairStatus.PUBLISHED, FairStatus.RUNNING)


def get_fair(fair_id: int) -> Fair:
    """Return one fair. Raises NotFoundError."""
    return found(db.session.get(Fair, fair_id))


def fair_for(fair_id: int, viewer: Account | None) -> Fair:
    """Return a fair the viewer may see: the bureau any, others once it is published."""
    fair = get_fair(fair_id)
    if viewer is not None and viewer.role in BUREAU_READERS:
        return fair
    if fair.status not in SHOWN and fair.published_at is None:
        raise NotFoundError
    return fair


def door_fair(fair_id: int, viewer: Account) -> Fair:
    """Return a fair whose check-in the viewer works at: officers all, clerks their township's."""
    fair = get_fair(fair_id)
    if viewer.role is Role.CLERK and fair.township_code != viewer.division_code:
        raise NotFoundError
    return fair


def doors_of(viewer: Account) -> Select[Fair]:
    """Return the query of fairs whose check-in the viewer works at, the newest first."""
    query = fairs().where(Fair.published_at.is_not(None))
    if viewer.role is Role.CLERK:
        query = query.where(Fair.township_code == viewer.division_code)
    return query


def fairs(
    *, year: int | None = None, mode: FairMode | None = None, status: FairStatus | None = None
) -> Select[Fair]:
    """Return the query of fairs, the newest first."""
    query = select(Fair)
    if year is not None:
        query = query.where(in_year(Fair.starts_at, year))
    if mode is not None:
        query = query.where(Fair.mode == mode)
    if status is not None:
        query = query.where(Fair.status == status)
    return query.order_by(Fair.starts_at.desc(), Fair.id.desc())


def years() -> list[int]:
    """Return the years in which there were or will be fairs, the newest first."""
    return years_of(Fair.starts_at)


def coming_fairs() -> Select[Fair]:
    """Return the query of published fairs that are not over, the nearest first."""
    query = select(Fair).where(Fair.status.in_(COMING), Fair.ends_at >= clock.now())
    return query.order_by(Fair.starts_at, Fair.id)


def all_coming() -> list[Fair]:
    """Return every published fair that is not over, the nearest first."""
    return list(db.session.scalars(coming_fairs()))


def due_to_move(now: datetime) -> list[Fair]:
    """Return fairs whose hour to start or to end has come."""
    starts = (Fair.status == FairStatus.PUBLISHED) & (Fair.starts_at <= now)
    ends = (Fair.status == FairStatus.RUNNING) & (Fair.ends_at <= now)
    return list(db.session.scalars(select(Fair).where(starts | ends).order_by(Fair.id)))


def papers_of(fair_id: int) -> dict[PaperKind, FairPaper]:
    """Return the papers of a fair by kind."""
    query = select(FairPaper).options(joinedload(FairPaper.file))
    query = query.where(FairPaper.fair_id == fair_id)
    return {paper.kind: paper for paper in db.session.scalars(query)}


def paper_of(fair_id: int, kind: PaperKind | None) -> FairPaper:
    """Return one paper of a fair. Raises NotFoundError where it was not handed in."""
    if kind is None:
        raise NotFoundError
    return found(papers_of(fair_id).get(kind))
