"""How much room each draft takes, so that accounts and all of them together have a limit.

The index holds what the sums need: SQLite would read every draft otherwise.

Revision ID: 0041
Revises: 0040
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    size = sa.Column("size", sa.Integer(), server_default="0", nullable=False)
    op.add_column("form_draft", size)
    op.execute("UPDATE form_draft SET size = length(body_sealed)")
    op.create_index(
        "ix_form_draft_account_id_saved_at_size", "form_draft", ["account_id", "saved_at", "size"]
    )


def downgrade() -> None:
    op.drop_index("ix_form_draft_account_id_saved_at_size", "form_draft")
    op.drop_column("form_draft", "size")
