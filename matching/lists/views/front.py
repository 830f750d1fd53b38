"""The home page, which redirects signed-in users to their first page."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from core import clock
from core.access import STAFF, Role, current_role, public
from jobs.vacancies import postings
from matching.lists.views.blueprint import bp


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """Redirect a signed-in user to their first page; show visitors what the platform is for."""
    role = current_role()
    if role is Role.VETERAN:
        return redirect(url_for("lists.index"))
    if role is Role.EMPLOYER:
        return redirect(url_for("desk.employer"))
    if role is Role.AUDITOR:
        return redirect(url_for("auditing.index"))
    if role is Role.ADMIN:
        return redirect(url_for("accounts.staff"))
    if role in STAFF:
        return redirect(url_for("desk.today"))
    day = clock.today()
    return render_template(
        "lists/home.html",
        open_count=postings.count_open(day),
        newest=postings.newest_open(day, most=5),
    )
