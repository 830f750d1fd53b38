"""The page where an officer verifies several employers of one import at once."""

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core.access import OFFICERS, allow
from core.forms import Saved, form_page
from jobs.employers import forms, operations, queries
from jobs.employers.views.blueprint import bp


@bp.route("/employers/imports/<int:batch_id>", methods=["GET", "POST"])
@allow(*OFFICERS)
def of_import(batch_id: int) -> ResponseReturnValue:
    """Verify the ticked employers of an import; one whose data is incomplete has no tick."""
    waiting = queries.of_import(batch_id)
    form = forms.VerifyManyForm()
    form.offer([employer for employer in waiting if not employer.missing()])

    def save() -> Saved:
        chosen = set(form.employer.data or ())
        ticked = [one for one in queries.of_import(batch_id) if one.id in chosen]
        operations.verify_many(ticked, form.paper_note.data, by_id=current_user.id)
        message = f"{len(ticked)} 家已核实，它们的岗位现在对外显示。"
        return Saved(message, url_for(".of_import", batch_id=batch_id))

    return form.save(save) or form_page(
        "employers/of_import.html",
        form,
        batch_id=batch_id,
        complete=len(form.employer.choices),
        incomplete=[employer for employer in waiting if employer.missing()],
        decidable=bool(form.employer.choices),
    )
