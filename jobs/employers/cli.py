"""Commands of employers: mark verifications that have ended."""

import click
from flask.cli import AppGroup

from core import clock
from core.db import transaction
from jobs.employers import operations

cli = AppGroup("employers", help="用人单位。")


@cli.command("lapse")
def lapse() -> None:
    """把核实已满期限的单位改成“核实已到期”，可以重复运行。"""
    with transaction():
        count = operations.lapse_overdue(clock.today())
    click.echo(f"{count} 个单位的核实已到期。")
