"""The page where many cells of a sheet are corrected at once, before it is loaded."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from core.access import IMPORTERS, allow
from core.forms import ButtonForm, form_page
from people.imports.forms import FixForm
from people.imports.views.blueprint import bp, get_batch, run_now, running, site
from sheets import operations, runs
from sheets.fixes import groups
from sheets.nouns import noun_of
from sheets.staging import files_of


@bp.route("/<int:batch_id>/fixes", methods=["GET", "POST"])
@allow(*IMPORTERS)
def fixes(batch_id: int) -> ResponseReturnValue:
    """Correct all cells of a column that hold the same; the sheet is judged anew."""
    batch = get_batch(batch_id)
    found = groups(files_of(site(), batch).report, batch.plan)
    form = FixForm()
    form.offer(found, batch.plan)

    def save() -> ResponseReturnValue:
        batch = get_batch(batch_id)
        is_running = running(batch) is not None
        operations.add_fix(noun_of(batch), batch, form.facts(), is_running=is_running)
        return redirect(url_for(".detail", batch_id=batch_id))

    answer = form.save(save)
    if answer is None:
        return form_page("imports/fixes.html", form, batch=batch, plan=batch.plan, groups=found)
    run_now(runs.judge_batch, batch_id)
    return answer


@bp.post("/<int:batch_id>/fixes/drop")
@allow(*IMPORTERS)
def drop_fixes(batch_id: int) -> ResponseReturnValue:
    """Read all cells as they are written again."""

    def save() -> ResponseReturnValue:
        batch = get_batch(batch_id)
        is_running = running(batch) is not None
        operations.drop_fixes(noun_of(batch), batch, is_running=is_running)
        return redirect(url_for(".detail", batch_id=batch_id))

    answer = ButtonForm().save(save)
    if answer is None:
        return redirect(url_for(".fixes", batch_id=batch_id))
    run_now(runs.judge_batch, batch_id)
    return answer
