"""Where a row is in its life is its status, in every table.

Revision ID: 0010
Revises: 0009
"""

from migrations.renaming import rename

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = (
    "placement",
    "fair_booking",
    "fair_sign_up",
    "import_batch",
    "arrival_item",
    "outbox_message",
    "model_version",
    "task_run",
)


def upgrade() -> None:
    for table in TABLES:
        rename(table, columns={"state": "status"})


def downgrade() -> None:
    for table in reversed(TABLES):
        rename(table, columns={"status": "state"})
