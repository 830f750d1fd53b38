"""Where a veteran lives: a village or community of their township.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "residence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("veteran_id", sa.Integer(), nullable=False),
        sa.Column("village_code", sa.String(length=12), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["set_by"], ["account.id"], name="fk_residence_set_by_account"),
        sa.ForeignKeyConstraint(
            ["veteran_id"], ["veteran.id"], name="fk_residence_veteran_id_veteran"
        ),
        sa.ForeignKeyConstraint(
            ["village_code"], ["division.code"], name="fk_residence_village_code_division"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_residence"),
        sa.UniqueConstraint("veteran_id", name="uq_residence_veteran_id"),
    )
    op.create_index("ix_residence_village_code", "residence", ["village_code"])


def downgrade() -> None:
    op.drop_table("residence")
