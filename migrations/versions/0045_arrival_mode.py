"""Arrivals by way of resettlement, the papers of their items, and every change of an item.

An arrival takes the way of resettlement its profile states today. `arrival_item_entry` begins
empty: who ticked an item before is in the item.

Revision ID: 0045
Revises: 0044
"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

MODE = sa.Enum(
    "RETIREMENT",
    "TRANSFER",
    "MONTHLY_PENSION",
    "DEMOB",
    "SELF_EMPLOY",
    "ASSIGNED",
    "SUPPORT",
    "SELF_CHOICE",
    "SELF_FOUND",
    "RETURN_STUDY_WORK",
    "GOV_GUIDE",
    name="resettlementmode",
    native_enum=False,
    length=32,
)
STATUS = sa.Enum("OPEN", "DONE", "NOT_NEEDED", name="itemstatus", native_enum=False, length=32)
WAY = sa.Enum(
    "ITEM", "CELLS", "TOGETHER", "SHEET", "UNDO", name="way", native_enum=False, length=32
)
# SQLite adds a foreign key only with its column.
ADD_BATCH = """
ALTER TABLE arrival ADD COLUMN import_batch_id INTEGER
CONSTRAINT fk_arrival_import_batch_id_import_batch REFERENCES import_batch (id)
"""
ADD_FILE = """
ALTER TABLE arrival_item ADD COLUMN file_id INTEGER
CONSTRAINT fk_arrival_item_file_id_stored_file REFERENCES stored_file (id)
"""
BY_PROFILE = """
UPDATE arrival SET resettlement_mode =
(SELECT resettlement_mode FROM veteran WHERE veteran.id = arrival.veteran_id)
"""
ENTRY = "arrival_item_entry"
KEYS = {
    "arrival_item_id": "arrival_item",
    "import_batch_id": "import_batch",
    "by_id": "account",
    "before_by": "account",
}
INDEXED = ("arrival_item_id", "round", "import_batch_id", "by_id")
BY_MODE = "ix_arrival_year_resettlement_mode"


def upgrade() -> None:
    op.add_column("arrival", sa.Column("resettlement_mode", MODE, nullable=True))
    op.execute(ADD_BATCH)
    op.create_index("ix_arrival_import_batch_id", "arrival", ["import_batch_id"])
    op.create_index(BY_MODE, "arrival", ["year", "resettlement_mode"])
    op.execute(BY_PROFILE)
    op.add_column(
        "arrival_item",
        sa.Column("paper_no", sa.String(60), nullable=False, server_default=sa.text("''")),
    )
    op.execute(ADD_FILE)
    op.create_table(
        ENTRY,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("arrival_item_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.String(32), nullable=False),
        sa.Column("way", WAY, nullable=False),
        sa.Column("import_batch_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before_status", STATUS, nullable=False),
        sa.Column("before_on", sa.Date(), nullable=True),
        sa.Column("before_by", sa.Integer(), nullable=True),
        sa.Column("before_note", sa.String(200), nullable=False),
        sa.Column("before_paper_no", sa.String(60), nullable=False),
        sa.Column("status", STATUS, nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{ENTRY}"),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=f"fk_{ENTRY}_{name}_{table}")
            for name, table in KEYS.items()
        ),
        sqlite_autoincrement=True,
    )
    for name in INDEXED:
        op.create_index(f"ix_{ENTRY}_{name}", ENTRY, [name])


def downgrade() -> None:
    op.drop_table(ENTRY)
    for name in ("paper_no", "file_id"):
        op.drop_column("arrival_item", name)
    op.drop_index(BY_MODE, "arrival")
    op.drop_index("ix_arrival_import_batch_id", "arrival")
    for name in ("import_batch_id", "resettlement_mode"):
        op.drop_column("arrival", name)
