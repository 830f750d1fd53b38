"""Rows of sheets that write several tables can be undone; station staff have a phone and a duty.

`sheet_change` names each row a sheet created or changed, with its former values encrypted.
`station_staff.phone` is the staff member's own number, encrypted, with a hash to look it up.

Revision ID: 0042
Revises: 0041
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sheet_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_batch_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(30), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("before_sealed", sa.Text(), nullable=True),
        sa.Column("seal_row", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sheet_change"),
        sa.ForeignKeyConstraint(
            ["import_batch_id"],
            ["import_batch.id"],
            name="fk_sheet_change_import_batch_id_import_batch",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sheet_change_import_batch_id", "sheet_change", ["import_batch_id"])
    op.create_index(
        "ix_sheet_change_subject_subject_id", "sheet_change", ["subject", "subject_id"]
    )
    for column in (
        sa.Column("duty", sa.String(30), nullable=False, server_default=sa.text("''")),
        sa.Column("phone_sealed", sa.String(200), nullable=True),
        sa.Column("phone_index", sa.String(64), nullable=True),
        sa.Column("seal_row", sa.String(32), nullable=True),
    ):
        op.add_column("station_staff", column)
    op.create_index("ix_station_staff_phone_index", "station_staff", ["phone_index"])


def downgrade() -> None:
    op.drop_index("ix_station_staff_phone_index", "station_staff")
    for name in ("seal_row", "phone_index", "phone_sealed", "duty"):
        op.drop_column("station_staff", name)
    op.drop_table("sheet_change")
