"""Employers as a partner's packages name them: matched to a local one only by staff.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None
NAME = "partner_employer"


def upgrade() -> None:
    op.create_table(
        NAME,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("credit_code", sa.String(18), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("local_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        _key("partner_id", "partner_bureau"),
        _key("employer_id", "employer"),
        _key("local_id", "employer"),
        _key("decided_by", "account"),
        sa.PrimaryKeyConstraint("id", name="pk_partner_employer"),
        sa.UniqueConstraint(
            "partner_id", "credit_code", "name", name="uq_partner_employer_partner_id_credit_code_name"
        ),
    )
    for column in ("partner_id", "employer_id", "local_id"):
        op.create_index(f"ix_{NAME}_{column}", NAME, [column])


def _key(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{NAME}_{column}_{table}"
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name)


def downgrade() -> None:
    op.drop_table(NAME)
