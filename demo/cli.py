"""The command that loads the demo county."""

import click
from flask.cli import AppGroup

from core.errors import DomainError
from demo import operations

cli = AppGroup("demo", help="演示数据（全部虚构）。")


@cli.command("load")
def load() -> None:
    """往空库里装一个虚构的县：人、单位、岗位，装过就不再装。"""
    if operations.is_loaded():
        click.echo(operations.LOADED)
    else:
        try:
            counts = operations.load_demo(progress=click.echo)
        except DomainError as error:
            raise click.ClickException(error.message) from error
        click.echo(f"已装入：{counts}。")
    click.echo(operations.sign_in_help())
