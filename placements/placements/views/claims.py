"""Claims by employers and staff: a veteran works at an employer."""

from dataclasses import replace

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock, looks
from core.access import CASEWORKERS, HIRING_DESK, Role, allow
from core.filters import day
from core.forms import Saved, form_page
from core.list_filters import asked_number, searched_words
from jobs.applications.disclosure import name_for
from jobs.applications.models import Application
from jobs.applications.queries import application_for
from jobs.employers.models import Employer
from jobs.employers.queries import get_employer
from people.veterans.queries import veteran_for
from placements.placements.forms import (
    AskedClaimForm,
    AskedHiredForm,
    HiredClaimForm,
    KnownEmployerForm,
)
from placements.placements.models import Placement, Side
from placements.placements.operations.claiming import claim as claim_placement
from placements.placements.operations.confirming import side_of
from placements.placements.queries import employers, records
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
    kind = HiredClaimForm if current_user.role is Role.EMPLOYER else AskedHiredForm
    form = kind(title=application.vacancy.title, start_on=clock.today())

    def save() -> Saved:
        through = application_for(application_id, current_user)
        placement = claim_placement(
            through.veteran,
            form.facts(),
            side=side_of(current_user.role),
            by=current_user,
            application=through,
        )
        return _registered(placement)

    return form.save(save) or form_page(
        "placements/claim.html",
        form,
        application=application,
        subject=f"{application.vacancy.title}，{application.vacancy.employer.name}",
    )


def _registered(placement: Placement) -> Saved:
    message = f"已登记，现在是“{placement.status.label}”。"
    return Saved(message, url_for(".detail", placement_id=placement.id))


@bp.route("/veterans/<int:veteran_id>/placements/new", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def claim_for(veteran_id: int) -> ResponseReturnValue:
    """Claim work on a veteran's behalf, at an employer that is chosen or named."""
    veteran = veteran_for(veteran_id, current_user)
    employer_id, words = asked_number("employer"), searched_words()
    employer = get_employer(employer_id) if employer_id is not None else None
    form = _form_for(veteran_id, employer)

    def save() -> Saved:
        placement = claim_placement(
            veteran_for(veteran_id, current_user),
            replace(form.facts(), employer_id=employer_id),
            side=Side.VETERAN,
            by=current_user,
        )
        return _registered(placement)

    found = employers.employers_found(words)
    return form.save(save) or form_page(
        "placements/claim_for.html",
        form,
        veteran=veteran,
        employer=employer,
        subject=name_for(current_user, veteran, ""),
        met=[] if employer else employers.employers_met(veteran_id),
        words=words,
        found=found[: employers.MOST_FOUND],
        is_cut=len(found) > employers.MOST_FOUND,
        accepted=_accepted(veteran_id, employer),
    )


def _form_for(veteran_id: int, employer: Employer | None) -> AskedClaimForm | KnownEmployerForm:
    """Return the form of a claim: with the fairs to choose from, or with an employer to name."""
    if employer is None:
        return AskedClaimForm(start_on=clock.today())
    form = KnownEmployerForm(start_on=clock.today())
    form.fair.choices = [*form.fair.choices, *fair_choices(veteran_id, employer.id)]
    return form


def fair_choices(veteran_id: int, employer_id: int | None) -> list[tuple[str, str]]:
    """Return the fairs to choose from, those the veteran attended with the employer first."""
    return [
        (str(fair.id), f"{day(fair.starts_at)} {fair.title}（{tie.label}）")
        for fair, tie in employers.fairs_of(veteran_id, employer_id)
    ]


def _accepted(veteran_id: int, employer: Employer | None) -> list[Application]:
    """Return the veteran's accepted applications to an employer that led to no placement yet."""
    return [] if employer is None else employers.accepted_at(veteran_id, employer.id)
