"""Commands of employers: mark verifications that have ended."""

import click
from flask.cli import AppGroup

from core import clock
from core.scheduling.cli import require_clock
from core.slices import in_slices
from jobs.employers import operations, queries

cli = AppGroup("employers", help="用人单位。")


@cli.command("lapse")
def lapse() -> None:
    """把核实已满期限的单位改成“核实已到期”，可以重复运行。"""
    require_clock()
    today = clock.today()
    overdue = [employer.id for employer in queries.overdue_verifications(today)]
    count = in_slices(overdue, lambda ids: operations.lapse_overdue(today, ids))
    click.echo(f"{count} 个单位的核实已到期。")
