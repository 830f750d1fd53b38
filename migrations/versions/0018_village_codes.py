"""Division codes of 12 digits: villages and communities are divisions too.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

# SQLite keeps no lengths, only the words of the table's definition; copying the table instead is
# impossible while others refer to it (sqlite.org/lang_altertable.html, "other kinds of changes").
DEFINITION = """
UPDATE sqlite_master SET sql = replace(sql, 'code VARCHAR({old}) NOT NULL', 'code VARCHAR({new}) NOT NULL')
WHERE type = 'table' AND name = 'division'
"""


def upgrade() -> None:
    _set_length(9, 12)


def downgrade() -> None:
    """Villages go: their codes do not fit."""
    op.execute("DELETE FROM division WHERE level = 'VILLAGE'")
    _set_length(12, 9)


def _set_length(old: int, new: int) -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column("division", "code", type_=sa.String(length=new), existing_nullable=False)
        return
    schema = op.get_bind().exec_driver_sql("PRAGMA schema_version").scalar_one()
    op.execute("PRAGMA writable_schema = ON")
    op.execute(DEFINITION.format(old=old, new=new))
    op.execute(f"PRAGMA schema_version = {schema + 1}")
    op.execute("PRAGMA writable_schema = OFF")
