"""Commands of vacancies: expire what is overdue."""

import click
from flask.cli import AppGroup

from core import clock
from core.db import transaction
from jobs.vacancies import operations

cli = AppGroup("vacancies", help="岗位。")


@cli.command("expire")
def expire() -> None:
    """把过了有效期的岗位改成“已过期”，可以重复运行。"""
    with transaction():
        count = operations.expire_overdue(clock.today())
    click.echo(f"{count} 个岗位已过期。")
