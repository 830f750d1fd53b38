"""Commands of vacancies: expire what is overdue."""

import click
from flask.cli import AppGroup

from core import clock
from core.scheduling.cli import require_clock
from core.slices import in_slices
from jobs.vacancies import operations, queries

cli = AppGroup("vacancies", help="岗位。")


@cli.command("expire")
def expire() -> None:
    """把过了有效期的岗位改成“已过期”，可以重复运行。"""
    require_clock()
    today = clock.today()
    overdue = [vacancy.id for vacancy in queries.overdue_vacancies(today)]
    count = in_slices(overdue, lambda ids: operations.expire_overdue(today, ids))
    click.echo(f"{count} 个岗位已过期。")
