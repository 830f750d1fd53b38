"""Pages of relaxing: a vacancy's single conditions, and the printed sheets of a fair."""

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock
from core.access import COUNTY_READERS, EMPLOYERS, VACANCY_EDITORS, VACANCY_READERS, Role, allow
from core.forms import Saved, again
from fairs.fairs import queries as fairs
from fairs.fairs.models import BookingStatus, Fair, FairVacancy
from jobs.employers.queries import employer_of
from jobs.vacancies.queries import vacancy_for
from jobs.vacancies.relaxing import DROP, relax_condition
from matching.candidates.queries import candidates_of
from matching.engine.nearmiss import NearMiss
from matching.relaxing.forms import RelaxForm
from matching.relaxing.queries import demand_for
from matching.versions.language import language

bp = Blueprint("relaxing", __name__)
CONDITIONS = {"years": "工作年限", "place": "地点"}


@bp.get("/vacancies/<int:vacancy_id>/relax")
@allow(*VACANCY_READERS)
def index(vacancy_id: int) -> str:
    """Show how many veterans each single condition of a vacancy excludes (放宽一条)."""
    return _page(vacancy_id)


@bp.post("/vacancies/<int:vacancy_id>/relax")
@allow(*VACANCY_EDITORS)
def relax(vacancy_id: int) -> ResponseReturnValue:
    """Remove one condition from a vacancy and show the new candidates."""
    form = RelaxForm()

    def save() -> Saved:
        vacancy = vacancy_for(vacancy_id, current_user)
        relax_condition(vacancy, form.condition.data, form.needed.data)
        url = url_for("candidates.index", vacancy_id=vacancy_id)
        return Saved("已放宽，合适的人按新条件重新排好了。", url)

    return form.save(save) or again(_page(vacancy_id, form=form))


def _page(vacancy_id: int, *, form: RelaxForm | None = None) -> str:
    vacancy = vacancy_for(vacancy_id, current_user)
    found = candidates_of(vacancy)
    return render_template(
        "relaxing/index.html",
        form=form,
        vacancy=vacancy,
        found=found,
        lines=[_line(miss) for miss in found.misses] if found else [],
        may_change=current_user.role is not Role.LEADER,
    )


def _line(miss: NearMiss) -> dict[str, Any]:
    """Return one condition as a line of the chart and of the table."""
    credential = miss.condition == "credentials"
    named = language().credential_name(miss.needed) if credential else miss.needed
    return {
        "label": CONDITIONS.get(miss.condition, named),
        "value": miss.count,
        "text": miss.text,
        "fields": {"condition": miss.condition, "needed": miss.needed},
        "can_drop": miss.condition in DROP,
    }


@bp.get("/fairs/<int:fair_id>/relax/print")
@allow(*COUNTY_READERS)
def print_sheets(fair_id: int) -> str:
    """Print for every employer of a fair what relaxing one condition would bring."""
    fair = fairs.get_fair(fair_id)
    return _sheets(fair, fairs.fair_vacancies(fair_id), is_own=False)


@bp.get("/fairs/<int:fair_id>/booth/relax/print")
@allow(*EMPLOYERS)
def print_own_sheet(fair_id: int) -> str:
    """Print the signed-in employer's own sheet."""
    employer_id = employer_of(current_user.id).id
    fair = fairs.booked(fair_id, employer_id).fair
    return _sheets(fair, fairs.fair_vacancies(fair_id, employer_id), is_own=True)


def _sheets(fair: Fair, vacancies: list[FairVacancy], *, is_own: bool) -> str:
    """Print each employer's vacancies on a sheet of its own, by the number of the booth."""
    demand = demand_for(vacancy.vacancy_id for vacancy in vacancies)
    bookings = fairs.bookings_of(fair.id, BookingStatus.BOOKED)
    booths = {one.employer_id: one.booth_number for one in bookings}
    by_employer: dict[int, list[FairVacancy]] = {}
    for vacancy in vacancies:
        by_employer.setdefault(vacancy.vacancy.employer_id, []).append(vacancy)
    sheets = [
        {
            "employer": rows[0].vacancy.employer.name,
            "booth": booths.get(employer_id, ""),
            "vacancies": [(row.vacancy, demand.get(row.vacancy_id)) for row in rows],
        }
        for employer_id, rows in by_employer.items()
    ]
    sheets.sort(key=lambda sheet: (not sheet["booth"], str(sheet["booth"])))
    return render_template(
        "relaxing/print.html", fair=fair, sheets=sheets, is_own=is_own, today=clock.today()
    )
