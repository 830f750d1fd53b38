"""Which people an audit event is about, and indexes to find events by person, actor and time.

A list of two hundred names is one event; this table finds it by each of them. It is filled from
the events there are, those about applications, placements and arrivals through their rows. Like
the events, its rows cannot be changed or deleted.

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

SQLITE_GUARD = """
CREATE TRIGGER audit_person_no_{verb} BEFORE {verb} ON audit_person
BEGIN SELECT RAISE(ABORT, 'audit_person is append-only'); END
"""
POSTGRES_GUARD = """
CREATE TRIGGER audit_person_guard BEFORE UPDATE OR DELETE ON audit_person
FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()
"""
OF_VETERANS = """
INSERT INTO audit_person (person_id, event_id)
SELECT subject_id, id FROM audit_event WHERE subject = 'veteran' AND subject_id IS NOT NULL
"""
THROUGH_ROWS = """
INSERT INTO audit_person (person_id, event_id)
SELECT {table}.veteran_id, audit_event.id FROM audit_event
JOIN {table} ON {table}.id = audit_event.subject_id WHERE audit_event.subject = '{table}'
"""


def upgrade() -> None:
    op.create_table(
        "audit_person",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["audit_event.id"], name="fk_audit_person_event_id_audit_event"
        ),
        sa.PrimaryKeyConstraint("person_id", "event_id", name="pk_audit_person"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_audit_person_event_id", "audit_person", ["event_id"])
    op.create_index("ix_audit_event_at", "audit_event", ["at"])
    op.create_index("ix_audit_event_actor_id", "audit_event", ["actor_id"])
    op.execute(OF_VETERANS)
    for table in ("application", "placement", "arrival"):
        op.execute(THROUGH_ROWS.format(table=table))
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRES_GUARD)
        return
    for verb in ("update", "delete"):
        op.execute(SQLITE_GUARD.format(verb=verb))


def downgrade() -> None:
    op.drop_table("audit_person")
    op.drop_index("ix_audit_event_actor_id", "audit_event")
    op.drop_index("ix_audit_event_at", "audit_event")
