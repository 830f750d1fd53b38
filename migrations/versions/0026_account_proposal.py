"""Changes of the accounts of admins, auditors and leaders wait for a second person.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

CHANGES = ("CREATE", "RESET", "DEACTIVATE", "ACTIVATE")
STATUSES = ("WAITING", "CONFIRMED", "REFUSED")
ROLES = ("VETERAN", "EMPLOYER", "CLERK", "OFFICER", "LEADER", "ADMIN", "AUDITOR")


def _enum(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=32)


def _account_key(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["account.id"], name=f"fk_account_proposal_{column}_account"
    )


def upgrade() -> None:
    op.create_table(
        "account_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change", _enum("proposedchange", CHANGES), nullable=False),
        sa.Column("status", _enum("proposalstatus", STATUSES), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("role", _enum("role", ROLES), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("phone_sealed", sa.String(length=200), nullable=False),
        sa.Column("half_sealed", sa.String(length=200), nullable=True),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seal_row", sa.String(length=32), nullable=False),
        _account_key("account_id"),
        _account_key("proposed_by"),
        _account_key("decided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_account_proposal"),
    )
    op.create_index("ix_account_proposal_status", "account_proposal", ["status"])
    op.create_index("ix_account_proposal_account_id", "account_proposal", ["account_id"])


def downgrade() -> None:
    op.drop_table("account_proposal")
