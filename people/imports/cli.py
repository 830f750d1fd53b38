"""Commands of imports, the same for every noun: check a sheet, import it, undo an import.

They take the steps of the pages: the same gate, the same declaration, the same words.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from core import audit
from core.db import db
from core.errors import DomainError
from core.features import installed
from people.accounts.models import Account
from people.accounts.queries import accounts_by_phone
from people.imports.owners import owner_of
from people.secrecy.personal_numbers import normalise_phone
from sheets import console, memory, operations, queries
from sheets.judged import LABELS, RowStatus
from sheets.models import ImportBatch
from sheets.nouns import SheetNoun, noun_of, nouns_of
from sheets.opening import look
from sheets.staging import Site

cli = AppGroup("sheets", help="各种表格的试读、导入和撤销，和页面上的一样。")
ROWS_REFUSED = 3  # the exit code of a check that found rows a load would not take
BY = click.option("--by", "phone", default="", help="谁经办：这个人的手机号。不写记作命令行。")
OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.argument("noun"),
    click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
    click.option("--sheet", default="", help="工作表名，默认列名认得最多的那一张。"),
    click.option(
        "--hidden",
        type=click.Choice(["keep", "skip"]),
        help="隐藏的、筛选掉的行：keep 一起读，skip 不读。有这样的行就要写。",
    ),
    click.option("--header-row", type=click.IntRange(1), help="表头在第几行，默认自己找。"),
    click.option(
        "--map", "mapping", multiple=True, metavar="COLUMN=HEADING", help="指定某一列的意思。"
    ),
    click.option(
        "--set",
        "answers",
        multiple=True,
        metavar="QUESTION=ANSWER",
        help="回答对整份表的提问，如 fair=3。",
    ),
    click.option("--source", default="", help="来源，默认是文件名。"),
    click.option(
        "--errors", type=click.Path(dir_okay=False, path_type=Path), help="问题清单存成 xlsx。"
    ),
    BY,
)


def _with_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that name a sheet and how it is read."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@cli.command("check")
@_with_options
@click.option("--json", "as_json", is_flag=True, help="逐行输出 JSON，只输出这个。")
@click.pass_context
def check(context: click.Context, /, *, as_json: bool, phone: str, **asked: Any) -> None:
    """试读一份表：逐行写明怎么读的、有什么问题，什么也不改。"""
    with console.plain_errors(), _acting(phone) as viewer:
        task = _task(viewer, **asked)
        rows = task.judged()
    if as_json:
        click.echo(json.dumps([row.as_json() for row in rows], ensure_ascii=False, indent=1))
    else:
        task.print_columns()
        for row in rows:
            click.echo(f"第 {row.row} 行 {LABELS[row.status]}：{_shown(row.values)}")
            for note in row.notes:
                click.echo(f"    {note}")
        counted = (f"{LABELS[one]} {sum(row.status is one for row in rows)}" for one in RowStatus)
        click.echo(f"共 {len(rows)} 行：{'，'.join(counted)}。只是试读，没有导入。")
    if any(row.status is RowStatus.REFUSED for row in rows):
        context.exit(ROWS_REFUSED)


@cli.command("import")
@_with_options
@click.option("--force", is_flag=True, help="同一份表导入过也再导一次。")
def import_file(*, force: bool, phone: str, **asked: Any) -> None:
    """导入一份表：先试读，再整份写入，要么全部，要么一行也没有。"""
    with console.plain_errors(), _acting(phone) as viewer:
        task = _task(viewer, **asked)
        task.plan.forced = force
        task.print_columns()
        task.load(Site(Path(current_app.instance_path)), undo="flask sheets undo")


@cli.command("undo")
@click.argument("batch_id", type=int, metavar="BATCH")
@BY
def undo(batch_id: int, phone: str) -> None:
    """撤销一次导入：没人动过的删掉或恢复，动过的留下并列出来。"""
    with console.plain_errors(), _acting(phone) as viewer:
        batch = _batch(batch_id, viewer)
        console.undo(noun_of(batch), batch_id)


@contextmanager
def _acting(phone: str) -> Iterator[Account | None]:
    """Act for the account with a phone number, the only one that may import; "" for none."""
    if not phone:
        yield None
        return
    number = normalise_phone(phone)
    found = [one for one in accounts_by_phone(number) if nouns_of(one.role)]
    if len(found) != 1:
        many = "有几个能导入的账号用这个手机号，分不清是哪一个。"
        raise DomainError(many if found else "没有能导入的账号用这个手机号。")
    viewer = found[0]
    with audit.acting(audit.Actor(viewer.id, viewer.role.value)):
        yield viewer


def _task(
    viewer: Account | None,
    *,
    noun: str,
    file: Path,
    sheet: str,
    header_row: int | None,
    hidden: str | None,
    mapping: tuple[str, ...],
    answers: tuple[str, ...],
    source: str,
    errors: Path | None,
) -> console.FileImport:
    """Return the import of a file. Raises DomainError where it cannot be read as asked."""
    declared = _noun(noun, viewer)
    opening = declared.opening(viewer)
    settings = console.answered(declared, opening.settings, answers)
    left_out = declared.left_out(settings)
    upload = console.opened(file)
    seen = look(upload, declared.fields, sheet=sheet, header_row=header_row, left_out=left_out)
    if sheet and sheet != seen.plan.sheet:
        raise DomainError(f"没有“{sheet}”这张工作表。现有：{'、'.join(seen.plan.sheets)}。")
    if seen.plan.hidden_rows and hidden is None:
        count = seen.plan.hidden_rows
        raise DomainError(f"表里有 {count} 行是隐藏的，请写 --hidden keep 或 skip。")
    seen.plan.skips_hidden = hidden == "skip"
    seen.plan.owner = owner_of(viewer)
    memory.recall(declared.key, seen.plan, declared.fields)
    console.map_columns(declared, seen.plan, mapping)
    declared.fields.check_columns(seen.plan.columns.values())
    seen.plan.settings = settings
    named = source or opening.source or operations.proposed_source(file.stem)
    by_id = viewer.id if viewer is not None else None
    return console.FileImport(declared, upload, seen, named, errors, by_id)


def _noun(key: str, viewer: Account | None) -> SheetNoun:
    """Return a noun the viewer may import. Raises DomainError with those there are."""
    known: tuple[SheetNoun, ...] = installed().sheets if viewer is None else nouns_of(viewer.role)
    for one in known:
        if one.key == key:
            return one
    offered = "、".join(f"{one.key}（{one.words.thing}）" for one in known)
    raise DomainError(f"没有“{key}”这一种表。可以导入的有：{offered}。")


def _batch(batch_id: int, viewer: Account | None) -> ImportBatch:
    """Return an import the viewer may see. Raises DomainError where there is none."""
    query = select(ImportBatch).where(ImportBatch.id == batch_id)
    if viewer is not None:
        query = queries.batches(nouns_of(viewer.role), viewer).where(ImportBatch.id == batch_id)
    found = db.session.scalar(query)
    if found is None:
        raise DomainError(f"没有批次 {batch_id}。")
    return found


def _shown(values: Any) -> str:
    return "，".join(f"{key}={_text(value)}" for key, value in values.items())


def _text(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)
