"""The blueprint of all pages of applications."""

from typing import Any

from flask import Blueprint

from jobs.applications import display as applications_display
from jobs.vacancies import display

bp = Blueprint("applications", __name__)


@bp.context_processor
def _shown() -> dict[str, Any]:
    """Give the pages of this package the words for vacancies and applications."""
    return {"display": display, "progress_of": applications_display.progress_of}
