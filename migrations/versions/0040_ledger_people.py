"""People come in from the bureau's ledger: which sheet brought a profile, what it changed.

`veteran.import_batch_id` names the sheet of a profile nobody registered; such a person agreed to
nothing yet and is not recommended. `ledger_change` keeps, encrypted, what a profile that was there
held before a sheet changed it, so that an undo restores it.

Revision ID: 0040
Revises: 0039
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

# SQLite adds a foreign key only with its column.
ADD_BATCH = """
ALTER TABLE veteran ADD COLUMN import_batch_id INTEGER
CONSTRAINT fk_veteran_import_batch_id_import_batch REFERENCES import_batch (id)
"""


def upgrade() -> None:
    op.execute(ADD_BATCH)
    op.create_index("ix_veteran_import_batch_id", "veteran", ["import_batch_id"])
    op.create_table(
        "ledger_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_batch_id", sa.Integer(), nullable=False),
        sa.Column("veteran_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("before_sealed", sa.Text(), nullable=False),
        sa.Column("seal_row", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_change"),
        sa.ForeignKeyConstraint(
            ["import_batch_id"],
            ["import_batch.id"],
            name="fk_ledger_change_import_batch_id_import_batch",
        ),
        sa.ForeignKeyConstraint(
            ["veteran_id"], ["veteran.id"], name="fk_ledger_change_veteran_id_veteran"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ledger_change_import_batch_id", "ledger_change", ["import_batch_id"])
    op.create_index("ix_ledger_change_veteran_id", "ledger_change", ["veteran_id"])


def downgrade() -> None:
    op.drop_table("ledger_change")
    op.drop_index("ix_veteran_import_batch_id", "veteran")
    op.drop_column("veteran", "import_batch_id")
