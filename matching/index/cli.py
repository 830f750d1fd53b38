"""The command of the index."""

import click
from rich.progress import Progress

from matching.commands import group
from matching.index import snapshots
from matching.versions.queries import current, language_of

cli = group


@cli.command("index")
def index() -> None:
    """把在招岗位的索引存到盘上，各进程共用；岗位不多时用不着。"""
    with Progress() as bar:
        task = bar.add_task("读岗位", total=None)
        titles_id = current().titles_id
        made = snapshots.make(
            language_of(titles_id),
            titles_id,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    click.echo(f"完成：{made} 个岗位。")
