"""Commands of fairs: start and end those whose hour has come, draw the state diagram."""

from pathlib import Path

import click
from flask.cli import AppGroup

from core import clock
from core.db import transaction
from jobs.fairs import lifecycle, operations

cli = AppGroup("fairs", help="招聘会。")
DIAGRAM = Path(__file__).parents[2] / "docs" / "states" / "fair.md"


@cli.command("advance")
def advance() -> None:
    """到点的招聘会开始或结束，可以重复运行。"""
    with transaction():
        moved = operations.advance_fairs(clock.now())
    click.echo(f"{moved} 次状态变化。")


@cli.command("diagram")
def diagram() -> None:
    """按状态表重画 docs/states/fair.md。"""
    DIAGRAM.write_text(lifecycle.document(), encoding="utf-8")
    click.echo(f"已写入 {DIAGRAM.name}。")
