"""Pages where an import is looked at, loaded and taken back."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import paging
from core.access import VACANCY_EDITORS, allow
from core.db import transaction
from jobs.importing import operations, queries, report, runs
from jobs.importing.models import ImportBatch, ImportStatus
from jobs.importing.parsed import Level
from jobs.importing.plan import Plan
from jobs.importing.views.blueprint import (
    bp,
    refuse_while_running,
    run_now,
    sheet_answer,
    this_app,
    viewer,
)


@bp.get("")
@allow(*VACANCY_EDITORS)
def index() -> str:
    """List the imports the viewer may see, newest first."""
    page = paging.paginate(queries.batches(viewer()), number=paging.asked_page())
    plans = {batch.id: Plan.loads(batch.mapping) for batch in page.rows}
    names = queries.names_of(page.rows)
    return render_template("importing/index.html", page=page, plans=plans, names=names)


@bp.get("/<int:batch_id>")
@allow(*VACANCY_EDITORS)
def detail(batch_id: int) -> str:
    """Show where an import stands: its dry run, its progress or its result."""
    batch = queries.get_batch(viewer(), batch_id)
    plan = Plan.loads(batch.mapping)
    path = runs.files_of(this_app(), batch).report
    totals = report.totals(path) if plan.counts else dict.fromkeys(Level, 0)
    level = next((one for one in Level if one.name == request.args.get("level")), None)
    total = sum(totals.values()) if level is None else totals[level]
    return render_template(
        "importing/detail.html",
        batch=batch,
        plan=plan,
        counts=plan.counts,
        running=runs.running(this_app(), batch),
        lines=report.page(path, number=paging.asked_page(), level=level, total=total),
        totals=totals,
        level=level,
        by=queries.names_of([batch]).get(batch.by_id or 0, "命令行"),
        is_interrupted=_is_interrupted(batch),
    )


@bp.get("/<int:batch_id>/problems")
@allow(*VACANCY_EDITORS)
def problems(batch_id: int) -> ResponseReturnValue:
    """Send everything wrong with a sheet as a sheet."""
    batch = queries.get_batch(viewer(), batch_id)
    path = runs.files_of(this_app(), batch).report
    return sheet_answer(report.as_sheet(path), f"问题清单-{batch_id}.xlsx")


@bp.post("/<int:batch_id>/check")
@allow(*VACANCY_EDITORS)
def check(batch_id: int) -> ResponseReturnValue:
    """Do the dry run again, after one that was cut short."""
    refuse_while_running(queries.get_batch(viewer(), batch_id))
    run_now(runs.check_batch, batch_id)
    return redirect(url_for(".detail", batch_id=batch_id))


@bp.post("/<int:batch_id>/load")
@allow(*VACANCY_EDITORS)
def load(batch_id: int) -> ResponseReturnValue:
    """Load what the dry run found good; the run goes on without the page."""
    with transaction():
        batch = queries.get_batch(viewer(), batch_id)
        is_running = runs.running(this_app(), batch) is not None
        operations.begin_load(batch, is_running=is_running)
    run_now(runs.load_batch, batch_id)
    return redirect(url_for(".detail", batch_id=batch_id))


@bp.route("/<int:batch_id>/undo", methods=["GET", "POST"])
@allow(*VACANCY_EDITORS)
def undo(batch_id: int) -> ResponseReturnValue:
    """Show what an undo would take back, and take it back."""
    batch = queries.get_batch(viewer(), batch_id)
    if request.method == "GET":
        found = queries.undoing(batch_id)
        return render_template("importing/undo.html", batch=batch, found=found)
    with transaction():
        found = operations.undo_batch(queries.get_batch(viewer(), batch_id))
        words = f"已撤销 {len(found.free)} 个岗位。"
        if found.touched:
            words += f"有 {len(found.touched)} 个岗位有人动过，留着没动。"
    flash(words, "success")
    return redirect(url_for(".detail", batch_id=batch_id))


def _is_interrupted(batch: ImportBatch) -> bool:
    is_idle = runs.running(this_app(), batch) is None
    return batch.status is ImportStatus.LOADING and is_idle
