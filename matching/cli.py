"""Commands of matching: rank, try, evaluate, batch."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import click
from flask.cli import AppGroup
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from core import audit
from core.db import transaction
from core.errors import DomainError, NotFoundError
from jobs.vacancies.queries import vacancies_for_matching
from matching import active_model, batch, evaluation_tasks, fit_level, snapshots, versions
from matching.active_model import language
from matching.engine.ranking import RankedVacancy
from matching.engine.records import VeteranDoc
from matching.free_text import read_free_text
from matching.models import ModelKind
from matching.open_vacancies import current_vacancies
from matching.queries import get_veteran_doc

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
ANY = click.Path(exists=True, path_type=Path)
Made = TypeVar("Made")
cli = AppGroup("matching", help="岗位匹配。")


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
    _show(doc, k)


@cli.command("try")
@click.argument("text")
@click.option("-k", default=10, show_default=True, type=click.IntRange(1, 100), help="列几个岗位。")
def try_text(text: str, k: int) -> None:
    """按一段自由文字 TEXT 试配在招岗位，只读不写。"""
    _show(read_free_text(text), k)


def _show(doc: VeteranDoc, k: int) -> None:
    open_vacancies = current_vacancies()
    if not len(open_vacancies):
        raise click.ClickException("没有在招岗位。")
    started = time.process_time()
    ranked = open_vacancies.rank(doc, k=k)
    spent = (time.process_time() - started) * 1000
    if not ranked:
        raise click.ClickException("没有符合硬性条件的岗位。")
    Console(width=120).print(_table(ranked))
    click.echo(f"在招岗位 {len(open_vacancies)} 个，用时 {spent:.0f} 毫秒（CPU）。")


def _table(ranked: list[RankedVacancy]) -> Table:
    rows = vacancies_for_matching([one.vacancy_id for one in ranked])
    by_id = {row.id: row for row in rows}
    table = Table("岗位", "合适程度", "理由", "要留意", show_lines=True)
    for one in ranked:
        vacancy = by_id[one.vacancy_id]
        table.add_row(
            f"{vacancy.title}\n{vacancy.employer.name}",
            f"{fit_level.WORDS[fit_level.level_of(one.level, one.confidence)]}\n{one.score:.1f} 分",
            "\n".join(f"+{reason.contribution:.1f} {reason.text}" for reason in one.reasons_for),
            "\n".join(reason.text for reason in one.reasons_against),
        )
    return table


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
    task = evaluation_tasks.read_task(folder)
    measured = evaluation_tasks.run(
        task, language(), labels=labels, occupations=occupations, out=out
    )
    click.echo(f"{task.name}：{len(task.queries)} 个问题，{len(task.documents)} 份文档，写到 {out}")
    if measured:
        Console(width=120).print(_measures(measured))


def _measures(measured: Sequence[evaluation_tasks.Measured]) -> Table:
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


@cli.command("index")
def index() -> None:
    """把在招岗位的索引存到盘上，各进程共用；岗位不多时用不着。"""
    with Progress() as bar:
        task = bar.add_task("读岗位", total=None)
        titles_id = active_model.current().titles_id
        made = snapshots.make(
            active_model.language_of(titles_id),
            titles_id,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    click.echo(f"完成：{made} 个岗位。")


@cli.command("learn")
@click.argument("kind", type=click.Choice(["titles", "weights"]))
def learn(kind: str) -> None:
    """收集确认过的岗位名称（titles）或从结果里学分值（weights），试排一版，不启用。"""
    made = versions.make_titles if kind == "titles" else versions.make_weights
    version = _action(lambda: made(by_id=None))
    report = version.report
    click.echo(f"第 {version.id} 版：{version.status.label}。")
    click.echo(
        f"{report['people']} 人试排，前十个岗位留下 {report['same']:.0%}，"
        f"第一个没变的 {report['first_same']:.0%}。"
    )
    table = Table("谁", "人数", "现在", "这一版")
    for group in report["groups"]:
        before, after = f"{group['before']:.2f}", f"{group['after']:.2f}"
        table.add_row(f"{group['by']}：{group['name']}", str(group["people"]), before, after)
    Console(width=100).print(table)


@cli.command("activate")
@click.argument("version_id", type=int)
def activate(version_id: int) -> None:
    """启用一版。"""
    try:
        version = _action(lambda: versions.activate(version_id))
    except NotFoundError as error:
        raise click.ClickException(f"没有第 {version_id} 版。") from error
    click.echo(f"第 {version.id} 版启用了。")


@cli.command("rollback")
@click.argument("kind", type=click.Choice(["titles", "weights"]))
def rollback(kind: str) -> None:
    """退回上一版；没有上一版就退回最初的。"""
    before = _action(lambda: versions.roll_back(ModelKind(kind.upper())))
    click.echo(f"退回第 {before.id} 版了。" if before else "退回最初的了。")


def _action(action: Callable[[], Made]) -> Made:
    """Run an action in a transaction; a refusal ends the command with one line."""
    try:
        with audit.acting(audit.MACHINE), transaction():
            return action()
    except DomainError as error:
        raise click.ClickException(error.message) from error


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
