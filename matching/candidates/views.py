"""Pages of a vacancy's candidates: on the screen, and printed for a fair."""

from typing import Any

from flask import Blueprint, render_template
from flask_login import current_user

from core import clock
from core.access import VACANCY_READERS, allow
from jobs.vacancies import display
from jobs.vacancies.queries import vacancy_for
from matching.candidates.queries import candidates_of, open_conditions
from matching.index import fit_level

bp = Blueprint("candidates", __name__)


@bp.get("/vacancies/<int:vacancy_id>/candidates")
@allow(*VACANCY_READERS)
def index(vacancy_id: int) -> str:
    """Show the veterans who fit a vacancy, without anything that identifies them."""
    return render_template("candidates/index.html", **_shown(vacancy_id))


@bp.get("/vacancies/<int:vacancy_id>/candidates/sheet")
@allow(*VACANCY_READERS)
def sheet(vacancy_id: int) -> str:
    """Print candidates and near candidates on one sheet for a fair."""
    return render_template("candidates/sheet.html", **_shown(vacancy_id))


def _shown(vacancy_id: int) -> dict[str, Any]:
    vacancy = vacancy_for(vacancy_id, current_user)
    found = candidates_of(vacancy)
    return {
        "vacancy": vacancy,
        "found": found,
        "lines": [{"text": one.text, "value": one.count} for one in found.misses] if found else [],
        "open_conditions": open_conditions,
        "is_staff": current_user.is_staff,
        "today": clock.today(),
        "display": display,
        "level_of": fit_level.level_of,
        "fit_words": fit_level.WORDS,
    }
