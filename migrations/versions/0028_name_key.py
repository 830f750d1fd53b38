"""Accounts and veterans keep the key of their name, by which names are compared and found.

Two accounts of one phone and role whose names have the same key stay as they are: the later one
keeps its id in the key, so that both can sign in and no third can be added.

Revision ID: 0028
Revises: 0027
"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

LENGTH = 80
TABLES = ("account", "veteran")
UNIQUE = "uq_account_phone_index_name_key_role"
DOTS = re.compile(r"\s*[.·•‧∙⋅・●。]+\s*")
FILLERS = dict.fromkeys(map(ord, "\u115f\u1160\u2800\u3164\uffa0"))


def upgrade() -> None:
    for table in TABLES:
        column = sa.Column("name_key", sa.String(LENGTH), server_default=sa.text("''"), nullable=False)
        op.add_column(table, column)
        _fill(table)
        op.create_index(f"ix_{table}_name_key", table, ["name_key"])
    _part_namesakes()
    op.create_index(UNIQUE, "account", ["phone_index", "name_key", "role"], unique=True)


def downgrade() -> None:
    op.drop_index(UNIQUE, "account")
    for table in reversed(TABLES):
        op.drop_index(f"ix_{table}_name_key", table)
        op.drop_column(table, "name_key")


def _fill(table: str) -> None:
    rows = op.get_bind().execute(sa.text(f"SELECT id, name FROM {table}")).all()
    keys = [{"id": row.id, "key": _key(row.name)} for row in rows]
    if keys:
        op.get_bind().execute(sa.text(f"UPDATE {table} SET name_key = :key WHERE id = :id"), keys)


def _key(name: str) -> str:
    """Return the key of a name as the application makes it at this revision."""
    plain = unicodedata.normalize("NFKC", name).translate(FILLERS)
    shown = "".join(each for each in plain if unicodedata.category(each) not in ("Cc", "Cf"))
    joined = re.sub(r"\s+", "", DOTS.sub("·", shown))
    letters = "".join(each for each in joined if unicodedata.category(each)[0] not in "MC")
    return letters.casefold().strip("·")[:LENGTH]


def _part_namesakes() -> None:
    """Add the id to the key of every account but the first of its phone, key and role."""
    later = sa.text(
        "SELECT later.id, later.name_key FROM account AS later WHERE EXISTS (SELECT 1"
        " FROM account AS first WHERE first.phone_index = later.phone_index AND"
        " first.name_key = later.name_key AND first.role = later.role AND first.id < later.id)"
    )
    for row in op.get_bind().execute(later).all():
        mark = f" {row.id}"
        key = row.name_key[: LENGTH - len(mark)] + mark
        write = sa.text("UPDATE account SET name_key = :key WHERE id = :id")
        op.get_bind().execute(write, {"key": key, "id": row.id})
