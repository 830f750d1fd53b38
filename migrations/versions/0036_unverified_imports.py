"""Employers that only a sheet named wait for verification.

An import used to mark every employer it created as verified for half a year, though nobody had
looked at it, and its vacancies were shown as of a verified employer. Such an employer was never
changed since (version 1) and has the moment of its import as that of its verification. It waits
for verification now; its vacancies keep their status and are shown again once it is verified.
The way back is not known: which of them the bureau verified since cannot be told from a sheet's.

Revision ID: 0036
Revises: 0035
"""

from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "UPDATE employer SET status = 'PENDING', code_note = '', verified_at = NULL,"
        " verified_by = NULL, verified_until = NULL"
        " WHERE import_batch_id IS NOT NULL AND status IN ('VERIFIED', 'LAPSED')"
        " AND verified_at = created_at AND code_note LIKE '随批次导入%'"
    )


def downgrade() -> None:
    pass
