"""Leader election: one process holds a lease in the database and renews it in time."""

import os
import secrets
import socket
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from core import clock
from core.db import db, running, transaction
from core.scheduling.models import Lease

NAME = "scheduler"
LIFE = timedelta(seconds=15)


def new_holder() -> str:
    """Return a unique name for this process."""
    return f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"


def take(holder: str, *, now: datetime | None = None, life: timedelta = LIFE) -> bool:
    """Acquire or renew the lease; return whether this process leads until `life` from now.

    By compare-and-set: another process gets it only once it has expired, or where it ends later
    than `life` from now, because its holder's clock was ahead. All processes use the same `life`.
    """
    moment = now or clock.now()
    free = (Lease.holder == holder) | ~running(Lease.held_until, life, at=moment)
    renew = (
        update(Lease)
        .where(Lease.name == NAME, free)
        .values(holder=holder, held_until=moment + life)
    )
    try:
        with transaction(audited=False) as session:
            if session.execute(renew).rowcount:  # type: ignore[attr-defined]
                return True
            if session.get(Lease, NAME) is not None:
                return False
            session.add(Lease(name=NAME, holder=holder, held_until=moment + life))
    except IntegrityError:  # another process inserted the row at the same moment
        return False
    return True


def leads(holder: str) -> bool:
    """Return whether this process holds the lease and it has not expired."""
    db.session.rollback()
    row = db.session.scalar(select(Lease).where(Lease.name == NAME))
    return row is not None and row.holder == holder and row.held_until > clock.now()


def current() -> Lease | None:
    """Return the lease in force, None where no process leads."""
    row = db.session.scalar(select(Lease).where(Lease.name == NAME))
    return row if row is not None and row.held_until > clock.now() else None


def last_seen() -> datetime | None:
    """Return about when a leader last renewed the lease, None where there never was one."""
    row = db.session.scalar(select(Lease).where(Lease.name == NAME))
    return row.held_until - LIFE if row is not None else None


def give_up(holder: str) -> None:
    """Release the lease at a clean end, so that another process need not wait."""
    with transaction(audited=False) as session:
        session.execute(
            update(Lease)
            .where(Lease.name == NAME, Lease.holder == holder)
            .values(held_until=clock.now())
        )
