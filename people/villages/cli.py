"""Commands of villages: load the bureau's list."""

from pathlib import Path

import click
from flask.cli import AppGroup

from core.db import transaction
from core.errors import DomainError
from people.villages import operations
from people.villages.operations import Changes
from people.villages.sheets import villages_in
from sheets.uploads import accept

cli = AppGroup("villages", help="村和社区的名单。")


@cli.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="只检查，不装入。")
def load(file: Path, check: bool) -> None:
    """装入村和社区的名单（xlsx 或 csv，两列：代码、名称）。可以重复装，名单以外的不动。"""
    try:
        with file.open("rb") as stream:
            listed = villages_in(accept(stream, file.name))
        changes = operations.compare(listed.names) if check else _load(listed.names)
    except DomainError as error:
        words = [one.message for one in (error, *error.others)]
        raise click.ClickException("\n".join(["没有装入，请改好再装。", *words])) from error
    if listed.unused:
        click.echo(f"没有用到的列：{'、'.join(listed.unused)}。")
    click.echo(
        f"新增 {len(changes.added)} 个，改名 {len(changes.renamed)} 个，"
        f"没有变化 {changes.unchanged} 个。"
    )
    click.echo("只是检查，没有装入。" if check else "已装入。")


def _load(wanted: dict[str, str]) -> Changes:
    with transaction():
        changes = operations.compare(wanted)
        operations.apply(changes)
    return changes
