"""Commands of posts: end what is overdue, draw the state diagram."""

from pathlib import Path

import click
from flask.cli import AppGroup

from core import clock
from core.db import transaction
from jobs.vacancies import lifecycle, operations

cli = AppGroup("vacancies", help="岗位。")
DIAGRAM = Path(__file__).parents[2] / "docs" / "states" / "vacancy.md"


@cli.command("expire")
def expire() -> None:
    """把过了有效期的岗位改成“已过期”，可以重复运行。"""
    with transaction():
        count = operations.expire_overdue(clock.today())
    click.echo(f"{count} 个岗位已过期。")


@cli.command("diagram")
def diagram() -> None:
    """按状态表重画 docs/states/vacancy.md。"""
    DIAGRAM.parent.mkdir(parents=True, exist_ok=True)
    DIAGRAM.write_text(lifecycle.document(), encoding="utf-8")
    click.echo(f"已写入 {DIAGRAM.name}。")
