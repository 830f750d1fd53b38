"""Commands of imports: import a sheet, undo an import, sweep old uploads."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from core import clock
from core.errors import DomainError
from core.parameters.registry import amount_of
from core.scheduling.cli import require_clock
from jobs.employers.written import clean_name
from jobs.importing.settings import LONGEST_DAYS
from jobs.importing.sheet import VACANCIES
from jobs.vacancies.parameters import USUAL_DAYS
from sheets import console
from sheets.opening import look
from sheets.staging import Site

cli = AppGroup("jobs", help="岗位的导入和撤销。")
SWEEP_DAYS = 30


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
    with console.plain_errors():
        upload = console.opened(file)
        seen = look(upload, VACANCIES.fields, sheet=sheet, has_header=not no_header)
        console.map_columns(VACANCIES, seen.plan, mapping)
        seen.plan.settings = _settings(employer, valid_days)
        seen.plan.forced = force
        task = console.FileImport(VACANCIES, upload, seen, source, errors)
        task.print_columns()
        if dry_run:
            task.try_out()
        else:
            task.load(_site(), undo="flask jobs undo")


def _settings(employer: str, valid_days: int | None) -> dict[str, str | int | None]:
    name = clean_name(employer) if employer else ""
    if name is None:
        raise DomainError(f"“{employer}”不像一个单位的名称。")
    days = valid_days or amount_of(USUAL_DAYS, clock.today())
    return {"employer": name, "employer_id": None, "valid_days": days}


def _site() -> Site:
    return Site(Path(current_app.instance_path))


@cli.command("undo")
@click.argument("batch_id", type=int)
def undo(batch_id: int) -> None:
    """撤销一次导入：没人动过的岗位删掉，动过的留下并列出来。"""
    with console.plain_errors():
        console.undo(VACANCIES, batch_id)


@cli.command("sweep")
@click.option("--days", type=click.IntRange(1), default=SWEEP_DAYS, help="几天以前的。")
def sweep(days: int) -> None:
    """删掉很久以前上传、没有导入的表格文件。"""
    require_clock()
    removed = _site().uploads.sweep(clock.now().timestamp() - days * 86_400)
    click.echo(f"已删掉 {removed} 个文件。")
