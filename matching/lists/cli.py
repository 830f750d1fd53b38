"""Commands of lists: rank, batch."""

from pathlib import Path

import click
from rich.progress import Progress

from core.errors import DomainError, NotFoundError
from matching.commands import group
from matching.index.queries import get_veteran_doc
from matching.lists import batch
from matching.lists.printed import print_list
from matching.versions.language import language

cli = group


@cli.command("rank")
@click.option("--veteran", "veteran_id", type=int, required=True, help="退役军人的编号。")
@click.option("-k", default=10, show_default=True, type=click.IntRange(1, 100), help="列几个岗位。")
def rank(veteran_id: int, k: int) -> None:
    """给一位退役军人排出合适的岗位，只读不写。"""
    try:
        doc = get_veteran_doc(veteran_id)
    except NotFoundError as error:
        raise click.ClickException(f"没有编号为 {veteran_id} 的退役军人。") from error
    except DomainError as error:
        raise click.ClickException(error.message) from error
    print_list(doc, k)


@cli.command("batch")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--depth", default=20, show_default=True, type=click.IntRange(1, 200))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64))
@click.option("--cluster", default="", help="Dask 调度器的地址，比如 tcp://10.0.0.5:8786。")
def batch_command(out: Path, depth: int, workers: int, cluster: str) -> None:
    """给所有求职的退役军人排一遍在招岗位，连同理由逐行写成 JSON，只有本用户能读。"""
    language()
    with Progress() as bar:
        task = bar.add_task("排岗位", total=None)
        written = batch.write_lists(
            out,
            depth=depth,
            workers=workers,
            cluster=cluster,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    click.echo(
        f"完成：{written.veterans} 人 × {written.vacancies} 个岗位，"
        f"每人最多 {depth} 个，写到 {out}。"
    )
