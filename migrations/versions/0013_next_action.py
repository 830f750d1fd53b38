"""What a station does next for a person is a next action.

Revision ID: 0013
Revises: 0012
"""

from migrations.renaming import rename

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    rename("case_step", "next_action", {"step": "action"})


def downgrade() -> None:
    rename("next_action", "case_step", {"action": "step"})
