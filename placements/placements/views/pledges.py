"""Promises of employers to hire: their own page, the public one, the bureau's review."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock
from core.access import COUNTY_READERS, EMPLOYERS, OFFICERS, allow, public
from core.forms import ButtonForm, Saved, again, form_page
from jobs.employers.queries import employer_of
from placements.placements.forms import PledgeForm, ReviewForm
from placements.placements.operations import pledging
from placements.placements.queries import hiring
from placements.placements.views.blueprint import bp

OWN_PAGE = "placements/own_pledges.html"


@bp.route("/employer/pledges", methods=["GET", "POST"])
@allow(*EMPLOYERS)
def own_pledges() -> ResponseReturnValue:
    """Make a promise and see how far the employer's promises are kept."""
    form = PledgeForm()

    def save() -> Saved:
        pledging.pledge(employer_of(current_user.id), form.facts())
        return Saved("承诺已公开。", url_for(".own_pledges"))

    return form.save(save) or form_page(OWN_PAGE, form, **_own_promises())


def _own_promises() -> dict[str, Any]:
    rows = hiring.pledges(employer_of(current_user.id).id)
    return {"rows": rows, "today": clock.today()}


@bp.route("/employer/pledges/<int:pledge_id>/withdraw", methods=["POST"])
@allow(*EMPLOYERS)
def withdraw(pledge_id: int) -> ResponseReturnValue:
    """Withdraw a promise."""

    def save() -> Saved:
        pledging.withdraw_pledge(hiring.own_pledge(pledge_id, current_user))
        return Saved("承诺已撤回。", url_for(".own_pledges"))

    answer = ButtonForm().save(save)
    if answer is not None:
        return answer
    form = PledgeForm(formdata=None)
    return again(render_template(OWN_PAGE, form=form, **_own_promises()))


@bp.get("/pledges")
@public
def pledges() -> str:
    """Show the promises in public with their progress; overdue ones only once reviewed."""
    today = clock.today()
    rows = [row for row in hiring.pledges() if row.is_public(today)]
    return render_template("placements/pledges.html", rows=rows)


@bp.get("/pledges/overdue")
@allow(*COUNTY_READERS)
def overdue() -> str:
    """Show the bureau the promises that were neither kept nor reviewed."""
    return _overdue()


def _overdue(failed: ReviewForm | None = None) -> str:
    """Return the page; a review that failed is shown even where its promise is public."""
    today, asked = clock.today(), failed.pledge_id if failed else None
    rows = [row for row in hiring.pledges() if row.pledge.id == asked or not row.is_public(today)]
    forms = {row.pledge.id: ReviewForm(formdata=None, pledge_id=row.pledge.id) for row in rows}
    if failed is not None:
        forms[failed.pledge_id] = failed
    return render_template(
        "placements/overdue.html",
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
        pledging.review_pledge(hiring.get_pledge(pledge_id), note=form.reason.data)
        return Saved("已记下核对结果。", url_for(".overdue"))

    return form.save(save) or again(_overdue(form))
