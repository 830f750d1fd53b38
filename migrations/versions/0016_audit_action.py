"""The audit log names the action; the digest still covers it under its old key.

Revision ID: 0016
Revises: 0015
"""

from migrations.renaming import rename

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    rename("audit_event", columns={"deed": "action"})


def downgrade() -> None:
    rename("audit_event", columns={"action": "deed"})
