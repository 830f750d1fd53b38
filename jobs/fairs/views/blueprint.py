"""The blueprint all pages of fairs hang on."""

from typing import Any

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from jobs.fairs import display as fairs_display
from jobs.fairs.queries import name_of
from jobs.vacancies import display

bp = Blueprint("fairs", __name__)


@bp.context_processor
def _shown() -> dict[str, Any]:
    """Give the pages of this package the words for fairs and posts."""
    return {"fairs_display": fairs_display, "display": display, "name_of": name_of}


def county() -> str:
    """Return the division code of the bureau this installation serves."""
    return str(current_app.extensions["settings"].office.county_code)


def page(template: str, **context: Any) -> ResponseReturnValue:
    """Render a form's page: 422 where it was sent and did not do, else 200."""
    status = 422 if request.method == "POST" else 200
    return render_template(f"fairs/{template}.html", **context), status
