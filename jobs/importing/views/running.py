"""Pages where an import is reviewed, loaded and undone."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import paging
from core.access import VACANCY_EDITORS, allow
from core.downloads import download
from core.forms import ButtonForm, Saved, again
from jobs.importing import operations, queries, report, runs
from jobs.importing.models import ImportStatus
from jobs.importing.parsed import Level
from jobs.importing.views.blueprint import bp, run_now, running, site


@bp.get("")
@allow(*VACANCY_EDITORS)
def index() -> str:
    """List the imports the viewer may see, newest first."""
    page = paging.paginate(queries.batches(current_user), number=paging.asked_page())
    names = queries.names_of(page.rows)
    return render_template("importing/index.html", page=page, names=names)


@bp.get("/<int:batch_id>")
@allow(*VACANCY_EDITORS)
def detail(batch_id: int) -> str:
    """Show the status of an import: its dry run, its progress or its result."""
    batch = queries.get_batch(current_user, batch_id)
    plan, run = batch.plan, running(batch)
    path = runs.files_of(site(), batch).report
    totals = report.totals(path) if plan.counts else dict.fromkeys(Level, 0)
    level = Level.get(request.args.get("level"))
    total = sum(totals.values()) if level is None else totals[level]
    return render_template(
        "importing/detail.html",
        batch=batch,
        plan=plan,
        counts=plan.counts,
        running=run,
        lines=report.page(path, number=paging.asked_page(), level=level, total=total),
        totals=totals,
        level=level,
        by=queries.names_of([batch]).get(batch.by_id or 0, "命令行"),
        is_loaded=batch.status is ImportStatus.LOADED,
        is_undone=batch.status is ImportStatus.UNDONE,
        is_failed=batch.status is ImportStatus.FAILED,
        is_interrupted=batch.status is ImportStatus.LOADING and run is None,
    )


@bp.get("/<int:batch_id>/problems")
@allow(*VACANCY_EDITORS)
def problems(batch_id: int) -> ResponseReturnValue:
    """Send all problems of a sheet as a sheet."""
    batch = queries.get_batch(current_user, batch_id)
    path = runs.files_of(site(), batch).report
    return download(report.as_sheet(path), f"问题清单-{batch_id}.xlsx")


@bp.post("/<int:batch_id>/check")
@allow(*VACANCY_EDITORS)
def check(batch_id: int) -> ResponseReturnValue:
    """Start the dry run again after one that was interrupted."""

    def save() -> ResponseReturnValue:
        batch = queries.get_batch(current_user, batch_id)
        operations.require_checkable(batch, is_running=running(batch) is not None)
        return redirect(url_for(".detail", batch_id=batch_id))

    answer = ButtonForm().save(save, audited=False)  # the run itself changes and records
    if answer is None:
        return again(detail(batch_id))
    run_now(runs.check_batch, batch_id)
    return answer


@bp.post("/<int:batch_id>/load")
@allow(*VACANCY_EDITORS)
def load(batch_id: int) -> ResponseReturnValue:
    """Load the rows the dry run found good; the run goes on without the page."""

    def save() -> ResponseReturnValue:
        batch = queries.get_batch(current_user, batch_id)
        operations.begin_load(batch, is_running=running(batch) is not None)
        return redirect(url_for(".detail", batch_id=batch_id))

    answer = ButtonForm().save(save)
    if answer is None:
        return again(detail(batch_id))
    run_now(runs.load_batch, batch_id)
    return answer


@bp.route("/<int:batch_id>/undo", methods=["GET", "POST"])
@allow(*VACANCY_EDITORS)
def undo(batch_id: int) -> ResponseReturnValue:
    """Show what an undo removes, and remove it."""

    def save() -> Saved:
        found = operations.undo_batch(queries.get_batch(current_user, batch_id))
        message = f"已撤销 {len(found.free)} 个岗位。"
        if found.touched:
            message += f"有 {len(found.touched)} 个岗位有人动过，留着没动。"
        return Saved(message, url_for(".detail", batch_id=batch_id))

    form = ButtonForm()
    if answer := form.save(save):
        return answer
    batch = queries.get_batch(current_user, batch_id)
    page = render_template("importing/undo.html", batch=batch, found=queries.undoing(batch_id))
    return again(page) if form.is_submitted() else page
