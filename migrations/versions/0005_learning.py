"""What was shown and opened, and versions of what lists are made by.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

IN_FORCE = sa.text("state = 'ACTIVE'")
KINDS = sa.Enum("TITLES", "WEIGHTS", name="modelkind", native_enum=False, length=32)
STATES = sa.Enum(
    "DRAFT", "REFUSED", "ACTIVE", "RETIRED", name="modelstate", native_enum=False, length=32
)


def upgrade() -> None:
    op.create_table(
        "impression",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("veteran_id", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("fractions", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["vacancy_id"],
            ["vacancy.id"],
            name=op.f("fk_impression_vacancy_id_vacancy"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["veteran_id"],
            ["veteran.id"],
            name=op.f("fk_impression_veteran_id_veteran"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impression")),
        sa.UniqueConstraint(
            "veteran_id", "vacancy_id", "day", name=op.f("uq_impression_veteran_id_vacancy_id_day")
        ),
    )
    op.create_index(op.f("ix_impression_vacancy_id"), "impression", ["vacancy_id"])
    op.create_index(op.f("ix_impression_day"), "impression", ["day"])
    op.create_table(
        "model_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", KINDS, nullable=False),
        sa.Column("state", STATES, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by"], ["account.id"], name=op.f("fk_model_version_made_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_version")),
    )
    op.create_index(op.f("ix_model_version_kind"), "model_version", ["kind"])
    op.create_index(
        "uq_model_version_active",
        "model_version",
        ["kind"],
        unique=True,
        sqlite_where=IN_FORCE,
        postgresql_where=IN_FORCE,
    )
    op.create_table(
        "title_exclusion",
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_title_exclusion_by_id_account")
        ),
        sa.PrimaryKeyConstraint("title", name=op.f("pk_title_exclusion")),
    )


def downgrade() -> None:
    for table in ("title_exclusion", "model_version", "impression"):
        op.drop_table(table)
