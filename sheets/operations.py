"""Operations on imports: open, choose columns, store a dry run, begin, load, fail, undo."""

from sqlalchemy import select

from core import audit, clock
from core.db import db
from core.errors import DomainError, Refusals
from sheets import memory, queries
from sheets.fixes import MOST_FIXES
from sheets.models import ImportBatch, ImportStatus
from sheets.nouns import RowLoader, SheetNoun, TextQuestion, Undoing
from sheets.opening import Look
from sheets.plan import LONGEST_SOURCE, ColumnChoice, Counts, Fix, Plan
from sheets.uploads import Upload

READY = (ImportStatus.CHECKED, ImportStatus.FAILED)


def proposed_source(name: str) -> str:
    """Return the source to propose for a sheet, "" where its name is too long for one."""
    return name if len(name) <= LONGEST_SOURCE else ""


def open_batch(
    noun: SheetNoun, upload: Upload, plan: Plan, *, rows: int, source: str, by_id: int | None
) -> ImportBatch:
    """Create the import of an uploaded sheet and return it.

    Raises DomainError where the same file was loaded before and is not forced, or the source is
    too long.
    """
    _check_source(source)
    if not plan.forced:
        refuse_known_file(noun, upload.digest)
    batch = ImportBatch(
        noun=noun.key,
        file_name=upload.name,
        file_hash=upload.digest,
        source=source,
        rows_read=rows,
        by_id=by_id,
    )
    batch.plan = plan
    db.session.add(batch)
    db.session.flush()
    audit.record("import.open", "import_batch", batch.id, rows=rows, forced=plan.forced)
    return batch


def refuse_known_file(noun: SheetNoun, file_hash: str, *, but: int | None = None) -> None:
    """Raise DomainError where the same file was loaded and not undone."""
    before = queries.loaded_before(noun.key, file_hash, but=but)
    if before is None:
        return
    day = clock.local(before.finished_at or before.created_at)
    when = f"{day.year}年{day.month}月{day.day}日"
    loaded = noun.words.count(before.rows_loaded)
    message = f"这份表已经导入过（{when}，{loaded}），没有再导一次。"
    raise DomainError(f"{message}确实要再导，请勾选“再导一次”。", field="file")


def choose_columns(
    noun: SheetNoun, batch: ImportBatch, choice: ColumnChoice, *, is_running: bool = False
) -> None:
    """Store how a sheet is to be read; an earlier dry run no longer counts.

    Raises DomainError where a required column is missing, two columns have one meaning, or a
    text is too long.
    """
    require_checkable(batch, is_running=is_running)
    refusals = Refusals()
    with refusals.collecting():
        noun.fields.check_columns(choice.columns.values())
    with refusals.collecting():
        _check_source(choice.source)
    plan = batch.plan
    plan.columns, plan.counts, plan.failure = dict(choice.columns), None, ""
    plan.skips_hidden = choice.skips_hidden
    plan.settings |= choice.settings
    for question in noun.questions(plan.settings):
        if isinstance(question, TextQuestion):
            _check_text(question, str(plan.settings.get(question.key, "")), refusals)
    refusals.raise_if_any()
    batch.plan, batch.source = plan, choice.source
    batch.status = ImportStatus.CHECKED
    batch.rows_done = 0
    memory.remember(noun.key, plan)
    audit.record("import.choose", "import_batch", batch.id, columns=len(choice.columns))


def add_fix(noun: SheetNoun, batch: ImportBatch, fix: Fix, *, is_running: bool = False) -> None:
    """Correct all cells of a column alike; the sheet is to be judged anew, and it is remembered."""
    require_checkable(batch, is_running=is_running)
    plan = batch.plan
    if fix.heading not in plan.headings:
        raise DomainError("表里没有这一列。", field="column")
    if len(plan.fixes) >= MOST_FIXES:
        raise DomainError(f"一份表最多改 {MOST_FIXES} 处，再多请在表里改好再传。", field="written")
    same = (fix.heading, fix.written, fix.is_whole)
    others = [one for one in plan.fixes if (one.heading, one.written, one.is_whole) != same]
    _set_fixes(noun, batch, plan, [*others, fix])


def drop_fixes(noun: SheetNoun, batch: ImportBatch, *, is_running: bool = False) -> None:
    """Read all cells as they are written again."""
    require_checkable(batch, is_running=is_running)
    _set_fixes(noun, batch, batch.plan, [])


def _set_fixes(noun: SheetNoun, batch: ImportBatch, plan: Plan, fixes: list[Fix]) -> None:
    plan.fixes, plan.counts = fixes, None
    batch.plan, batch.status = plan, ImportStatus.CHECKED
    memory.remember(noun.key, plan)
    audit.record("import.fix", "import_batch", batch.id, fixes=len(fixes))


def _check_text(question: TextQuestion, text: str, refusals: Refusals) -> None:
    if len(text) > question.longest:
        refusals.add(f"{question.subject}最多 {question.longest} 字。", field=question.key)


def _check_source(source: str) -> None:
    if len(source) > LONGEST_SOURCE:
        raise DomainError(f"来源最多 {LONGEST_SOURCE} 字。", field="source")


def require_checkable(batch: ImportBatch, *, is_running: bool) -> None:
    """Raise DomainError where an import is loaded or undone, or a run of it is under way."""
    if is_running:
        raise DomainError("这份表正在处理，请等它完成。")
    _refuse_unless(batch, READY)


def look_again(batch: ImportBatch, seen: Look, *, is_running: bool) -> None:
    """Store another sheet, or other headings, of the same file; the columns are guessed anew."""
    require_checkable(batch, is_running=is_running)
    plan = batch.plan
    plan.sheet, plan.last_header_row = seen.plan.sheet, seen.plan.last_header_row
    plan.headings, plan.columns, plan.counts = seen.plan.headings, seen.plan.columns, None
    plan.header_row, plan.hidden_rows = seen.plan.header_row, seen.plan.hidden_rows
    plan.fixes, plan.recalled = [], ""
    batch.plan = plan
    batch.status = ImportStatus.CHECKED
    batch.rows_read = seen.rows
    audit.record("import.look", "import_batch", batch.id, rows=seen.rows)


def note_check(batch: ImportBatch, counts: Counts) -> None:
    """Store what a dry run found. Raises DomainError where the import was loaded meanwhile."""
    _refuse_unless(batch, READY)
    plan = batch.plan
    plan.counts, plan.failure = counts, ""
    batch.plan, batch.status = plan, ImportStatus.CHECKED
    batch.rows_read = counts.read
    batch.rows_refused = counts.refused
    figures = {"read": counts.read, "loadable": counts.loadable, "refused": counts.refused}
    audit.record("import.check", "import_batch", batch.id, **figures)


def note_failure(batch: ImportBatch, message: str) -> None:
    """Store why a run failed; no row of it is in the database."""
    plan = batch.plan
    plan.failure = message
    batch.plan = plan
    batch.status = ImportStatus.FAILED
    audit.record("import.fail", "import_batch", batch.id)


def begin_load(noun: SheetNoun, batch: ImportBatch, *, is_running: bool) -> None:
    """Mark an import as being loaded.

    `is_running` is whether a run is alive: one whose process died can be begun again.
    """
    if batch.status is not ImportStatus.LOADING or is_running:
        _refuse_unless(batch, READY)
    counts = batch.plan.counts
    if counts is None:
        raise DomainError("请先试读这份表，再导入。")
    if counts.loadable == 0:
        raise DomainError(f"这份表里没有能导入的{noun.words.thing}。")
    batch.status = ImportStatus.LOADING
    audit.record("import.begin", "import_batch", batch.id)


def load_batch(noun: SheetNoun, batch_id: int, loader: RowLoader) -> ImportBatch:
    """Write every staged row; the status becomes LOADED in the same transaction.

    Imports of one file wait for each other's row locks, so the second finds the first.
    """
    batch = _lock_twins(batch_id)
    if batch.status is not ImportStatus.LOADING:
        raise DomainError("这份表已经处理过了，请刷新查看。")
    if not batch.plan.forced:
        refuse_known_file(noun, batch.file_hash, but=batch.id)
    loaded = loader.load(batch)
    batch.rows_loaded = loaded.rows
    batch.rows_done = batch.rows_read
    batch.status = ImportStatus.LOADED
    batch.finished_at = clock.now()
    audit.record("import.load", "import_batch", batch.id, **loaded.figures)
    return batch


def _lock_twins(batch_id: int) -> ImportBatch:
    """Lock all imports of the same file in one order, and return the one asked for."""
    batch = db.session.get_one(ImportBatch, batch_id)
    twins = select(ImportBatch).where(
        ImportBatch.noun == batch.noun, ImportBatch.file_hash == batch.file_hash
    )
    locked = twins.order_by(ImportBatch.id).with_for_update()
    list(db.session.scalars(locked.execution_options(populate_existing=True)))
    return batch


def undo_batch(noun: SheetNoun, batch: ImportBatch) -> Undoing:
    """Delete the untouched rows of an import, then what only it brought with them.

    Rows changed or used since stay and are in the answer.
    """
    _refuse_unless(batch, (ImportStatus.LOADED,))
    found = noun.undoing(batch.id)
    if not found.free:
        words = noun.words
        raise DomainError(f"这批{words.thing}都有人动过了，一个也撤不了。请逐个{words.by_hand}。")
    removed = noun.remove(batch.id, found.free)
    plan = batch.plan
    plan.kept = [row.id for row in found.touched]
    batch.plan = plan
    batch.status = ImportStatus.UNDONE
    batch.finished_at = clock.now()
    figures = {"removed": len(found.free), "kept": len(found.touched), **removed}
    audit.record("import.undo", "import_batch", batch.id, **figures)
    return found


def _refuse_unless(batch: ImportBatch, statuses: tuple[ImportStatus, ...]) -> None:
    if batch.status not in statuses:
        raise DomainError(f"这份表现在是“{batch.status.label}”，不能这样操作。")
