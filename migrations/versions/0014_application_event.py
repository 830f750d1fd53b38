"""A line of the history of an application is an event.

Revision ID: 0014
Revises: 0013
"""

from migrations.renaming import rename

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    rename("application_step", "application_event")
    rename("application", columns={"next_step": "next_action"})


def downgrade() -> None:
    rename("application", columns={"next_action": "next_step"})
    rename("application_event", "application_step")
