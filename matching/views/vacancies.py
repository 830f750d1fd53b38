"""A post seen from the other side: who fits it, and which condition keeps people out."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock
from core.access import VACANCY_READERS, Role, allow
from core.db import transaction
from jobs.vacancies import queries as vacancies
from jobs.vacancies.models import Vacancy
from jobs.vacancies.relaxing import DROP, relax_condition
from matching import active_model
from matching.candidate_pool import Demanded, demanded, open_conditions
from matching.engine.nearmiss import NearMiss
from matching.views.blueprint import bp

CONDITIONS = {"age": "年龄", "years": "工作年限", "place": "地点"}


@bp.get("/vacancies/<int:vacancy_id>/candidates")
@allow(*VACANCY_READERS)
def candidates(vacancy_id: int) -> str:
    """Show who fits a post, without anything that tells who it is."""
    return _page("candidates", vacancy_id)


@bp.get("/vacancies/<int:vacancy_id>/candidates/sheet")
@allow(*VACANCY_READERS)
def sheet(vacancy_id: int) -> str:
    """Show both on one sheet of paper for the fair."""
    return _page("sheet", vacancy_id)


@bp.get("/vacancies/<int:vacancy_id>/relax")
@allow(*VACANCY_READERS)
def relax(vacancy_id: int) -> str:
    """Show how many veterans each single condition of a post keeps out (放宽一条)."""
    return _page("relax", vacancy_id)


def _page(name: str, vacancy_id: int) -> str:
    vacancy = vacancies.vacancy_for(vacancy_id, current_user)
    found = _found(vacancy)
    misses = found.misses if found else ()
    return render_template(
        f"matching/{name}.html",
        vacancy=vacancy,
        found=found,
        open_conditions=open_conditions,
        lines=[_line(miss) for miss in misses],
        may_change=current_user.role is not Role.LEADER,
        is_staff=current_user.is_staff,
        today=clock.today(),
    )


def _found(vacancy: Vacancy) -> Demanded | None:
    """Return the candidates of a post, None where it is not open."""
    return demanded(vacancy.id) if vacancy.is_open(clock.today()) else None


def _line(miss: NearMiss) -> dict[str, Any]:
    """Return one condition as a line of a chart and of a table."""
    credential = miss.condition == "credentials"
    named = active_model.language().credential_name(miss.needed) if credential else miss.needed
    return {
        "label": CONDITIONS.get(miss.condition, named),
        "value": miss.count,
        "text": miss.text,
        "fields": {"condition": miss.condition, "needed": miss.needed},
        "can_drop": miss.condition in DROP,
    }


@bp.post("/vacancies/<int:vacancy_id>/relax")
@allow(Role.EMPLOYER, Role.OFFICER)
def relax_one(vacancy_id: int) -> ResponseReturnValue:
    """Take one condition off a post; the list of candidates is made anew."""
    with transaction():
        vacancy = vacancies.vacancy_for(vacancy_id, current_user)
        condition = request.form.get("condition", "")[:20]
        relax_condition(vacancy, condition, request.form.get("needed", "")[:40])
    flash("已放宽，合适的人按新条件重新排好了。", "success")
    return redirect(url_for(".candidates", vacancy_id=vacancy_id))
