"""Commands of imports: import a sheet, undo an import, sweep old uploads."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from flask import current_app
from flask.cli import AppGroup
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from core import clock
from core.db import db, transaction
from core.errors import DomainError
from core.parameters.registry import amount_of
from jobs.importing import operations, report, runs
from jobs.importing.checking import check
from jobs.importing.fields import BY_KEY
from jobs.importing.models import ImportBatch
from jobs.importing.opening import Look, look
from jobs.importing.parse.employers import clean_name
from jobs.importing.plan import LONGEST_DAYS, ColumnChoice, Counts, Plan
from jobs.vacancies.parameters import USUAL_DAYS
from sheets.uploads import Upload, accept

cli = AppGroup("jobs", help="岗位的导入和撤销。")
SWEEP_DAYS = 30
NOTHING_NEW = "没有新的岗位可以导入。"


@cli.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", default="", help="来源，如“怀远县2026年春季招聘会”。默认是文件名。")
@click.option("--employer", default="", help="表里没有单位一列时，岗位都算这家单位的。")
@click.option("--map", "mapping", multiple=True, metavar="字段=列名", help="指定某一列的意思。")
@click.option("--sheet", default="", help="工作表名，默认第一张。")
@click.option("--no-header", is_flag=True, help="这份表没有表头。")
@click.option("--valid-days", type=click.IntRange(1, LONGEST_DAYS), help="招聘几天。默认照参数。")
@click.option("--errors", type=click.Path(dir_okay=False, path_type=Path), help="问题清单 xlsx。")
@click.option("--dry-run", is_flag=True, help="只试读，不导入。")
@click.option("--force", is_flag=True, help="同一份表导入过也再导一次。")
def import_file(file: Path, source: str, employer: str, mapping: tuple[str, ...], sheet: str,
                no_header: bool, valid_days: int | None, errors: Path | None, dry_run: bool,
                force: bool) -> None:  # fmt: skip
    """把一份岗位表（xlsx 或 csv）导入为招聘中的岗位。"""
    source = source or file.stem
    with _plain_errors():
        with file.open("rb") as stream:
            upload = accept(stream, file.name)
        seen = look(upload, sheet=sheet, has_header=not no_header)
        plan = _planned(seen.plan, mapping, employer, valid_days, force)
        _print_columns(plan)
        if dry_run:
            _dry_run(upload, plan, source, seen.rows, errors)
        else:
            _import(upload, seen, source, errors)


def _planned(
    plan: Plan, mapping: tuple[str, ...], employer: str, valid_days: int | None, force: bool
) -> Plan:
    for pair in mapping:
        key, _, heading = pair.partition("=")
        if key not in BY_KEY:
            raise DomainError(f"没有“{key}”这个字段。可用的有：{'、'.join(BY_KEY)}。")
        if heading and heading not in plan.headings:
            raise DomainError(f"表里没有“{heading}”这一列。现有：{'、'.join(plan.headings)}。")
        plan.columns = {index: name for index, name in plan.columns.items() if name != key}
        if heading:
            plan.columns[plan.headings.index(heading)] = key
    if employer and clean_name(employer) is None:
        raise DomainError(f"“{employer}”不像一个单位的名称。")
    plan.employer = clean_name(employer) or ""
    plan.valid_days = valid_days or amount_of(USUAL_DAYS, clock.today())
    plan.forced = force
    return plan


def _print_columns(plan: Plan) -> None:
    for index, heading in enumerate(plan.headings):
        key = plan.columns.get(index)
        click.echo(f"  {heading} → {BY_KEY[key].label if key else '不导入'}")


def _dry_run(upload: Upload, plan: Plan, source: str, rows: int, errors: Path | None) -> None:
    with TemporaryDirectory() as folder:
        lines, staged = Path(folder, "report"), Path(folder, "staged")
        with _bar("试读", rows) as on_progress:
            counts = check(
                upload, plan, source, staged=staged, report=lines, on_progress=on_progress
            )
        _print_counts(counts)
        _write_errors(lines, errors)
    click.echo("只是试读，没有导入。")


def _import(upload: Upload, seen: Look, source: str, errors: Path | None) -> None:
    site = _site()
    batch_id = _open(site, upload, seen, source)
    try:
        with _bar("试读", seen.rows) as on_progress:
            runs.check_batch(site, batch_id, on_progress)
        batch = db.session.get_one(ImportBatch, batch_id)
        counts = batch.plan.counts or Counts()
        _print_counts(counts)
        _write_errors(runs.files_of(site, batch).report, errors)
        if not counts.loadable:
            _forget(site, batch_id)
            return
        with transaction():
            operations.begin_load(db.session.get_one(ImportBatch, batch_id), is_running=False)
        with _bar("导入", counts.loadable) as on_progress:
            runs.load_batch(site, batch_id, on_progress)
    except Exception as error:
        runs.keep_failure(batch_id, error)
        raise
    loaded = db.session.get_one(ImportBatch, batch_id).rows_loaded
    click.echo(f"已导入 {loaded} 个岗位，批次号 {batch_id}。撤销：flask jobs undo {batch_id}")


def _forget(site: runs.Site, batch_id: int) -> None:
    """Close an import that has nothing new; this is no error, so a script may run it daily."""
    with transaction():
        batch = db.session.get_one(ImportBatch, batch_id)
        operations.note_failure(batch, NOTHING_NEW)
    runs.files_of(site, batch).forget_contents()
    click.echo(NOTHING_NEW)


def _open(site: runs.Site, upload: Upload, seen: Look, source: str) -> int:
    plan = seen.plan
    plan.stored = site.uploads.keep(upload.data)
    choice = ColumnChoice(plan.columns, source, plan.employer, plan.valid_days)
    with _discarding(site, plan.stored), transaction():
        batch = operations.open_batch(
            file_name=upload.name,
            file_hash=upload.digest,
            plan=plan,
            rows=seen.rows,
            source=source,
            by_id=None,
        )
        operations.choose_columns(batch, choice)
        return batch.id


@contextmanager
def _discarding(site: runs.Site, stored: str) -> Iterator[None]:
    """Remove a stored file again where the block fails."""
    try:
        yield
    except BaseException:
        site.uploads.discard(stored)
        raise


def _site() -> runs.Site:
    return runs.Site(Path(current_app.instance_path))


@cli.command("undo")
@click.argument("batch_id", type=int)
def undo(batch_id: int) -> None:
    """撤销一次导入：没人动过的岗位删掉，动过的留下并列出来。"""
    with _plain_errors(), transaction():
        batch = db.session.get(ImportBatch, batch_id)
        if batch is None:
            raise DomainError(f"没有批次 {batch_id}。")
        found = operations.undo_batch(batch)
        kept = [f"  留下：{vacancy.id} {vacancy.title}" for vacancy in found.touched]
    click.echo("\n".join([f"已撤销 {len(found.free)} 个岗位。", *kept]))


@cli.command("sweep")
@click.option("--days", type=click.IntRange(1), default=SWEEP_DAYS, help="几天以前的。")
def sweep(days: int) -> None:
    """删掉很久以前上传、没有导入的表格文件。"""
    removed = _site().uploads.sweep(clock.now().timestamp() - days * 86_400)
    click.echo(f"已删掉 {removed} 个文件。")


def _print_counts(counts: Counts) -> None:
    click.echo(
        f"读了 {counts.read} 行：可发布 {counts.publish}，待改 {counts.returned}，"
        f"表内重复 {counts.repeated}，系统里已有 {counts.known}，有错 {counts.refused}，"
        f"不是岗位 {counts.ignored}；提醒 {counts.notes} 处。"
    )
    for reason, rows in counts.reasons.items():
        click.echo(f"  {rows} 行：{reason}")


def _write_errors(lines: Path, errors: Path | None) -> None:
    if errors is not None:
        errors.write_bytes(report.as_sheet(lines))
        click.echo(f"问题清单：{errors}")


@contextmanager
def _bar(label: str, total: int) -> Iterator[Callable[[int], None]]:
    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield lambda done: bar.update(task, completed=done)
        bar.update(task, completed=total)


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except DomainError as error:
        raise click.ClickException(error.message) from error
