"""Corrections of passwords, phones and names at the desk, with the paper seen and what was.

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

KINDS = ("PASSWORD", "PHONE", "NAME")
ROLES = ("VETERAN", "EMPLOYER", "CLERK", "OFFICER", "LEADER", "ADMIN", "AUDITOR")
PAPERS = ("ID_CARD", "HOUSEHOLD", "DISCHARGE", "LICENCE", "OTHER")
INDEXES = {
    "ix_correction_role_subject_id": ["role", "subject_id"],
    "ix_correction_old_phone_index": ["old_phone_index"],
    "ix_correction_old_name_key": ["old_name_key"],
}


def _enum(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=32)


def upgrade() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", _enum("correctionkind", KINDS), nullable=False),
        sa.Column("role", _enum("role", ROLES), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("old_phone_sealed", sa.String(length=200), nullable=True),
        sa.Column("old_phone_index", sa.String(length=64), nullable=True),
        sa.Column("old_name", sa.String(length=40), nullable=False),
        sa.Column("old_name_key", sa.String(length=80), nullable=False),
        sa.Column("paper", _enum("paper", PAPERS), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seal_row", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name="fk_correction_by_id_account"),
        sa.PrimaryKeyConstraint("id", name="pk_correction"),
    )
    for name, columns in INDEXES.items():
        op.create_index(name, "correction", columns)


def downgrade() -> None:
    op.drop_table("correction")
