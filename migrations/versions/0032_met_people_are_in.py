"""A person who was met at a booth was at the fair: those without a check-in get one.

The moment is that of their first meeting. Nothing is undone by going back: which check-ins came
from a booth stays written in `check_in_method`.

Revision ID: 0032
Revises: 0031
"""

from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

CHECK_IN = """
UPDATE fair_sign_up
SET checked_in_at = (
        SELECT MIN(met_at) FROM fair_meeting WHERE fair_meeting.sign_up_id = fair_sign_up.id
    ),
    check_in_method = 'BOOTH',
    status = 'SIGNED',
    version = version + 1
WHERE checked_in_at IS NULL
  AND EXISTS (SELECT 1 FROM fair_meeting WHERE fair_meeting.sign_up_id = fair_sign_up.id)
"""


def upgrade() -> None:
    op.execute(CHECK_IN)


def downgrade() -> None:
    """Leave the check-ins; methods that code of before does not know get a name it knows."""
    for column, table in (("check_in_method", "fair_sign_up"), ("method", "check_in_note")):
        newer = f"{column} IN ('BOOTH', 'PHONE', 'ID_NUMBER')"
        op.execute(f"UPDATE {table} SET {column} = 'NAME' WHERE {newer}")
