"""A vacancy offered at a fair, in a package, or planned at a station is a vacancy.

Revision ID: 0008
Revises: 0007
"""

from migrations.renaming import rename

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    rename("fair_post", "fair_vacancy")
    rename("exchange_package", columns={"posts": "vacancies"})
    rename("station", columns={"posts_planned": "vacancies_planned"})


def downgrade() -> None:
    rename("station", columns={"vacancies_planned": "posts_planned"})
    rename("exchange_package", columns={"vacancies": "posts"})
    rename("fair_vacancy", "fair_post")
