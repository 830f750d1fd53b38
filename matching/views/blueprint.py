"""The blueprint of matching and the functions its templates share."""

from typing import Any

from flask import Blueprint

from jobs.vacancies import display
from matching import fit_level, pages
from people.divisions.queries import place_name

bp = Blueprint("matching", __name__)


@bp.context_processor
def _shown() -> dict[str, Any]:
    """Return what the templates of this package share."""
    return {
        "display": display,
        "facts_of": pages.facts_of,
        "place_name": place_name,
        "level_of": fit_level.level_of,
        "fit_words": fit_level.WORDS,
    }
