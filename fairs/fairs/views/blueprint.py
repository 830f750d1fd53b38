"""The blueprint of all pages of fairs."""

from typing import Any

from flask import Blueprint, current_app

from fairs.fairs import display as fairs_display
from jobs.vacancies import display

bp = Blueprint("fairs", __name__)


@bp.context_processor
def _shown() -> dict[str, Any]:
    """Return how templates of this package show fairs and vacancies."""
    return {"fairs_display": fairs_display, "display": display, "name_of": fairs_display.shown_name}


def county() -> str:
    """Return the division code of the bureau this installation serves."""
    return str(current_app.extensions["settings"].office.county_code)
