"""Claims by employers and staff: a veteran works at an employer."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock, looks
from core.access import CASEWORKERS, HIRING_DESK, allow
from core.forms import Saved, form_page
from jobs.applications.disclosure import name_for
from jobs.applications.queries import application_for
from people.veterans.queries import veteran_for
from placements.placements.forms import ClaimForm, HiredClaimForm
from placements.placements.models import Side
from placements.placements.operations.claiming import claim as claim_placement
from placements.placements.operations.confirming import side_of
from placements.placements.queries import records
from placements.placements.views.blueprint import bp


@bp.route("/applications/<int:application_id>/placement", methods=["GET", "POST"])
@allow(*HIRING_DESK)
def claim(application_id: int) -> ResponseReturnValue:
    """Claim that an application led to work."""
    application = application_for(application_id, current_user)
    known = records.placement_of_application(application_id)
    if known is not None:
        return redirect(url_for(".detail", placement_id=known.id))
    looks.show((application.veteran,))
    form = HiredClaimForm(title=application.vacancy.title, start_on=clock.today())

    def save() -> Saved:
        through = application_for(application_id, current_user)
        placement = claim_placement(
            through.veteran,
            form.facts(),
            side=side_of(current_user.role),
            by=current_user,
            application=through,
        )
        return Saved("已登记，等对方确认。", url_for(".detail", placement_id=placement.id))

    return form.save(save) or form_page(
        "placements/claim.html",
        form,
        application=application,
        veteran=None,
        subject=f"{application.vacancy.title}，{application.vacancy.employer.name}",
    )


@bp.route("/veterans/<int:veteran_id>/placements/new", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def claim_for(veteran_id: int) -> ResponseReturnValue:
    """Claim work on a veteran's behalf that they found outside the platform."""
    veteran = veteran_for(veteran_id, current_user)
    form = ClaimForm(start_on=clock.today())

    def save() -> Saved:
        placement = claim_placement(
            veteran_for(veteran_id, current_user),
            form.facts(),
            side=Side.VETERAN,
            by=current_user,
        )
        return Saved("已登记。", url_for(".detail", placement_id=placement.id))

    return form.save(save) or form_page(
        "placements/claim.html",
        form,
        application=None,
        veteran=veteran,
        subject=name_for(current_user, veteran, ""),
    )
