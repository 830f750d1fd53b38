"""One leader among many processes: a lease in the database, kept by renewing it in time."""

import os
import secrets
import socket
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from core import clock
from core.db import db, transaction
from core.scheduling.models import Lease

NAME = "scheduler"
LIFE = timedelta(seconds=15)


def new_holder() -> str:
    """Return a name for this process that no other has."""
    return f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"


def take(holder: str, *, now: datetime | None = None, life: timedelta = LIFE) -> bool:
    """Take the lease or renew it; return whether this process leads until `life` from now.

    Compare-and-set: it changes hands only where the holder is the same or its time is over.
    """
    moment = now or clock.now()
    free = (Lease.holder == holder) | (Lease.held_until <= moment)
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
    except IntegrityError:  # another process made the row in the same moment
        return False
    return True


def leads(holder: str) -> bool:
    """Tell whether the lease is this process's and has not run out."""
    db.session.rollback()
    row = db.session.scalar(select(Lease).where(Lease.name == NAME))
    return row is not None and row.holder == holder and row.held_until > clock.now()


def current() -> Lease | None:
    """Return the lease that holds now, None where nobody leads."""
    row = db.session.scalar(select(Lease).where(Lease.name == NAME))
    return row if row is not None and row.held_until > clock.now() else None


def give_up(holder: str) -> None:
    """Let the lease go at a clean end, so that another process need not wait."""
    with transaction(audited=False) as session:
        session.execute(
            update(Lease)
            .where(Lease.name == NAME, Lease.holder == holder)
            .values(held_until=clock.now())
        )
