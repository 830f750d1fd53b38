"""A placement keeps who denied it beside the reason, which is no longer cut to make room for it.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

SIDE = sa.Enum("EMPLOYER", "VETERAN", name="side", native_enum=False, length=32)


def upgrade() -> None:
    op.add_column("placement", sa.Column("denied_by", SIDE, nullable=True))


def downgrade() -> None:
    op.drop_column("placement", "denied_by")
