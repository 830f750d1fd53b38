"""Employers keep the key of their name, by which sheets and placements find them again.

Also what a list of firms states: the legal person, and whether a veteran runs the firm (军创企业).

Revision ID: 0043
Revises: 0042
"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

LENGTH = 240
FILLERS = dict.fromkeys(map(ord, "\u034f\u115f\u1160\u2800\u3164\uffa0"))


def upgrade() -> None:
    empty = sa.text("''")
    for column in (
        sa.Column("name_key", sa.String(LENGTH), server_default=empty, nullable=False),
        sa.Column("legal_person", sa.String(40), server_default=empty, nullable=False),
        sa.Column("is_veteran_run", sa.Boolean(), server_default=sa.false(), nullable=False),
    ):
        op.add_column("employer", column)
    _fill()
    op.create_index("ix_employer_name_key", "employer", ["name_key"])


def _fill() -> None:
    rows = op.get_bind().execute(sa.text("SELECT id, name FROM employer")).all()
    keys = [{"id": row.id, "key": _key(row.name)} for row in rows]
    if keys:
        filled = sa.text("UPDATE employer SET name_key = :key WHERE id = :id")
        op.get_bind().execute(filled, keys)


def _key(name: str) -> str:
    """Return the key of a name as the application makes it at this revision."""
    plain = unicodedata.normalize("NFKC", name).translate(FILLERS)
    shown = "".join(each for each in plain if unicodedata.category(each) not in ("Cc", "Cf"))
    return re.sub(r"[\s()]+", "", shown).casefold()[:LENGTH]


def downgrade() -> None:
    op.drop_index("ix_employer_name_key", "employer")
    for name in ("is_veteran_run", "legal_person", "name_key"):
        op.drop_column("employer", name)
