"""The blueprint all pages of stations and caseloads hang on."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from people.divisions.queries import place_name, short_name

bp = Blueprint("stations", __name__)


@bp.context_processor
def _shown() -> dict[str, Any]:
    """Give the pages of this package the names of places."""
    return {"place": short_name, "place_name": place_name}


def page(template: str, **context: Any) -> ResponseReturnValue:
    """Render a form's page: 422 where it was sent and did not do, else 200."""
    status = 422 if request.method == "POST" else 200
    return render_template(f"stations/{template}.html", **context), status
