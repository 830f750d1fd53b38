"""A veteran's own placements: say it, confirm it, deny it, say one has left."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core.access import Role, allow
from core.db import transaction
from core.errors import DomainError
from jobs.applications.queries import own_application
from jobs.placements import operations, queries
from jobs.placements.facts import Side
from jobs.placements.forms import ClaimForm, EndForm, ReasonForm
from jobs.placements.lifecycle import LIFE
from jobs.placements.models import Placement
from jobs.placements.views.blueprint import bp, page
from jobs.refusal import show_refusal
from people.veterans.queries import has_profile, own_profile


@bp.get("/me/placements")
@allow(Role.VETERAN)
def my_list() -> ResponseReturnValue:
    """List where one is or was at work."""
    if not has_profile(current_user):
        return redirect(url_for("veterans.me"))
    rows = queries.placements_of(own_profile(current_user).id)
    return render_template("placements/my_list.html", rows=rows)


@bp.route("/me/placements/new", methods=["GET", "POST"])
@allow(Role.VETERAN)
def claim_own() -> ResponseReturnValue:
    """Say that one is at work, through an application or elsewhere."""
    if not has_profile(current_user):
        return redirect(url_for("veterans.me"))
    application_id = request.args.get("application", type=int)
    application = own_application(application_id, current_user) if application_id else None
    form = ClaimForm(title=application.vacancy.title if application else "")
    if form.validate_on_submit():
        try:
            with transaction():
                veteran = own_profile(current_user)
                through = own_application(application_id, current_user) if application_id else None
                placement_id = operations.claim(
                    veteran, form.facts(), side=Side.VETERAN, by=current_user, application=through
                ).id
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash("已登记。单位确认、工作人员核实以后就算数。", "success")
            return redirect(url_for(".mine", placement_id=placement_id))
    return page("claim_own", form=form, application=application)


@bp.get("/me/placements/<int:placement_id>")
@allow(Role.VETERAN)
def mine(placement_id: int) -> str:
    """Show one of one's placements and what one may say."""
    return _mine(queries.own_placement(placement_id, current_user))


def _mine(placement: Placement, form: ReasonForm | None = None, end: EndForm | None = None) -> str:
    return render_template(
        "placements/mine.html",
        placement=placement,
        events=dict(LIFE.events(placement, Role.VETERAN)),
        form=form or ReasonForm(formdata=None),
        end_form=end or EndForm(formdata=None),
    )


@bp.post("/me/placements/<int:placement_id>/confirm")
@allow(Role.VETERAN)
def confirm_own(placement_id: int) -> ResponseReturnValue:
    """Say yes."""
    with transaction():
        placement = queries.own_placement(placement_id, current_user)
        operations.confirm(placement, Side.VETERAN, by=current_user)
    flash("已确认到岗。", "success")
    return redirect(url_for(".mine", placement_id=placement_id))


@bp.post("/me/placements/<int:placement_id>/deny")
@allow(Role.VETERAN)
def deny_own(placement_id: int) -> ResponseReturnValue:
    """Say that it is not so."""
    form = ReasonForm()
    with transaction():
        placement = queries.own_placement(placement_id, current_user)
        operations.deny(placement, Side.VETERAN, by=current_user, reason=form.reason.data or "")
    flash("已记下：没有这回事。", "success")
    return redirect(url_for(".my_list"))


@bp.post("/me/placements/<int:placement_id>/end")
@allow(Role.VETERAN)
def end_own(placement_id: int) -> ResponseReturnValue:
    """Say that one has left."""
    form = EndForm()
    if form.validate_on_submit():
        try:
            with transaction():
                placement = queries.own_placement(placement_id, current_user)
                assert form.day.data is not None
                operations.end(
                    placement,
                    reason=form.end_reason.member,
                    day=form.day.data,
                    by=current_user,
                )
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash("已记下。我们接着帮您找。", "success")
            return redirect(url_for(".mine", placement_id=placement_id))
    return _mine(queries.own_placement(placement_id, current_user), end=form), 422
