"""A veteran's own placements: claim, confirm, deny, record that they left."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core.access import VETERANS, Role, allow
from core.forms import BaseForm, Saved, again, form_page
from core.list_filters import asked_number
from jobs.applications.disclosure import consent_to
from jobs.applications.models import Application
from jobs.applications.queries import own_application
from jobs.applications.wording import CONSENT
from people.veterans.queries import has_profile, own_profile
from placements.placements import wording
from placements.placements.forms import ClaimForm, ConfirmForm, DenyForm, EndForm, HiredClaimForm
from placements.placements.lifecycle import LIFE
from placements.placements.models import PlacementStatus, Side
from placements.placements.operations import claiming, confirming, ending
from placements.placements.queries import records
from placements.placements.views.blueprint import bp


@bp.get("/me/placements")
@allow(*VETERANS)
def my_list() -> ResponseReturnValue:
    """List the veteran's placements."""
    if not has_profile(current_user):
        return redirect(url_for("veterans.me"))
    rows = records.placements_of(own_profile(current_user).id)
    return render_template("placements/my_list.html", rows=rows)


@bp.route("/me/placements/new", methods=["GET", "POST"])
@allow(*VETERANS)
def claim_own() -> ResponseReturnValue:
    """Claim work, found through an application or elsewhere."""
    if not has_profile(current_user):
        return redirect(url_for("veterans.me"))
    application = _application()
    form = HiredClaimForm(title=application.vacancy.title) if application else ClaimForm()

    def save() -> Saved:
        placement = claiming.claim(
            own_profile(current_user),
            form.facts(),
            side=Side.VETERAN,
            by=current_user,
            application=_application(),
        )
        message = "已登记。单位确认、工作人员核实以后就算数。"
        return Saved(message, url_for(".mine", placement_id=placement.id))

    return form.save(save) or form_page("placements/claim_own.html", form, application=application)


def _application() -> Application | None:
    """Return the application the address names, if it names one."""
    application_id = asked_number("application")
    return own_application(application_id, current_user) if application_id else None


@bp.get("/me/placements/<int:placement_id>")
@allow(*VETERANS)
def mine(placement_id: int) -> str:
    """Show one placement to its veteran and what they may do."""
    return _mine(placement_id)


def _mine(placement_id: int, failed: BaseForm | None = None) -> str:
    placement = records.own_placement(placement_id, current_user)
    is_open = placement.status is PlacementStatus.CLAIMED
    employer = placement.employer
    is_hidden = employer is not None and consent_to(placement.veteran_id, employer.id) is None
    return render_template(
        "placements/mine.html",
        placement=placement,
        is_void=placement.status is PlacementStatus.VOID,
        employer_words=wording.confirmation_of(placement, Side.EMPLOYER, {}),
        veteran_words=wording.confirmation_of(placement, Side.VETERAN, {}),
        may_end="end" in dict(LIFE.events(placement, Role.VETERAN)),
        is_asked=is_open and placement.veteran_confirmed_at is None,
        wording=CONSENT.format(employer=placement.employer_name) if is_hidden else "",
        failed=failed,
        deny_form=failed if isinstance(failed, DenyForm) else DenyForm(formdata=None),
        end_form=failed if isinstance(failed, EndForm) else EndForm(formdata=None),
    )


@bp.route("/me/placements/<int:placement_id>/confirm", methods=["POST"])
@allow(*VETERANS)
def confirm_own(placement_id: int) -> ResponseReturnValue:
    """Confirm that the veteran works there, with or without the consent to be named."""
    form = ConfirmForm()

    def save() -> Saved:
        placement = records.own_placement(placement_id, current_user)
        shares = form.shares_contact
        confirming.confirm(placement, Side.VETERAN, by=current_user, shares_contact=shares)
        return Saved("已确认到岗。", url_for(".mine", placement_id=placement_id))

    return form.save(save) or again(_mine(placement_id, form))


@bp.route("/me/placements/<int:placement_id>/deny", methods=["POST"])
@allow(*VETERANS)
def deny_own(placement_id: int) -> ResponseReturnValue:
    """Deny a placement."""
    form = DenyForm()

    def save() -> Saved:
        placement = records.own_placement(placement_id, current_user)
        ending.deny(placement, Side.VETERAN, by=current_user, reason=form.reason.data or "")
        return Saved("已记下：没有这回事。", url_for(".my_list"))

    return form.save(save) or again(_mine(placement_id, form))


@bp.route("/me/placements/<int:placement_id>/end", methods=["POST"])
@allow(*VETERANS)
def end_own(placement_id: int) -> ResponseReturnValue:
    """Record that the veteran left."""
    form = EndForm()

    def save() -> Saved:
        placement = records.own_placement(placement_id, current_user)
        ending.end(placement, form.facts(), by=current_user)
        return Saved("已记下。我们接着帮您找。", url_for(".mine", placement_id=placement_id))

    return form.save(save) or again(_mine(placement_id, form))
