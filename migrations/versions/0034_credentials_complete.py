"""The day a veteran said that the certificates listed are all they have.

Without it a certificate that is not listed is unknown, not lacking. Profiles registered before
have no such day: nobody was asked.

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("veteran", sa.Column("credentials_complete_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("veteran", "credentials_complete_on")
