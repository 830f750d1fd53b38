"""A known value sealed with each key: wrong keys are seen at the start, not on the first page.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "key_proof",
        sa.Column("key_id", sa.String(40), nullable=False),
        sa.Column("value_sealed", sa.String(200), nullable=False),
        sa.Column("value_index", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("key_id", name="pk_key_proof"),
    )


def downgrade() -> None:
    op.drop_table("key_proof")
