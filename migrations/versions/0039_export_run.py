"""Exports of long lists that run in the background, with the file while it is kept.

The media type of a workbook has 65 characters; a stored file had room for 60.

Revision ID: 0039
Revises: 0038
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

REASON = sa.Enum(
    "VISIT",
    "FAIR",
    "TRAINING",
    "REPORT",
    "AUDIT",
    name="exportreason",
    native_enum=False,
    length=32,
)
STATUS = sa.Enum(
    "RUNNING", "DONE", "FAILED", "EXPIRED", name="exportstatus", native_enum=False, length=32
)
# SQLite changes a length only by copying the table, which others refer to; the rows stay the same.
DEFINITION = (
    "UPDATE sqlite_master SET sql = replace(sql, 'media_type VARCHAR({old})',"
    " 'media_type VARCHAR({new})') WHERE type = 'table' AND name = 'stored_file'"
)


def _set_length(old: int, new: int) -> None:
    if op.get_bind().dialect.name != "sqlite":
        kind = sa.String(length=new)
        op.alter_column("stored_file", "media_type", type_=kind, existing_nullable=False)
        return
    schema = op.get_bind().exec_driver_sql("PRAGMA schema_version").scalar_one()
    op.execute("PRAGMA writable_schema = ON")
    op.execute(DEFINITION.format(old=old, new=new))
    op.execute(f"PRAGMA schema_version = {schema + 1}")
    op.execute("PRAGMA writable_schema = OFF")


def upgrade() -> None:
    _set_length(60, 100)
    op.create_table(
        "export_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_key", sa.String(40), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.Column("reason", REASON, nullable=True),
        sa.Column("status", STATUS, nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(200), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name="fk_export_run_by_id_account"),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name="fk_export_run_file_id_stored_file"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_export_run"),
        sa.UniqueConstraint("file_id", name="uq_export_run_file_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_export_run_status", "export_run", ["status"])
    op.create_index("ix_export_run_by_id", "export_run", ["by_id"])


def downgrade() -> None:
    op.drop_index("ix_export_run_by_id", "export_run")
    op.drop_index("ix_export_run_status", "export_run")
    op.drop_table("export_run")
    op.execute("DELETE FROM stored_file WHERE length(media_type) > 60")  # exported files
    _set_length(100, 60)
