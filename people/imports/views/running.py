"""Pages where an import is reviewed, loaded and undone."""

from collections.abc import Iterable

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import paging
from core.access import IMPORTERS, SYSTEM_EDITORS, allow
from core.downloads import download
from core.forms import ButtonForm, Saved, again
from people.accounts.queries import names_of
from people.imports.views.blueprint import bp, get_batch, own_nouns, run_now, running, site
from sheets import operations, queries, report, runs
from sheets.models import ImportBatch, ImportStatus
from sheets.nouns import noun_of
from sheets.report import Level
from sheets.staging import files_of


@bp.get("")
@allow(*IMPORTERS)
def index() -> str:
    """List the imports the viewer may see, newest first."""
    nouns = own_nouns()
    seen = queries.batches(nouns, current_user)
    page = paging.paginate(seen, number=paging.asked_page())
    return render_template(
        "imports/index.html",
        page=page,
        names=_names(page.rows),
        nouns=nouns,
        leads_first=current_user.role in SYSTEM_EDITORS,
    )


def _names(batches: Iterable[ImportBatch]) -> dict[int, str]:
    """Return account id -> name of the accounts that made these imports."""
    return names_of(batch.by_id for batch in batches if batch.by_id is not None)


@bp.get("/<int:batch_id>")
@allow(*IMPORTERS)
def detail(batch_id: int) -> str:
    """Show the status of an import: its dry run, its progress or its result."""
    batch = get_batch(batch_id)
    noun, plan, run = noun_of(batch), batch.plan, running(batch)
    path, is_loaded = files_of(site(), batch).report, batch.status is ImportStatus.LOADED
    totals = report.totals(path) if plan.counts else dict.fromkeys(Level, 0)
    level = Level.get(request.args.get("level"))
    total = sum(totals.values()) if level is None else totals[level]
    return render_template(
        "imports/detail.html",
        batch=batch,
        plan=plan,
        noun=noun,
        counts=plan.counts,
        running=run,
        lines=report.page(path, number=paging.asked_page(), level=level, total=total),
        totals=totals,
        level=level,
        follow_up=noun.follow_up(batch.id, current_user) if is_loaded else None,
        by=_names([batch]).get(batch.by_id or 0, "命令行"),
        is_loaded=is_loaded,
        is_undone=batch.status is ImportStatus.UNDONE,
        is_failed=batch.status is ImportStatus.FAILED,
        is_interrupted=batch.status is ImportStatus.LOADING and run is None,
    )


@bp.get("/<int:batch_id>/problems")
@allow(*IMPORTERS)
def problems(batch_id: int) -> ResponseReturnValue:
    """Send all problems of a sheet as a sheet."""
    batch = get_batch(batch_id)
    path = files_of(site(), batch).report
    return download(report.as_sheet(path), f"问题清单-{batch_id}.xlsx")


@bp.post("/<int:batch_id>/check")
@allow(*IMPORTERS)
def check(batch_id: int) -> ResponseReturnValue:
    """Start the dry run again after one that was interrupted."""

    def save() -> ResponseReturnValue:
        batch = get_batch(batch_id)
        operations.require_checkable(batch, is_running=running(batch) is not None)
        return redirect(url_for(".detail", batch_id=batch_id))

    answer = ButtonForm().save(save, audited=False)  # the run itself changes and records
    if answer is None:
        return again(detail(batch_id))
    run_now(runs.judge_batch, batch_id)
    return answer


@bp.post("/<int:batch_id>/load")
@allow(*IMPORTERS)
def load(batch_id: int) -> ResponseReturnValue:
    """Load the rows the dry run found good; the run goes on without the page."""

    def save() -> ResponseReturnValue:
        batch = get_batch(batch_id)
        operations.begin_load(noun_of(batch), batch, is_running=running(batch) is not None)
        return redirect(url_for(".detail", batch_id=batch_id))

    answer = ButtonForm().save(save)
    if answer is None:
        return again(detail(batch_id))
    run_now(runs.load_batch, batch_id)
    return answer


@bp.route("/<int:batch_id>/undo", methods=["GET", "POST"])
@allow(*IMPORTERS)
def undo(batch_id: int) -> ResponseReturnValue:
    """Show what an undo removes, and remove it."""

    def save() -> Saved:
        batch = get_batch(batch_id)
        noun = noun_of(batch)
        found, count = operations.undo_batch(noun, batch), noun.words.count
        message = f"已撤销 {count(len(found.free))}。"
        if found.touched:
            message += f"有 {count(len(found.touched))}有人动过，留着没动。"
        return Saved(message, url_for(".detail", batch_id=batch_id))

    form = ButtonForm()
    if answer := form.save(save):
        return answer
    batch = get_batch(batch_id)
    noun = noun_of(batch)
    found = noun.undoing(batch_id)
    page = render_template("imports/undo.html", batch=batch, noun=noun, found=found)
    return again(page) if form.is_submitted() else page
