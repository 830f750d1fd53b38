"""The database for a child process that only reads: no features, no pages, no keys."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from core.db import db, engine_options, prepare_engine

REFUSE_WRITES = {
    "sqlite": ("PRAGMA query_only=ON",),
    "postgresql": (
        "SET default_transaction_read_only = on",
        "SET idle_in_transaction_session_timeout = 0",  # a reader computes long between its queries
    ),
}


def address() -> str:
    """Return the URL of the present database, password included: pass it through a pipe only."""
    return db.engine.url.render_as_string(hide_password=False)


@contextmanager
def reading(url: str) -> Iterator[None]:
    """Read a database inside the block; each write in it fails."""
    app = Flask("reading")
    app.config.update(SQLALCHEMY_DATABASE_URI=url, SQLALCHEMY_ENGINE_OPTIONS=engine_options(url))
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
        event.listen(db.engine, "connect", _refuse_writes)
        try:
            yield
        finally:
            db.session.remove()
            db.engine.dispose()


def _refuse_writes(connection: Any, _record: Any) -> None:
    for statement in REFUSE_WRITES[db.engine.dialect.name]:
        connection.execute(statement)
    connection.commit()
