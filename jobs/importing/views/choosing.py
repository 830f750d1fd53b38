"""Pages where a sheet is uploaded and its columns get their meaning."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock
from core.access import VACANCY_EDITORS, allow
from core.downloads import download
from core.forms import again, form_page
from core.parameters.registry import amount_of
from core.throttle import Limit
from jobs.employers import queries as employers
from jobs.importing import operations, queries, runs
from jobs.importing.forms import (
    ColumnsForm,
    SheetForm,
    UploadForm,
    columns_form,
    sheet_form,
)
from jobs.importing.models import ImportBatch
from jobs.importing.opening import examples, look
from jobs.importing.template import FILE_NAME, build_template
from jobs.importing.views.blueprint import bp, is_employer, run_now, running, site, stored
from jobs.vacancies.parameters import USUAL_DAYS

UPLOADS = Limit("import upload", tries=60, window_seconds=3600)


@bp.get("/template")
@allow(*VACANCY_EDITORS)
def template() -> ResponseReturnValue:
    """Send our own sheet to fill in."""
    return download(build_template(for_employer=is_employer()), FILE_NAME)


@bp.route("/new", methods=["GET", "POST"])
@allow(*VACANCY_EDITORS)
def new() -> ResponseReturnValue:
    """Upload a sheet; what its columns mean is guessed."""
    form = UploadForm(is_own=is_employer())
    if form.is_submitted():
        UPLOADS.count(str(current_user.id))
    opened = None
    try:
        opened = form.save(lambda: _open(form))
    finally:
        if opened is None:  # refused, or not committed: the file is not kept without its row
            form.discard_from(site().uploads)
    return opened or form_page("importing/new.html", form)


def _open(form: UploadForm) -> ResponseReturnValue:
    sheet = form.facts()
    own = employers.employer_of(current_user.id) if is_employer() else None
    name = own.name if own else sheet.upload.name.rpartition(".")[0]
    plan = sheet.look.plan
    plan.employer_id = own.id if own else None
    plan.forced = sheet.is_forced
    plan.valid_days = amount_of(USUAL_DAYS, clock.today())
    plan.stored = site().uploads.keep(sheet.upload.data)
    batch = operations.open_batch(
        file_name=sheet.upload.name,
        file_hash=sheet.upload.digest,
        plan=plan,
        rows=sheet.look.rows,
        source=operations.proposed_source(name),
        by_id=current_user.id,
    )
    return redirect(url_for(".columns", batch_id=batch.id))


@bp.route("/<int:batch_id>/columns", methods=["GET", "POST"])
@allow(*VACANCY_EDITORS)
def columns(batch_id: int) -> ResponseReturnValue:
    """Choose what every column means; saving starts the dry run."""
    batch = queries.get_batch(current_user, batch_id)
    form = columns_form(batch.plan, batch.source)

    def save() -> ResponseReturnValue:
        batch = queries.get_batch(current_user, batch_id)
        operations.choose_columns(batch, form.facts(), is_running=running(batch) is not None)
        return redirect(url_for(".detail", batch_id=batch_id))

    answer = form.save(save)
    if answer is None:
        page = _columns_page(batch, form, sheet_form(batch.plan))
        return again(page) if form.is_submitted() else page
    run_now(runs.check_batch, batch_id)
    return answer


@bp.post("/<int:batch_id>/sheet")
@allow(*VACANCY_EDITORS)
def choose_sheet(batch_id: int) -> ResponseReturnValue:
    """Read the file again: another sheet, or without headings."""
    batch = queries.get_batch(current_user, batch_id)
    form = sheet_form(batch.plan, upload=stored(batch))

    def save() -> ResponseReturnValue:
        batch = queries.get_batch(current_user, batch_id)
        operations.look_again(batch, form.facts(), is_running=running(batch) is not None)
        return redirect(url_for(".columns", batch_id=batch_id))

    unsent = columns_form(batch.plan, batch.source, is_sent=False)
    return form.save(save) or again(_columns_page(batch, unsent, form))


def _columns_page(batch: ImportBatch, form: ColumnsForm, sheets: SheetForm) -> str:
    """Show the columns with a few of their values, read from the file again."""
    plan = batch.plan
    seen = look(stored(batch), sheet=plan.sheet, has_header=bool(plan.last_header_row))
    rows = [
        {"heading": heading, "select": form.column(index), "values": examples(seen.samples, index)}
        for index, heading in enumerate(plan.headings)
    ]
    return render_template(
        "importing/columns.html",
        form=form,
        batch=batch,
        plan=plan,
        rows=rows,
        sheet_form=sheets,
        is_own=plan.employer_id is not None,
    )
