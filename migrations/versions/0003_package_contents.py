"""What a package brought in is remembered, so that it can be taken back whole.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("exchange_package") as batch:
        batch.add_column(sa.Column("made", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    with op.batch_alter_table("exchange_package") as batch:
        batch.drop_column("made")
