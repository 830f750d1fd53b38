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
    op.add_column("exchange_package", sa.Column("made", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.execute("ALTER TABLE exchange_package DROP COLUMN made")
