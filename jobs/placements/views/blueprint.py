"""The blueprint all pages of placements hang on."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

bp = Blueprint("placements", __name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def page(template: str, **context: Any) -> ResponseReturnValue:
    """Render a form's page: 422 where it was sent and did not do, else 200."""
    status = 422 if request.method == "POST" else 200
    return render_template(f"placements/{template}.html", **context), status
