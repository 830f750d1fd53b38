"""Placements keep who confirmed on whose behalf, why a channel was corrected, why one is void.

Until now a claim by staff stamped both sides as having confirmed. What is known of the rows there
are is kept: a confirmation that the record names a member of staff for was on the side's behalf
(by which means is not known); an employer that is not on the platform confirmed nothing. A denial
by one side is a cause of its own; the causes of other voids are not known.

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

ASKED_BY = sa.Enum("CALL", "VISIT", "PAPER", name="askedby", native_enum=False, length=32)
VOID_CAUSE = sa.Enum(
    "NEVER_CAME",
    "NOT_HIRED",
    "WRONG_PERSON",
    "WRONG_FACTS",
    "TWICE",
    "NO_PROOF",
    "UNTRUE",
    "OTHER",
    "DENIED",
    "ACCEPTANCE_CANCELLED",
    name="voidcause",
    native_enum=False,
    length=32,
)
ACCOUNTS = ("employer_confirmed_by", "veteran_confirmed_by", "channel_by", "restored_by")
# SQLite adds a foreign key only with its column.
ADD_ACCOUNT = """
ALTER TABLE placement ADD COLUMN {name} INTEGER
CONSTRAINT fk_placement_{name}_account REFERENCES account (id)
"""
STAFF = "account.role IN ('CLERK', 'OFFICER')"
BY_CLAIM = """
UPDATE placement SET veteran_confirmed_by = claimed_by
WHERE veteran_confirmed_at IS NOT NULL
AND claimed_by IN (SELECT id FROM account WHERE {staff})
"""
# A claim by staff confirms for the veteran. Of other confirmations the event's detail names the
# side, and its actor is the account that recorded it.
CONFIRMED = """
SELECT audit_event.subject_id, audit_event.actor_id, audit_event.detail FROM audit_event
JOIN account ON account.id = audit_event.actor_id
WHERE audit_event.action = 'placement.confirm' AND {staff} ORDER BY audit_event.id
"""
OF_SIDE = {
    "EMPLOYER": sa.text(
        "UPDATE placement SET employer_confirmed_by = :account"
        " WHERE id = :id AND employer_confirmed_at IS NOT NULL"
    ),
    "VETERAN": sa.text(
        "UPDATE placement SET veteran_confirmed_by = :account"
        " WHERE id = :id AND veteran_confirmed_at IS NOT NULL"
    ),
}
DETAIL = sa.text(CONFIRMED.format(staff=STAFF)).columns(detail=sa.JSON())


def upgrade() -> None:
    for name in ACCOUNTS:
        op.execute(ADD_ACCOUNT.format(name=name))
    for column in _columns():
        op.add_column("placement", column)
    op.create_index("ix_placement_void_cause", "placement", ["void_cause"])
    op.execute(BY_CLAIM.format(staff=STAFF))
    _follow_the_record()
    op.execute("UPDATE placement SET employer_confirmed_at = NULL WHERE employer_id IS NULL")
    op.execute("UPDATE placement SET employer_confirmed_by = NULL WHERE employer_id IS NULL")
    op.execute("UPDATE placement SET void_cause = 'DENIED' WHERE denied_by IS NOT NULL")


def _follow_the_record() -> None:
    """Set who recorded each confirmation by the events of it, the last one of a side."""
    bind = op.get_bind()
    for placement_id, account_id, detail in bind.execute(DETAIL).all():
        update = OF_SIDE.get(detail.get("by_side", ""))
        if update is not None:
            bind.execute(update, {"account": account_id, "id": placement_id})


def downgrade() -> None:
    op.execute(
        "UPDATE placement SET employer_confirmed_at = veteran_confirmed_at"
        " WHERE employer_id IS NULL"
    )
    op.drop_index("ix_placement_void_cause", "placement")
    for name in (*(column.name for column in _columns()), *ACCOUNTS):
        op.drop_column("placement", name)


def _columns() -> tuple[sa.Column, ...]:
    return (
        sa.Column("employer_asked_by", ASKED_BY, nullable=True),
        sa.Column("veteran_asked_by", ASKED_BY, nullable=True),
        sa.Column("channel_reason", sa.String(200), nullable=False, server_default=sa.text("''")),
        sa.Column("channel_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contract_on", sa.Date(), nullable=True),
        sa.Column("insured_from", sa.Date(), nullable=True),
        sa.Column("void_cause", VOID_CAUSE, nullable=True),
        sa.Column("restored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("restored_reason", sa.String(200), nullable=False, server_default=sa.text("''")),
    )
