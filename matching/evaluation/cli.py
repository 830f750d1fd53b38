"""The command that measures ranking quality."""

from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from matching.commands import group
from matching.evaluation import tasks
from matching.versions.language import language

cli = group
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
ANY = click.Path(exists=True, path_type=Path)


@cli.command("evaluate")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--labels", type=ANY, default=None, help="已确认职业的文本：jsonl、tsv、csv 或题目目录。"
)
@click.option(
    "--occupations", type=FILE, default=None, help="职业表：jsonl 或有 code、name 的 csv。"
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
def evaluate(folder: Path, labels: Path | None, occupations: Path | None, out: Path) -> None:
    """在 FOLDER 的题目上跑现用的排序，写出 TREC 结果文件。"""
    task = tasks.read_task(folder)
    measured = tasks.run(task, language(), labels=labels, occupations=occupations, out=out)
    click.echo(f"{task.name}：{len(task.queries)} 个问题，{len(task.documents)} 份文档，写到 {out}")
    if measured:
        Console(width=120).print(_measures(measured))


def _measures(measured: Sequence[tasks.Measured]) -> Table:
    names = list(measured[0].means)
    table = Table("方法", *names, "AUC", "nDCG@10 比朴素高")
    for one in measured:
        table.add_row(
            one.method,
            *(f"{one.means[name]:.3f}" for name in names),
            "" if one.auc is None else f"{one.auc:.3f}",
            "" if one.gain is None else f"{one.gain[0]:+.3f} 到 {one.gain[1]:+.3f}",
        )
    return table
