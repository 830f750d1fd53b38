"""Tables and columns that no page reads go: nightly lists, application.next_on, arrival.late_reason.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("match_result")
    op.drop_table("match_run")
    op.drop_column("application", "next_on")
    op.drop_column("arrival", "late_reason")


def downgrade() -> None:
    """Recreate them, empty."""
    _create_match_run()
    _create_match_result()
    op.add_column("application", sa.Column("next_on", sa.Date(), nullable=True))
    column = sa.Column("late_reason", sa.String(length=200), nullable=False, server_default="")
    op.add_column("arrival", column)
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column("arrival", "late_reason", server_default=None)
        return
    # SQLite drops a default only by copying the table, and the table only while nothing refers to it.
    op.execute("CREATE TEMPORARY TABLE kept_item AS SELECT * FROM arrival_item")
    op.execute("DELETE FROM arrival_item")
    with op.batch_alter_table("arrival") as batch_op:
        batch_op.alter_column("late_reason", server_default=None)
    op.execute("INSERT INTO arrival_item SELECT * FROM kept_item")
    op.execute("DROP TABLE kept_item")


def _create_match_run() -> None:
    op.create_table(
        "match_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("veterans", sa.Integer(), nullable=False),
        sa.Column("last_veteran_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_run")),
    )
    op.create_index(op.f("ix_match_run_day"), "match_run", ["day"])


def _create_match_result() -> None:
    op.create_table(
        "match_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("veteran_id", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_match_result_{column}_{table}"),
                ondelete="CASCADE",
            )
            for column, table in (
                ("run_id", "match_run"),
                ("vacancy_id", "vacancy"),
                ("veteran_id", "veteran"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_result")),
        sa.UniqueConstraint(
            "run_id",
            "veteran_id",
            "vacancy_id",
            name=op.f("uq_match_result_run_id_veteran_id_vacancy_id"),
        ),
    )
    op.create_index(op.f("ix_match_result_vacancy_id"), "match_result", ["vacancy_id"])
    op.create_index("ix_match_result_veteran_id", "match_result", ["veteran_id"])
