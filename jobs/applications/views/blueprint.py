"""The blueprint all pages of applications hang on."""

from typing import Any

from flask import Blueprint

from jobs.applications import display as applications_display
from jobs.vacancies import display

bp = Blueprint("applications", __name__)


@bp.context_processor
def _shown() -> dict[str, Any]:
    """Give the pages of this package the words for posts and applications."""
    return {"display": display, "progress_of": applications_display.progress_of}
