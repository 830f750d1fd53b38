"""Pages of a vacancy: its candidates, and veterans excluded by exactly one condition (放宽一条)."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock
from core.access import VACANCY_EDITORS, VACANCY_READERS, Role, allow
from core.forms import Saved, again
from jobs.vacancies import queries as vacancies
from jobs.vacancies.models import Vacancy
from jobs.vacancies.relaxing import DROP, relax_condition
from matching import active_model
from matching.candidate_pool import Demanded, demanded, open_conditions
from matching.engine.nearmiss import NearMiss
from matching.forms import RelaxForm
from matching.views.blueprint import bp

CONDITIONS = {"age": "年龄", "years": "工作年限", "place": "地点"}


@bp.get("/vacancies/<int:vacancy_id>/candidates")
@allow(*VACANCY_READERS)
def candidates(vacancy_id: int) -> str:
    """Show the veterans who fit a vacancy, without anything that identifies them."""
    return _shown("candidates", vacancy_id)


@bp.get("/vacancies/<int:vacancy_id>/candidates/sheet")
@allow(*VACANCY_READERS)
def sheet(vacancy_id: int) -> str:
    """Print candidates and near candidates on one sheet for a fair."""
    return _shown("sheet", vacancy_id)


@bp.get("/vacancies/<int:vacancy_id>/relax")
@allow(*VACANCY_READERS)
def relax(vacancy_id: int) -> str:
    """Show how many veterans each single condition of a vacancy excludes (放宽一条)."""
    return _shown("relax", vacancy_id)


@bp.post("/vacancies/<int:vacancy_id>/relax")
@allow(*VACANCY_EDITORS)
def relax_one(vacancy_id: int) -> ResponseReturnValue:
    """Remove one condition from a vacancy and show the new candidates."""
    form = RelaxForm()

    def save() -> Saved:
        vacancy = vacancies.vacancy_for(vacancy_id, current_user)
        relax_condition(vacancy, form.condition.data, form.needed.data)
        url = url_for(".candidates", vacancy_id=vacancy_id)
        return Saved("已放宽，合适的人按新条件重新排好了。", url)

    return form.save(save) or again(_shown("relax", vacancy_id, form=form))


def _shown(name: str, vacancy_id: int, *, form: RelaxForm | None = None) -> str:
    vacancy = vacancies.vacancy_for(vacancy_id, current_user)
    found = _found(vacancy)
    misses = found.misses if found else ()
    return render_template(
        f"matching/{name}.html",
        form=form,
        vacancy=vacancy,
        found=found,
        open_conditions=open_conditions,
        lines=[_line(miss) for miss in misses],
        may_change=current_user.role is not Role.LEADER,
        is_staff=current_user.is_staff,
        today=clock.today(),
    )


def _found(vacancy: Vacancy) -> Demanded | None:
    """Return the candidates of a vacancy, None where it is not open."""
    return demanded(vacancy.id) if vacancy.is_open(clock.today()) else None


def _line(miss: NearMiss) -> dict[str, Any]:
    """Return one condition as a line of the chart and of the table."""
    credential = miss.condition == "credentials"
    named = active_model.language().credential_name(miss.needed) if credential else miss.needed
    return {
        "label": CONDITIONS.get(miss.condition, named),
        "value": miss.count,
        "text": miss.text,
        "fields": {"condition": miss.condition, "needed": miss.needed},
        "can_drop": miss.condition in DROP,
    }
