"""Commands of placements: draw the state diagram."""

from pathlib import Path

import click
from flask.cli import AppGroup

from jobs.placements import lifecycle

cli = AppGroup("placements", help="就业记录。")
DIAGRAM = Path(__file__).parents[2] / "docs" / "states" / "placement.md"


@cli.command("diagram")
def diagram() -> None:
    """按状态表重画 docs/states/placement.md。"""
    DIAGRAM.write_text(lifecycle.document(), encoding="utf-8")
    click.echo(f"已写入 {DIAGRAM.name}。")
