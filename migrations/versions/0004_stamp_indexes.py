"""What tells whether posts changed is read from an index, not from their texts.

Revision ID: 0004
Revises: 0003
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NAMES = {table: f"ix_{table}_version_updated_at" for table in ("vacancy", "employer")}


def upgrade() -> None:
    for table, name in NAMES.items():
        op.create_index(name, table, ["version", "updated_at"])


def downgrade() -> None:
    for table, name in NAMES.items():
        op.drop_index(name, table)
