"""The database for a child process that only reads: no features, no pages, no keys."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from core.db import db, engine_options, prepare_engine

# The last one, since a reader computes long between its queries.
POSTGRES_READS = "-c default_transaction_read_only=on -c idle_in_transaction_session_timeout=0"


def address() -> str:
    """Return the URL of the present database, password included: pass it through a pipe only."""
    return db.engine.url.render_as_string(hide_password=False)


@contextmanager
def reading(url: str) -> Iterator[None]:
    """Read a database inside the block; each write in it fails."""
    app = Flask("reading")
    app.config.update(SQLALCHEMY_DATABASE_URI=url, SQLALCHEMY_ENGINE_OPTIONS=_options(url))
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _refuse_writes)
        try:
            yield
        finally:
            db.session.remove()
            db.engine.dispose()


def _options(url: str) -> dict[str, Any]:
    options = engine_options(url)
    connect = options["connect_args"]
    if "options" in connect:
        connect["options"] += f" {POSTGRES_READS}"
    return options


def _refuse_writes(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA query_only=ON")
