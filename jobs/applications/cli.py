"""Commands of applications: draw the state diagram."""

from pathlib import Path

import click
from flask.cli import AppGroup

from jobs.applications import lifecycle

cli = AppGroup("applications", help="投递。")
DIAGRAM = Path(__file__).parents[2] / "docs" / "states" / "application.md"


@cli.command("diagram")
def diagram() -> None:
    """按状态表重画 docs/states/application.md。"""
    DIAGRAM.write_text(lifecycle.document(), encoding="utf-8")
    click.echo(f"已写入 {DIAGRAM.name}。")
