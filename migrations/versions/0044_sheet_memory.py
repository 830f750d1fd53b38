"""An office's sheets are read as the last one with the same headings was.

Revision ID: 0044
Revises: 0043
"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sheet_memory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("noun", sa.String(20), nullable=False),
        sa.Column("owner", sa.String(40), nullable=False),
        sa.Column("headings_hash", sa.String(64), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("fixes", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sheet_memory"),
        sa.UniqueConstraint(
            "noun", "owner", "headings_hash", name="uq_sheet_memory_noun_owner_headings_hash"
        ),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("sheet_memory")
