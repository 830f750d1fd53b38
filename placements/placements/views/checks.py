"""Checks of placements: the list of those due, and the result of one."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import Select

from core import clock, paging
from core.access import BUREAU_READERS, CASEWORKERS, allow
from core.forms import Saved, form_page
from core.parameters.registry import amount_of
from people.accounts.models import Account
from placements.placements.forms import CheckForm
from placements.placements.models import PlacementCheck
from placements.placements.operations.checking import do_check
from placements.placements.parameters import CHECK_LATE_DAYS
from placements.placements.queries.checks import check_for, checks_due
from placements.placements.views.blueprint import bp


@bp.get("/placements/checks")
@allow(*BUREAU_READERS)
def checks() -> str:
    """List the checks that are due, the oldest first."""
    today = clock.today()
    return render_template(
        "placements/checks.html",
        page=paging.paginate(asked_checks(current_user), number=paging.asked_page()),
        late_before=clock.days_ahead(-amount_of(CHECK_LATE_DAYS, today)),
        may_change=current_user.role in CASEWORKERS,
    )


def asked_checks(viewer: Account) -> Select[PlacementCheck]:
    """Return the query of the checks due today."""
    return checks_due(viewer, clock.today())


@bp.route("/placements/checks/<int:check_id>", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def check(check_id: int) -> ResponseReturnValue:
    """Record the result of a check."""
    form = CheckForm()

    def save() -> Saved:
        do_check(check_for(check_id, current_user), form.facts(), by=current_user)
        return Saved("回访已记下。", url_for(".checks"))

    return form.save(save) or form_page(
        "placements/check.html", form, check=check_for(check_id, current_user)
    )
