"""包吃住 is lodging.

Revision ID: 0012
Revises: 0011
"""

from migrations.renaming import rename

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    rename("vacancy", columns={"has_board": "has_lodging"})
    rename("veteran", columns={"wants_board": "wants_lodging"})


def downgrade() -> None:
    rename("veteran", columns={"wants_lodging": "wants_board"})
    rename("vacancy", columns={"has_lodging": "has_board"})
