"""Commands of versions: activate, rollback."""

import click

from core.errors import NotFoundError
from matching.commands import group, in_transaction
from matching.versions import operations
from matching.versions.models import ModelKind

cli = group


@cli.command("activate")
@click.argument("version_id", type=int)
def activate(version_id: int) -> None:
    """启用一版。"""
    try:
        version = in_transaction(lambda: operations.activate(version_id))
    except NotFoundError as error:
        raise click.ClickException(f"没有第 {version_id} 版。") from error
    click.echo(f"第 {version.id} 版启用了。")


@cli.command("rollback")
@click.argument("kind", type=click.Choice(["titles", "weights"]))
def rollback(kind: str) -> None:
    """退回上一版；没有上一版就退回最初的。"""
    before = in_transaction(lambda: operations.roll_back(ModelKind(kind.upper())))
    click.echo(f"退回第 {before.id} 版了。" if before else "退回最初的了。")
