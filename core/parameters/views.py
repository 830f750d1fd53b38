"""Pages of the parameters: present values, earlier values, their sources."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock
from core.access import COUNTY_READERS, OFFICERS, allow
from core.features import installed
from core.forms import Saved, form_page
from core.parameters import registry
from core.parameters.forms import form_of

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
    may_change = current_user.role in OFFICERS
    return render_template("parameters/index.html", rows=rows, may_change=may_change)


@bp.route("/parameters/<parameter>", methods=["GET", "POST"])
@allow(*OFFICERS)
def change(parameter: str) -> ResponseReturnValue:
    """Set one figure from a day on."""
    known, today = installed().parameter(parameter), clock.today()
    form = form_of(known, value=registry.value_of(known, today), valid_from=today)

    def save() -> Saved:
        registry.set_value(known, form.facts(), by_id=current_user.id)
        return Saved(f"“{known.label}”已设好。", url_for(".index"))

    history = registry.history_of(known)
    return form.save(save) or form_page(
        "parameters/change.html", form, parameter=known, history=history
    )
