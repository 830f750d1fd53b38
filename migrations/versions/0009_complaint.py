"""A veteran's report of a bad vacancy is a complaint; reports are the bureau's figures.

Revision ID: 0009
Revises: 0008
"""

from migrations.renaming import rename

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    rename("post_report", "complaint", {"state": "status"})


def downgrade() -> None:
    rename("complaint", "post_report", {"status": "state"})
