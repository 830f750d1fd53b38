"""Pages where a sheet comes in and its columns get their meaning."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core.access import VACANCY_EDITORS, allow
from core.db import transaction
from core.errors import DomainError
from core.throttle import Limit
from core.uploads import Upload, accept
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
from jobs.importing.opening import Look, examples, look
from jobs.importing.parse.employers import clean_name
from jobs.importing.plan import Plan
from jobs.importing.template import FILE_NAME, build_template
from jobs.importing.views.blueprint import (
    bp,
    is_employer,
    page_answer,
    refuse_while_running,
    run_now,
    sheet_answer,
    stored,
    this_app,
    viewer,
)

UPLOADS = Limit("import upload", tries=60, window_seconds=3600)


@bp.get("/template")
@allow(*VACANCY_EDITORS)
def template() -> ResponseReturnValue:
    """Send our own sheet to fill in."""
    return sheet_answer(build_template(for_employer=is_employer()), FILE_NAME)


@bp.route("/new", methods=["GET", "POST"])
@allow(*VACANCY_EDITORS)
def new() -> ResponseReturnValue:
    """Take a sheet in, through the gate, and guess what its columns mean."""
    form = UploadForm()
    if form.validate_on_submit():
        UPLOADS.count(str(current_user.id))
        try:
            batch_id = _open(form)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            return redirect(url_for(".columns", batch_id=batch_id))
    return page_answer("importing/new.html", form=form)


def _open(form: UploadForm) -> int:
    own = employers.employer_of(current_user.id) if is_employer() else None
    own_id, source = (own.id, own.name[:80]) if own else (None, "")
    upload = accept(form.file.data.stream, form.file.data.filename or "")
    if not form.forced.data:
        operations.refuse_known_file(upload.digest)
    seen = look(upload, is_own=own is not None)
    seen.plan.employer_id, seen.plan.forced = own_id, bool(form.forced.data)
    return _keep(upload, seen, source or upload.name.rpartition(".")[0][:80])


def _keep(upload: Upload, seen: Look, source: str) -> int:
    """Store the file and its batch; without the batch the file goes again."""
    store = runs.store_of(this_app())
    seen.plan.stored = store.keep(upload.data)
    try:
        with transaction():
            batch = operations.open_batch(
                file_name=upload.name,
                file_hash=upload.digest,
                plan=seen.plan,
                rows=seen.rows,
                source=source,
                by_id=current_user.id,
            )
            return batch.id
    except BaseException:
        store.discard(seen.plan.stored)
        raise


@bp.route("/<int:batch_id>/columns", methods=["GET", "POST"])
@allow(*VACANCY_EDITORS)
def columns(batch_id: int) -> ResponseReturnValue:
    """Say what every column means; saving starts the dry run."""
    batch = queries.get_batch(viewer(), batch_id)
    plan = Plan.loads(batch.mapping)
    form = columns_form(plan, batch.source)
    if form.validate_on_submit():
        try:
            with transaction():
                _choose(queries.get_batch(viewer(), batch_id), plan, form)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            run_now(runs.check_batch, batch_id)
            return redirect(url_for(".detail", batch_id=batch_id))
    return _columns_page(batch, plan, form)


def _choose(batch: ImportBatch, plan: Plan, form: ColumnsForm) -> None:
    refuse_while_running(batch)
    plan.columns = form.columns()
    plan.employer = clean_name(form.employer.data or "") or ""
    plan.valid_days = form.valid_days.data
    operations.choose_columns(batch, plan, source=form.source.data)


def _columns_page(batch: ImportBatch, plan: Plan, form: ColumnsForm) -> ResponseReturnValue:
    """Show the columns with a few of their values, read from the file again."""
    upload = stored(batch, plan)
    seen = look(upload, sheet=plan.sheet, has_header=bool(plan.last_header_row))
    rows = [
        {"heading": heading, "select": form.column(index), "values": examples(seen.samples, index)}
        for index, heading in enumerate(plan.headings)
    ]
    return page_answer(
        "importing/columns.html",
        form=form,
        batch=batch,
        plan=plan,
        rows=rows,
        sheet_form=sheet_form(plan),
        is_own=plan.employer_id is not None,
    )


@bp.post("/<int:batch_id>/sheet")
@allow(*VACANCY_EDITORS)
def choose_sheet(batch_id: int) -> ResponseReturnValue:
    """Look at the file again: another sheet, or without headings."""
    batch = queries.get_batch(viewer(), batch_id)
    plan = Plan.loads(batch.mapping)
    wanted: SheetForm = sheet_form(plan)
    if not wanted.validate_on_submit():
        raise DomainError("请从列表里选工作表。")
    seen = look(
        stored(batch, plan),
        sheet=wanted.sheet.data,
        has_header=wanted.has_header.data == "1",
        is_own=plan.employer_id is not None,
    )
    with transaction():
        operations.look_again(queries.get_batch(viewer(), batch_id), seen.plan, rows=seen.rows)
    return redirect(url_for(".columns", batch_id=batch_id))
