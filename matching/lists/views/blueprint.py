"""The blueprint of lists and the functions its templates share."""

from typing import Any

from flask import Blueprint

from jobs.vacancies import display
from matching.lists import pages
from people.divisions.queries import place_name

bp = Blueprint("lists", __name__)


@bp.context_processor
def _shown() -> dict[str, Any]:
    """Return what the templates of this package share."""
    return {
        "display": display,
        "facts_of": pages.facts_of,
        "place_name": place_name,
    }
