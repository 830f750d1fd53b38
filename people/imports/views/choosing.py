"""Pages where a sheet is uploaded and its columns get their meaning."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core.access import IMPORTERS, allow
from core.downloads import download
from core.forms import again, form_page
from core.throttle import Limit
from people.imports.forms import (
    ColumnsForm,
    SheetForm,
    UploadForm,
    columns_form,
    sheet_form,
)
from people.imports.owners import owner_of
from people.imports.views.blueprint import (
    asked_noun,
    bp,
    get_batch,
    run_now,
    running,
    site,
    stored,
)
from sheets import memory, operations, runs
from sheets.models import ImportBatch
from sheets.nouns import noun_of
from sheets.opening import examples, look

UPLOADS = Limit("import upload", tries=60, window_seconds=3600)


@bp.get("/template")
@allow(*IMPORTERS)
def template() -> ResponseReturnValue:
    """Send our own sheet to fill in."""
    noun = asked_noun()
    left_out = noun.left_out(noun.opening(current_user).settings)
    built = noun.template.build(noun.fields, left_out=left_out)
    return download(built, noun.template.file_name)


@bp.route("/new", methods=["GET", "POST"])
@allow(*IMPORTERS)
def new() -> ResponseReturnValue:
    """Upload a sheet; what its columns mean is guessed."""
    noun = asked_noun()
    form = UploadForm(noun, noun.opening(current_user))
    if form.is_submitted():
        UPLOADS.count(str(current_user.id))
    opened = None
    try:
        opened = form.save(lambda: _open(form))
    finally:
        if opened is None:  # refused, or not committed: the file is not kept without its row
            form.discard_from(site().uploads)
    words, named = noun.words, request.args.get("noun")
    return opened or form_page("imports/new.html", form, words=words, named=named)


def _open(form: UploadForm) -> ResponseReturnValue:
    sheet = form.facts()
    name = form.opening.source or sheet.upload.name.rpartition(".")[0]
    plan = sheet.look.plan
    plan.settings = dict(form.opening.settings)
    plan.forced = sheet.is_forced
    plan.stored = site().uploads.keep(sheet.upload.data)
    plan.owner = owner_of(current_user)
    memory.recall(form.noun.key, plan, form.noun.fields)
    batch = operations.open_batch(
        form.noun,
        sheet.upload,
        plan,
        rows=sheet.look.rows,
        source=operations.proposed_source(name),
        by_id=current_user.id,
    )
    return redirect(url_for(".columns", batch_id=batch.id))


@bp.route("/<int:batch_id>/columns", methods=["GET", "POST"])
@allow(*IMPORTERS)
def columns(batch_id: int) -> ResponseReturnValue:
    """Choose what every column means; saving starts the dry run."""
    batch = get_batch(batch_id)
    noun = noun_of(batch)
    form = columns_form(noun, batch.plan, batch.source)

    def save() -> ResponseReturnValue:
        batch = get_batch(batch_id)
        operations.choose_columns(noun, batch, form.facts(), is_running=running(batch) is not None)
        return redirect(url_for(".detail", batch_id=batch_id))

    answer = form.save(save)
    if answer is None:
        page = _columns_page(batch, form, sheet_form(noun, batch.plan))
        return again(page) if form.is_submitted() else page
    run_now(runs.judge_batch, batch_id)
    return answer


@bp.post("/<int:batch_id>/sheet")
@allow(*IMPORTERS)
def choose_sheet(batch_id: int) -> ResponseReturnValue:
    """Read the file again: another sheet, or without headings."""
    batch = get_batch(batch_id)
    noun = noun_of(batch)
    form = sheet_form(noun, batch.plan, upload=stored(batch))

    def save() -> ResponseReturnValue:
        batch = get_batch(batch_id)
        operations.look_again(batch, form.facts(), is_running=running(batch) is not None)
        return redirect(url_for(".columns", batch_id=batch_id))

    unsent = columns_form(noun, batch.plan, batch.source, is_sent=False)
    return form.save(save) or again(_columns_page(batch, unsent, form))


def _columns_page(batch: ImportBatch, form: ColumnsForm, sheets: SheetForm) -> str:
    """Show the columns with a few of their values, read from the file again."""
    plan, fields = batch.plan, noun_of(batch).fields
    seen = look(
        stored(batch),
        fields,
        sheet=plan.sheet,
        has_header=bool(plan.last_header_row),
        header_row=plan.header_row,
    )
    is_hidden = {index for index, key in plan.columns.items() if key in fields.hidden}
    rows = [
        {
            "heading": heading,
            "select": form.column(index),
            "values": [] if index in is_hidden else examples(seen.samples, index),
        }
        for index, heading in enumerate(plan.headings)
    ]
    return render_template(
        "imports/columns.html",
        form=form,
        batch=batch,
        plan=plan,
        rows=rows,
        sheet_form=sheets,
    )
