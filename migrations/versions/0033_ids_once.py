"""SQLite gives no id a second time: a deleted row's id would name another person's row.

Audit events, links, drafts and the keys of messages refer to rows by id and stay when a row is
deleted. PostgreSQL's sequences give each id once anyway.

Only the text of the table changes, not its rows, so the schema is edited in place as described
in https://www.sqlite.org/lang_altertable.html#otheralter: copying each table would need foreign
keys switched off, which no transaction can do.

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

REUSED, ONCE = "PRIMARY KEY (id)", "PRIMARY KEY (id AUTOINCREMENT)"
COLUMN = "%id INTEGER NOT NULL%"  # only this type may have it
EDIT = """
UPDATE sqlite_master SET sql = replace(sql, :before, :after)
WHERE type = 'table' AND sql LIKE :column AND instr(sql, :before) > 0
"""
# Ids of rows deleted before: an audit event may still name them.
KNOWN = """
INSERT INTO sqlite_sequence (name, seq)
SELECT name, max(id) FROM (
  SELECT subject AS name, subject_id AS id FROM audit_event
  UNION ALL SELECT 'account', actor_id FROM audit_event
)
WHERE id IS NOT NULL AND name IN (SELECT name FROM sqlite_master WHERE instr(sql, :after) > 0)
GROUP BY name
"""


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    # SQLite creates its table of used ids with the first such table, and keeps it.
    op.execute("CREATE TABLE first_once (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT)")
    op.execute("DROP TABLE first_once")
    _edit(REUSED, ONCE)
    op.execute(sa.text(KNOWN).bindparams(after=ONCE))


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    _edit(ONCE, REUSED)
    op.execute("DELETE FROM sqlite_sequence")


def _edit(before: str, after: str) -> None:
    """Replace one text by another in the definition of every table that has it."""
    connection = op.get_bind()
    version = connection.execute(sa.text("PRAGMA schema_version")).scalar_one()
    op.execute("PRAGMA writable_schema = ON")
    op.execute(sa.text(EDIT).bindparams(before=before, after=after, column=COLUMN))
    op.execute(f"PRAGMA schema_version = {version + 1}")  # every connection reads it again
    op.execute("PRAGMA writable_schema = RESET")
