"""安置方式 is resettlement: a placement is a job somebody took up.

Revision ID: 0011
Revises: 0010
"""

from migrations.renaming import rename

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    rename("veteran", columns={"placement_mode": "resettlement_mode"})


def downgrade() -> None:
    rename("veteran", columns={"resettlement_mode": "placement_mode"})
