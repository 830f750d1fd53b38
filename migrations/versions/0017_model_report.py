"""The report of a version counts conversions and vacancies: `went` and `posts` of old.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

VERSION = sa.table("model_version", sa.column("id", sa.Integer), sa.column("report", sa.JSON))


def upgrade() -> None:
    _rename_keys({"went": "converted", "posts": "vacancies"})


def downgrade() -> None:
    _rename_keys({"converted": "went", "vacancies": "posts"})


def _rename_keys(names: dict[str, str]) -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(VERSION)).all():
        report = {names.get(key, key): value for key, value in row.report.items()}
        if report != row.report:
            change = VERSION.update().where(VERSION.c.id == row.id)
            connection.execute(change.values(report=report))
