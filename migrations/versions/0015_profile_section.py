"""A profile is filled in by sections. Drafts of two of them follow their new names.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

from migrations.renaming import rename

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

SECTIONS = {"jobs": "occupations", "placement": "resettlement"}
DRAFT = sa.table("profile_draft", sa.column("section", sa.String))


def upgrade() -> None:
    rename("profile_draft", columns={"step": "section"})
    for old, new in SECTIONS.items():
        op.execute(DRAFT.update().where(DRAFT.c.section == old).values(section=new))


def downgrade() -> None:
    for old, new in SECTIONS.items():
        op.execute(DRAFT.update().where(DRAFT.c.section == new).values(section=old))
    rename("profile_draft", columns={"section": "step"})
