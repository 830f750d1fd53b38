"""Figures a bureau sets: what they are now, what they were, on what they rest."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock
from core.access import COUNTY_READERS, Role, allow
from core.db import transaction
from core.errors import DomainError
from core.features import installed
from core.parameters import registry
from core.parameters.forms import ParameterForm

bp = Blueprint("parameters", __name__)


@bp.get("/parameters")
@allow(*COUNTY_READERS)
def index() -> str:
    """List every figure with its value of today."""
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
@allow(Role.OFFICER)
def change(parameter: str) -> ResponseReturnValue:
    """Set one figure from a day on."""
    known = installed().parameter(parameter)
    form = ParameterForm(value=registry.value_of(known, clock.today()), valid_from=clock.today())
    if form.validate_on_submit():
        try:
            with transaction():
                registry.set_value(
                    known,
                    form.value.data,
                    valid_from=form.valid_from.data,
                    source=form.source.data,
                    by_id=current_user.id,
                )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(f"“{known.label}”已设好。", "success")
            return redirect(url_for(".index"))
    page = render_template(
        "parameters/change.html", form=form, parameter=known, history=registry.history_of(known)
    )
    return page, 422 if form.errors else 200
