"""A veteran's own checklist."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock
from core.access import VETERANS, allow
from people.arrivals.queries import arrival_of
from people.arrivals.views.blueprint import bp
from people.veterans.queries import has_profile, own_profile


@bp.get("/me/arrival")
@allow(*VETERANS)
def mine() -> ResponseReturnValue:
    """Show veterans their own checklist."""
    if not has_profile(current_user):
        return redirect(url_for("veterans.me"))
    arrival = arrival_of(own_profile(current_user).id)
    return render_template("arrivals/mine.html", arrival=arrival, today=clock.today())
