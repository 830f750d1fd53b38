"""The poster of a vacancy, and the short address printed on it."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from core.access import public
from core.addresses import public_address
from core.qr import qr_image
from jobs.vacancies import display, queries
from jobs.vacancies.views.blueprint import bp


@bp.get("/v/<int:vacancy_id>")
@public
def short(vacancy_id: int) -> ResponseReturnValue:
    """Redirect the short address on a poster to the vacancy."""
    return redirect(url_for(".open_vacancy", vacancy_id=vacancy_id))


@bp.get("/open-vacancies/<int:vacancy_id>/poster")
@public
def poster(vacancy_id: int) -> str:
    """Show a vacancy as a poster with a code to scan."""
    vacancy = queries.get_shown(vacancy_id)
    url = public_address(".short", vacancy_id=vacancy.id)
    return render_template(
        "vacancies/poster.html",
        vacancy=vacancy,
        url=url,
        image=qr_image(url) if url else "",
        display=display,
    )
