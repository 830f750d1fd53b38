"""Commands of fairs: start and end those that are due."""

import click
from flask.cli import AppGroup

from core import clock
from core.db import transaction
from core.scheduling.cli import require_clock
from fairs.fairs import operations

cli = AppGroup("fairs", help="招聘会。")


@cli.command("advance")
def advance() -> None:
    """到点的招聘会开始或结束，可以重复运行。"""
    require_clock()
    with transaction():
        moved = operations.advance_fairs(clock.now())
    click.echo(f"{moved} 次状态变化。")
