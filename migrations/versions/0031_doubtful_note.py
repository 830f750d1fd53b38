"""Check-ins of devices that name no one for sure are kept for staff; a wrong clock is marked.

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "doubtful_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("note_key", sa.String(length=64), nullable=False),
        sa.Column("words_sealed", sa.Text(), nullable=True),
        sa.Column("doubt", sa.String(length=32), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("sign_up_id", sa.Integer(), nullable=True),
        sa.Column("seal_row", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_doubtful_note"),
        sa.UniqueConstraint("fair_id", "note_key", name="uq_doubtful_note_fair_id_note_key"),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name="fk_doubtful_note_fair_id_fair"),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name="fk_doubtful_note_by_id_account"),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["account.id"], name="fk_doubtful_note_settled_by_account"
        ),
        sa.ForeignKeyConstraint(
            ["sign_up_id"], ["fair_sign_up.id"], name="fk_doubtful_note_sign_up_id_fair_sign_up"
        ),
    )
    op.create_index("ix_doubtful_note_settled_at", "doubtful_note", ["settled_at"])
    op.create_index("ix_doubtful_note_sign_up_id", "doubtful_note", ["sign_up_id"])
    op.add_column(
        "check_in_note",
        sa.Column("is_time_doubtful", sa.Boolean(), nullable=False, server_default=sa.text("false")),
    )


def downgrade() -> None:
    with op.batch_alter_table("check_in_note") as table:
        table.drop_column("is_time_doubtful")
    op.drop_table("doubtful_note")
