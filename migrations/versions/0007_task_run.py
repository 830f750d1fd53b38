"""A scheduled piece of work is a task, no job: 岗位 alone has that word, as vacancy.

Revision ID: 0007
Revises: 0005
"""

from migrations.renaming import rename

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    rename("job_run", "task_run", {"job": "task"})


def downgrade() -> None:
    rename("task_run", "job_run", {"task": "job"})
