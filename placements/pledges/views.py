"""Promises of employers to hire: their own page, the public one, the bureau's review."""

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock
from core.access import COUNTY_READERS, EMPLOYERS, OFFICERS, allow, public
from core.forms import ButtonForm, Saved, again, form_page
from jobs.employers.queries import employer_of
from placements.pledges import operations, queries
from placements.pledges.forms import PledgeForm, ReviewForm

OWN_PAGE = "pledges/own.html"
bp = Blueprint("pledges", __name__)


@bp.route("/employer/pledges", methods=["GET", "POST"])
@allow(*EMPLOYERS)
def own() -> ResponseReturnValue:
    """Make a promise and see how far the employer's promises are kept."""
    form = PledgeForm()

    def save() -> Saved:
        operations.pledge(employer_of(current_user.id), form.facts())
        return Saved("承诺已公开。", url_for(".own"))

    return form.save(save) or form_page(OWN_PAGE, form, **_own_promises())


def _own_promises() -> dict[str, Any]:
    rows = queries.pledges(employer_of(current_user.id).id)
    return {"rows": rows, "today": clock.today()}


@bp.route("/employer/pledges/<int:pledge_id>/withdraw", methods=["POST"])
@allow(*EMPLOYERS)
def withdraw(pledge_id: int) -> ResponseReturnValue:
    """Withdraw a promise."""

    def save() -> Saved:
        operations.withdraw_pledge(queries.own_pledge(pledge_id, current_user))
        return Saved("承诺已撤回。", url_for(".own"))

    answer = ButtonForm().save(save)
    if answer is not None:
        return answer
    form = PledgeForm(formdata=None)
    return again(render_template(OWN_PAGE, form=form, **_own_promises()))


@bp.get("/pledges")
@public
def index() -> str:
    """Show the promises in public with their progress; overdue ones only once reviewed."""
    today = clock.today()
    rows = [row for row in queries.pledges() if row.is_public(today)]
    return render_template("pledges/index.html", rows=rows)


@bp.get("/pledges/overdue")
@allow(*COUNTY_READERS)
def overdue() -> str:
    """Show the bureau the promises that were neither kept nor reviewed."""
    return _overdue()


def _overdue(failed: ReviewForm | None = None) -> str:
    """Return the page; a review that failed is shown even where its promise is public."""
    today, asked = clock.today(), failed.pledge_id if failed else None
    rows = [row for row in queries.pledges() if row.pledge.id == asked or not row.is_public(today)]
    forms = {row.pledge.id: ReviewForm(formdata=None, pledge_id=row.pledge.id) for row in rows}
    if failed is not None:
        forms[failed.pledge_id] = failed
    return render_template(
        "pledges/overdue.html",
        rows=rows,
        forms=forms,
        failed=failed,
        may_review=current_user.role in OFFICERS,
    )


@bp.route("/pledges/<int:pledge_id>/review", methods=["POST"])
@allow(*OFFICERS)
def review(pledge_id: int) -> ResponseReturnValue:
    """Record the bureau's review of an overdue promise."""
    form = ReviewForm(pledge_id=pledge_id)

    def save() -> Saved:
        operations.review_pledge(queries.get_pledge(pledge_id), note=form.reason.data)
        return Saved("已记下核对结果。", url_for(".overdue"))

    return form.save(save) or again(_overdue(form))
