"""A consent to show contact details ends with its purpose; applications end in two more ways.

Consents of applications that had failed stayed open: whoever applied again, or was recorded at a
booth, would have shown the employer their name unasked. An older revision does not know the two
statuses; its closest words take their place.

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None
FAILED = "('DECLINED', 'REJECTED', 'WITHDRAWN', 'EXPIRED_NO_REPLY', 'CANCELLED', 'VACANCY_REMOVED')"
OLDER = {"CANCELLED": "WITHDRAWN", "VACANCY_REMOVED": "EXPIRED_NO_REPLY"}
COLUMNS = (
    ("application", "status"),
    ("application", "last_active_status"),
    ("application_event", "status"),
)


def upgrade() -> None:
    op.execute(
        sa.text(
            f"""
            UPDATE contact_consent SET withdrawn_at = CURRENT_TIMESTAMP
            WHERE withdrawn_at IS NULL
              AND NOT EXISTS (
                SELECT 1 FROM application JOIN vacancy ON vacancy.id = application.vacancy_id
                WHERE application.veteran_id = contact_consent.veteran_id
                  AND vacancy.employer_id = contact_consent.employer_id
                  AND application.status NOT IN {FAILED}
              )
              AND NOT EXISTS (
                SELECT 1 FROM placement
                WHERE placement.veteran_id = contact_consent.veteran_id
                  AND placement.employer_id = contact_consent.employer_id
                  AND placement.status <> 'VOID'
              )
            """
        )
    )


def downgrade() -> None:
    for table, column in COLUMNS:
        for status, older in OLDER.items():
            change = sa.text(f"UPDATE {table} SET {column} = :older WHERE {column} = :status")
            op.execute(change.bindparams(older=older, status=status))
