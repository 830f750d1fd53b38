"""One import on the command line: columns, dry run, load, undo. Each noun's command calls these."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from core.db import db, transaction
from core.errors import DomainError
from sheets import operations, report, runs
from sheets.checking import check
from sheets.judged import JudgedRow, judged_row
from sheets.models import ImportBatch
from sheets.nouns import ChoiceQuestion, OnProgress, Question, SheetNoun, Taken, TextQuestion
from sheets.opening import Look
from sheets.plan import ColumnChoice, Counts, Plan, Settings
from sheets.reading import Row
from sheets.staging import Site, files_of
from sheets.uploads import Upload, accept


@dataclass(frozen=True)
class FileImport:
    """One file to import as rows of a noun. `errors` is where to write its problems."""

    noun: SheetNoun
    upload: Upload
    seen: Look
    source: str
    errors: Path | None = None
    by_id: int | None = None

    @property
    def plan(self) -> Plan:
        """How the sheet is read and loaded."""
        return self.seen.plan

    def print_columns(self) -> None:
        """Print what each column of the sheet means."""
        fields = self.noun.fields.by_key
        for index, heading in enumerate(self.plan.headings):
            key = self.plan.columns.get(index)
            click.echo(f"  {heading} → {fields[key].label if key else '不导入'}")

    def try_out(self) -> None:
        """Read the whole sheet and print its counts; nothing of it is kept."""
        with TemporaryDirectory() as folder:
            lines, staged = Path(folder, "report"), Path(folder, "staged")
            with _bar("试读", self.seen.rows) as on_progress:
                counts = check(
                    self.upload,
                    self.plan,
                    self.noun.reader,
                    source=self.source,
                    staged=staged,
                    report=lines,
                    on_progress=on_progress,
                )
            self._print_counts(counts)
            self._write_errors(lines)
        click.echo("只是试读，没有导入。")

    def judged(self) -> list[JudgedRow]:
        """Read the whole sheet and return what becomes of each row; nothing of it is kept."""
        rows: list[JudgedRow] = []

        def keep(row: Row, taken: Taken) -> None:
            found = judged_row(self.noun, self.plan, row, taken)
            if found is not None:
                rows.append(found)

        with TemporaryDirectory() as folder:
            lines = Path(folder, "report")
            check(
                self.upload,
                self.plan,
                self.noun.reader,
                source=self.source,
                staged=Path(folder, "staged"),
                report=lines,
                on_progress=lambda _done: None,
                on_row=keep,
            )
            self._write_errors(lines, is_shown=False)
        return rows

    def load(self, site: Site, *, undo: str) -> None:
        """Read the sheet and load it; `undo` is the command that undoes an import."""
        batch_id = self._open(site)
        try:
            counts = self._check(site, batch_id)
            if not counts.loadable:
                self._forget(site, batch_id)
                return
            with transaction():
                batch = db.session.get_one(ImportBatch, batch_id)
                operations.begin_load(self.noun, batch, is_running=False)
            with _bar("导入", counts.loadable) as on_progress:
                runs.load_batch(site, batch_id, on_progress)
        except Exception as error:
            runs.keep_failure(batch_id, error)
            raise
        loaded = self.noun.words.count(db.session.get_one(ImportBatch, batch_id).rows_loaded)
        click.echo(f"已导入 {loaded}，批次号 {batch_id}。撤销：{undo} {batch_id}")

    def _check(self, site: Site, batch_id: int) -> Counts:
        with _bar("试读", self.seen.rows) as on_progress:
            runs.check_batch(site, batch_id, on_progress)
        batch = db.session.get_one(ImportBatch, batch_id)
        counts = batch.plan.counts or Counts()
        self._print_counts(counts)
        self._write_errors(files_of(site, batch).report)
        return counts

    def _forget(self, site: Site, batch_id: int) -> None:
        """Close an import that has nothing new; no error, so that a script may run it daily."""
        message = f"没有新的{self.noun.words.thing}可以导入。"
        with transaction():
            batch = db.session.get_one(ImportBatch, batch_id)
            operations.note_failure(batch, message)
        files_of(site, batch).forget_contents()
        click.echo(message)

    def _open(self, site: Site) -> int:
        plan = self.plan
        plan.stored = site.uploads.keep(self.upload.data)
        choice = ColumnChoice(plan.columns, self.source, plan.settings)
        with _discarding(site, plan.stored), transaction():
            batch = operations.open_batch(
                self.noun,
                self.upload,
                plan,
                rows=self.seen.rows,
                source=self.source,
                by_id=self.by_id,
            )
            operations.choose_columns(self.noun, batch, choice)
            return batch.id

    def _print_counts(self, counts: Counts) -> None:
        shown = (one for one in self.noun.outcomes if one.is_shown(self.plan.settings))
        staged = "".join(f"{one.word} {counts.staged.get(one.key, 0)}，" for one in shown)
        click.echo(
            f"读了 {counts.read} 行：{staged}"
            f"表内重复 {counts.repeated}，系统里已有 {counts.known}，有错 {counts.refused}，"
            f"不是{self.noun.words.thing} {counts.ignored}；提醒 {counts.notes} 处。"
        )
        for reason, rows in counts.reasons.items():
            click.echo(f"  {rows} 行：{reason}")

    def _write_errors(self, lines: Path, *, is_shown: bool = True) -> None:
        if self.errors is None:
            return
        self.errors.write_bytes(report.as_sheet(lines))
        if is_shown:
            click.echo(f"问题清单：{self.errors}")


def opened(file: Path) -> Upload:
    """Return a file that passed the gate of uploads. Raises DomainError."""
    with file.open("rb") as stream:
        return accept(stream, file.name)


def map_columns(noun: SheetNoun, plan: Plan, mapping: tuple[str, ...]) -> None:
    """Give columns the meaning typed, as field=heading; without a heading the field has none.

    Raises DomainError for an unknown field or heading.
    """
    for pair in mapping:
        key, _, heading = pair.partition("=")
        if key not in noun.fields.by_key:
            known = "、".join(noun.fields.by_key)
            raise DomainError(f"没有“{key}”这个字段。可用的有：{known}。")
        if heading and heading not in plan.headings:
            raise DomainError(f"表里没有“{heading}”这一列。现有：{'、'.join(plan.headings)}。")
        plan.columns = {index: name for index, name in plan.columns.items() if name != key}
        if heading:
            plan.columns[plan.headings.index(heading)] = key


def answered(noun: SheetNoun, settings: Settings, answers: tuple[str, ...]) -> dict[str, Any]:
    """Return the settings of a sheet with the answers typed, as question=answer.

    Raises DomainError for an unknown question or an answer it does not have.
    """
    found = dict(settings)
    questions = {one.key: one for one in noun.questions(settings)}
    for pair in answers:
        key, _, answer = pair.partition("=")
        question = questions.get(key)
        if question is None:
            asked = "、".join(questions) or "没有"
            raise DomainError(f"没有“{key}”这个问题。会问的有：{asked}。")
        found[key] = _answer(question, answer)
    return found


def _answer(question: Question, answer: str) -> Any:
    if isinstance(question, TextQuestion):
        return question.read(answer)
    if isinstance(question, ChoiceQuestion):
        if answer in dict(question.choices):
            return answer
        known = "、".join(f"{value}（{words}）" for value, words in question.choices)
        raise DomainError(f"“{question.label}”没有“{answer}”。可以答：{known}。")
    is_number = answer.isascii() and answer.isdecimal() and len(answer) < 9
    if not is_number or not question.least <= int(answer) <= question.most:
        raise DomainError(f"“{question.label}”请写 {question.least} 到 {question.most} 的数字。")
    return int(answer)


def undo(noun: SheetNoun, batch_id: int) -> None:
    """Undo an import and print the rows that stay. Raises DomainError for an unknown one."""
    with transaction():
        batch = db.session.get(ImportBatch, batch_id)
        if batch is None or batch.noun != noun.key:
            raise DomainError(f"没有批次 {batch_id}。")
        found = operations.undo_batch(noun, batch)
    kept = [f"  留下：{row.id} {row.title}" for row in found.touched]
    click.echo("\n".join([f"已撤销 {noun.words.count(len(found.free))}。", *kept]))


@contextmanager
def plain_errors() -> Iterator[None]:
    """Show a refusal as the message of the command."""
    try:
        yield
    except DomainError as error:
        sentences = (one.message for one in (error, *error.others))
        raise click.ClickException("\n".join(sentences)) from error


@contextmanager
def _discarding(site: Site, stored: str) -> Iterator[None]:
    """Remove a stored file again where the block fails."""
    try:
        yield
    except BaseException:
        site.uploads.discard(stored)
        raise


@contextmanager
def _bar(label: str, total: int) -> Iterator[OnProgress]:
    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield lambda done: bar.update(task, completed=done)
        bar.update(task, completed=total)
