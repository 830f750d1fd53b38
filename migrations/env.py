"""Run migrations on the application's database, one process at a time."""

from typing import Any, Literal

from alembic import context
from alembic.operations.ops import MigrationScript
from flask import current_app
from sqlalchemy import Connection, text

from core.db import Base, UtcDateTime

LOCK = "SELECT pg_advisory_xact_lock(hashtext('rongye-migrations'))"


def render_item(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Render UtcDateTime as its database type, so that migrations import no application code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def skip_empty(_context: Any, _revision: Any, directives: list[MigrationScript]) -> None:
    """Write no migration file where the models have not changed."""
    if getattr(current_app.extensions["migrate"], "skip_empty", True):
        script = directives[0]
        if script.upgrade_ops is not None and script.upgrade_ops.is_empty():
            directives[:] = []


def run(connection: Connection) -> None:
    """Migrate under a lock, so that two starting workers do not both create a table."""
    options = dict(current_app.extensions["migrate"].configure_args)
    options.pop("process_revision_directives", None)
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=render_item,
        process_revision_directives=skip_empty,
        # One transaction for all steps, SQLite included (Alembic's default there is one a step):
        # a server that starts at the same time plans its steps only after these are committed.
        transactional_ddl=True,
        **options,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text(LOCK))
        context.run_migrations()


engine = current_app.extensions["sqlalchemy"].engine
with engine.connect().execution_options(writes=True) as opened:
    run(opened)
