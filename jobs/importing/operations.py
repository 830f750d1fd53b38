"""Deeds of imports: open, choose columns, note a dry run, begin, load, fail, undo."""

from sqlalchemy import select

from core import audit, clock
from core.db import db
from core.errors import DomainError
from jobs.importing import queries
from jobs.importing.fields import BY_KEY
from jobs.importing.loading import Loader, LoadTerms, remove_employers, remove_vacancies
from jobs.importing.models import ImportBatch, ImportStatus
from jobs.importing.plan import Counts, Plan

READY = (ImportStatus.CHECKED, ImportStatus.FAILED)


def open_batch(
    *, file_name: str, file_hash: str, plan: Plan, rows: int, source: str, by_id: int | None
) -> ImportBatch:
    """Record an uploaded sheet, flushed and not committed.

    Raises DomainError where the same file was loaded before and is not forced.
    """
    if not plan.forced:
        refuse_known_file(file_hash)
    batch = ImportBatch(
        file_name=file_name,
        file_hash=file_hash,
        mapping=plan.dumps(),
        source=source,
        rows_read=rows,
        by_id=by_id,
    )
    db.session.add(batch)
    db.session.flush()
    audit.record("import.open", "import_batch", batch.id, rows=rows, forced=plan.forced)
    return batch


def refuse_known_file(file_hash: str, *, but: int | None = None) -> None:
    """Raise DomainError where this very file was loaded and not undone."""
    before = queries.loaded_before(file_hash, but=but)
    if before is None:
        return
    day = clock.local(before.finished_at or before.created_at)
    when = f"{day.year}年{day.month}月{day.day}日"
    message = f"这份表已经导入过（{when}，{before.rows_loaded} 个岗位），没有再导一次。"
    raise DomainError(f"{message}确实要再导，请勾选“再导一次”。", field="file")


def choose_columns(batch: ImportBatch, plan: Plan, *, source: str) -> None:
    """Keep how a sheet is to be read; an earlier dry run no longer counts.

    Raises DomainError where no column is the title or two columns have one meaning.
    """
    _refuse_unless(batch, READY)
    chosen = list(plan.columns.values())
    doubled = next((key for key in chosen if chosen.count(key) > 1), None)
    if doubled is not None:
        raise DomainError(f"“{BY_KEY[doubled].label}”选了两列，只能选一列。")
    if "title" not in chosen:
        raise DomainError("还没有选哪一列是“岗位名称”。")
    plan.counts, plan.failure = None, ""
    batch.status = ImportStatus.CHECKED
    batch.source = source
    batch.mapping = plan.dumps()
    batch.rows_done = 0
    audit.record("import.choose", "import_batch", batch.id, columns=len(chosen))


def look_again(batch: ImportBatch, seen: Plan, *, rows: int) -> None:
    """Keep another sheet, or other headings, of the same file; the columns are guessed anew."""
    _refuse_unless(batch, READY)
    plan = Plan.loads(batch.mapping)
    plan.sheet, plan.last_header_row = seen.sheet, seen.last_header_row
    plan.headings, plan.columns, plan.counts = seen.headings, seen.columns, None
    batch.status = ImportStatus.CHECKED
    batch.mapping = plan.dumps()
    batch.rows_read = rows
    audit.record("import.look", "import_batch", batch.id, rows=rows)


def note_check(batch: ImportBatch, counts: Counts) -> None:
    """Keep what a dry run found."""
    plan = Plan.loads(batch.mapping)
    plan.counts, plan.failure = counts, ""
    batch.mapping = plan.dumps()
    batch.rows_read = counts.read
    batch.rows_refused = counts.refused
    figures = {"read": counts.read, "loadable": counts.loadable, "refused": counts.refused}
    audit.record("import.check", "import_batch", batch.id, **figures)


def note_failure(batch: ImportBatch, message: str) -> None:
    """Keep why a run came to nothing; no row of it is in the database."""
    plan = Plan.loads(batch.mapping)
    plan.failure = message
    batch.mapping = plan.dumps()
    batch.status = ImportStatus.FAILED
    audit.record("import.fail", "import_batch", batch.id)


def begin_load(batch: ImportBatch, *, is_running: bool) -> None:
    """Mark an import as being loaded.

    `is_running` says whether a run is alive, so that one whose process died can be begun again.
    """
    if batch.status is not ImportStatus.LOADING or is_running:
        _refuse_unless(batch, READY)
    plan = Plan.loads(batch.mapping)
    if plan.counts is None:
        raise DomainError("请先试读这份表，再导入。")
    if plan.counts.loadable == 0:
        raise DomainError("这份表里没有能导入的岗位。")
    batch.status = ImportStatus.LOADING
    audit.record("import.begin", "import_batch", batch.id)


def load_batch(batch_id: int, terms: LoadTerms, loader: Loader) -> ImportBatch:
    """Bring every staged post in; the state becomes LOADED in the same transaction.

    Imports of one file queue for each other's rows, so the second finds the first.
    """
    batch = _lock_twins(batch_id)
    if batch.status is not ImportStatus.LOADING:
        raise DomainError("这份表已经处理过了，请刷新查看。")
    plan = Plan.loads(batch.mapping)
    if not plan.forced:
        refuse_known_file(batch.file_hash, but=batch.id)
    loaded = loader.load(batch, plan, terms)
    batch.rows_loaded = loaded.vacancies
    batch.rows_done = batch.rows_read
    batch.status = ImportStatus.LOADED
    batch.finished_at = clock.now()
    figures = {"vacancies": loaded.vacancies, "employers": loaded.employers, "known": loaded.known}
    audit.record("import.load", "import_batch", batch.id, **figures)
    return batch


def _lock_twins(batch_id: int) -> ImportBatch:
    """Lock all imports of the same file in one order, and return the one asked for."""
    batch = db.session.get_one(ImportBatch, batch_id)
    twins = select(ImportBatch).where(ImportBatch.file_hash == batch.file_hash)
    locked = twins.order_by(ImportBatch.id).with_for_update()
    list(db.session.scalars(locked.execution_options(populate_existing=True)))
    return batch


def undo_batch(batch: ImportBatch) -> queries.Undoing:
    """Take back what nobody touched since: posts first, then employers left without any.

    Posts somebody changed or used stay and are named in the answer.
    """
    _refuse_unless(batch, (ImportStatus.LOADED,))
    found = queries.undoing(batch.id)
    if not found.free:
        raise DomainError("这批岗位都有人动过了，一个也撤不了。请逐个下架。")
    remove_vacancies(found.free)
    employers = remove_employers(batch.id)
    plan = Plan.loads(batch.mapping)
    plan.kept = [parsed.id for parsed in found.touched]
    batch.mapping = plan.dumps()
    batch.status = ImportStatus.UNDONE
    batch.finished_at = clock.now()
    figures = {"removed": len(found.free), "kept": len(found.touched), "employers": employers}
    audit.record("import.undo", "import_batch", batch.id, **figures)
    return found


def _refuse_unless(batch: ImportBatch, statuses: tuple[ImportStatus, ...]) -> None:
    if batch.status not in statuses:
        raise DomainError(f"这份表现在是“{batch.status.label}”，不能这样操作。")
