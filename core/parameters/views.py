"""Pages of the parameters: present values, earlier values, their sources."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock
from core.access import COUNTY_READERS, OFFICERS, allow
from core.features import installed
from core.forms import Saved, form_page
from core.parameters import registry
from core.parameters.forms import ParameterForm

bp = Blueprint("parameters", __name__)


@bp.get("/parameters")
@allow(*COUNTY_READERS)
def index() -> str:
    """List every parameter with its value of today."""
    today = clock.today()
    rows = [
        {
            "parameter": one,
            "value": registry.value_of(one, today),
            "row": registry.row_of(one, today),
        }
        for one in installed().parameters
    ]
    return render_template("parameters/index.html", rows=rows)


@bp.route("/parameters/<parameter>", methods=["GET", "POST"])
@allow(*OFFICERS)
def change(parameter: str) -> ResponseReturnValue:
    """Set one parameter from a day on."""
    known = installed().parameter(parameter)
    form = ParameterForm(value=registry.value_of(known, clock.today()), valid_from=clock.today())

    def save() -> Saved:
        facts = form.facts()
        registry.set_value(
            known,
            facts.value,
            valid_from=facts.valid_from,
            source=facts.source,
            by_id=current_user.id,
        )
        return Saved(f"“{known.label}”已设好。", url_for(".index"))

    return form.save(save) or form_page(
        "parameters/change.html", form, parameter=known, history=registry.history_of(known)
    )
