"""A veteran's own applications: apply in two taps, follow, answer, take back."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock, paging
from core.access import Role, allow
from core.db import transaction
from core.errors import DomainError
from jobs.applications import operations, queries
from jobs.applications.display import timeline_of
from jobs.applications.forms import ApplyForm
from jobs.applications.lifecycle import CAREFUL, LIFE, OWN
from jobs.applications.views.blueprint import bp
from jobs.applications.wording import CONSENT
from jobs.refusal import show_refusal
from jobs.vacancies import queries as vacancies
from people.veterans.queries import has_profile, own_profile


@bp.route("/open-vacancies/<int:vacancy_id>/apply", methods=["GET", "POST"])
@allow(Role.VETERAN)
def apply(vacancy_id: int) -> ResponseReturnValue:
    """Ask whether to give contact details too, and send the application."""
    vacancy = vacancies.get_open(vacancy_id, clock.today())
    if not has_profile(current_user):
        return redirect(url_for("veterans.me"))
    form = ApplyForm()
    if form.validate_on_submit():
        try:
            with transaction():
                application_id = _apply(vacancy_id, form.note.data or "")
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash("投递成功。有进展会在“消息”里告诉您。", "success")
            return redirect(url_for(".mine", application_id=application_id))
    veteran = own_profile(current_user)
    page = render_template(
        "applications/apply.html",
        form=form,
        vacancy=vacancy,
        running=queries.open_application(veteran.id, vacancy_id),
        has_consent=queries.consent_to(veteran.id, vacancy.employer_id) is not None,
        wording=CONSENT.format(employer=vacancy.employer.name),
    )
    return page, 422 if request.method == "POST" else 200


def _apply(vacancy_id: int, note: str) -> int:
    veteran = own_profile(current_user)
    vacancy = vacancies.get_open(vacancy_id, clock.today())
    application = operations.apply_for(veteran, vacancy, note=note)
    if request.form.get("contact") == "yes":
        operations.give_consent(veteran, vacancy.employer, application_id=application.id)
    return application.id


@bp.get("/me/applications")
@allow(Role.VETERAN)
def my_list() -> ResponseReturnValue:
    """List one's applications; none ever vanishes from here."""
    if not has_profile(current_user):
        return redirect(url_for("veterans.me"))
    veteran = own_profile(current_user)
    page = paging.paginate(queries.applications_of(veteran.id), number=paging.asked_page())
    patience = queries.patience_on(clock.today())
    return render_template("applications/my_list.html", page=page, patience=patience)


@bp.get("/me/applications/<int:application_id>")
@allow(Role.VETERAN)
def mine(application_id: int) -> str:
    """Show one of one's applications: where it stands, what comes next, the history."""
    application = queries.own_application(application_id, current_user)
    events = LIFE.events(application, Role.VETERAN)
    return render_template(
        "applications/mine.html",
        application=application,
        timeline=timeline_of(application),
        events=[event for event in events if event[0] in OWN],
        careful=CAREFUL,
        consent=queries.consent_to(application.veteran_id, application.vacancy.employer_id),
        patience=queries.patience_on(clock.today()),
    )


@bp.post("/me/applications/<int:application_id>/do/<event>")
@allow(Role.VETERAN)
def change_mine(application_id: int, event: str) -> ResponseReturnValue:
    """Withdraw, accept or decline."""
    with transaction():
        application = queries.own_application(application_id, current_user)
        if event not in OWN:
            raise DomainError("这一步由单位来做。")
        operations.move_application(application, event, by=current_user)
        word = application.status.label
    flash(f"已记下：{word}。", "success")
    return redirect(url_for(".mine", application_id=application_id))


@bp.post("/me/applications/<int:application_id>/contact")
@allow(Role.VETERAN)
def give_contact(application_id: int) -> ResponseReturnValue:
    """Let this employer see how to reach oneself."""
    with transaction():
        application = queries.own_application(application_id, current_user)
        operations.give_consent(
            application.veteran, application.vacancy.employer, application_id=application.id
        )
    flash("单位现在能看到您的姓名、手机号和简历了。", "success")
    return redirect(url_for(".mine", application_id=application_id))


@bp.get("/me/contacts")
@allow(Role.VETERAN)
def my_contacts() -> ResponseReturnValue:
    """Show which employers may see one's contact details, and when they looked."""
    if not has_profile(current_user):
        return redirect(url_for("veterans.me"))
    veteran = own_profile(current_user)
    return render_template(
        "applications/contacts.html",
        consents=queries.consents_of(veteran.id),
        views=queries.views_of(veteran.id),
    )


@bp.post("/me/contacts/<int:contact_consent_id>/withdraw")
@allow(Role.VETERAN)
def withdraw_contact(contact_consent_id: int) -> ResponseReturnValue:
    """Take one employer's right to see contact details back."""
    with transaction():
        consent = queries.own_consent(contact_consent_id, own_profile(current_user).id)
        operations.withdraw_contact_consent(consent)
    flash("已收回。这家单位看不到您的联系方式了。", "success")
    return redirect(url_for(".my_contacts"))
