"""The day a veteran's present situation was last stated.

Everybody who registers counts as looking for work until they say otherwise, so the status alone
does not tell whether the veteran was asked. A status other than that was stated; its day is that
of the last change of the profile, the nearest there is.

Revision ID: 0038
Revises: 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("veteran", sa.Column("status_stated_on", sa.Date(), nullable=True))
    op.execute(
        "UPDATE veteran SET status_stated_on = date(updated_at)"
        " WHERE employment_status NOT IN ('SEEKING', 'UNKNOWN')"
    )


def downgrade() -> None:
    op.drop_column("veteran", "status_stated_on")
