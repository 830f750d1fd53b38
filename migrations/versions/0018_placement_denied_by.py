"""A placement keeps who denied it beside the reason, which is no longer cut to make room for it.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

SIDE = sa.Enum("EMPLOYER", "VETERAN", name="side", native_enum=False, length=32)


def upgrade() -> None:
    op.add_column("placement", sa.Column("denied_by", SIDE, nullable=True))


def downgrade() -> None:
    op.drop_column("placement", "denied_by")
