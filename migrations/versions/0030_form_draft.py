"""Drafts of every form, not only of a veteran's profile, in one table.

Unsaved answers of profile sections are dropped: each is sealed to its old row. What restores a
deleted record stays where it is.

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "form_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("form", sa.String(length=120), nullable=False),
        sa.Column("typist", sa.String(length=24), nullable=False),
        sa.Column("body_sealed", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seal_row", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_form_draft"),
        sa.UniqueConstraint(
            "account_id", "address", "form", name="uq_form_draft_account_id_address_form"
        ),
    )
    op.create_index("ix_form_draft_saved_at", "form_draft", ["saved_at"])
    op.execute("DELETE FROM profile_draft WHERE section NOT LIKE 'undo:%'")


def downgrade() -> None:
    op.drop_table("form_draft")
