"""A veteran's own applications: apply in two taps, follow, answer, withdraw."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock, paging
from core.access import VETERANS, Role, allow
from core.forms import ButtonForm, Saved, again, form_page
from jobs.applications import contacts, disclosure, operations, queries
from jobs.applications.display import timeline_of
from jobs.applications.forms import ApplyForm, OwnAnswerForm
from jobs.applications.lifecycle import (
    FAILED,
    NEEDS_WORDS,
    OWN,
    OWN_MAIN,
    TAKING_BACK,
    open_events,
)
from jobs.applications.models import ApplicationStatus
from jobs.applications.views.blueprint import bp
from jobs.applications.wording import CONSENT
from jobs.vacancies import queries as vacancies
from people.veterans.queries import has_profile, own_profile


@bp.route("/open-vacancies/<int:vacancy_id>/apply", methods=["GET", "POST"])
@allow(*VETERANS)
def apply(vacancy_id: int) -> ResponseReturnValue:
    """Ask whether to give contact details too, and send the application."""
    vacancy = vacancies.get_addressed(vacancy_id)
    if not vacancy.is_open(clock.today()):
        return redirect(url_for("vacancies.open_vacancy", vacancy_id=vacancy_id))  # it says why
    if not has_profile(current_user):
        return redirect(url_for("veterans.me"))
    form = ApplyForm()

    def save() -> Saved:
        application = operations.apply_for(
            own_profile(current_user),
            vacancies.get_open(vacancy_id, clock.today()),
            note=form.note.data or "",
            shares_contact=form.shares_contact,
        )
        url = url_for(".mine", application_id=application.id)
        return Saved("投递成功。有进展会在“消息”里告诉您。", url)

    if answer := form.save(save):
        return answer
    veteran = own_profile(current_user)
    return form_page(
        "applications/apply.html",
        form,
        vacancy=vacancy,
        veteran_id=veteran.id,
        running=queries.open_application(veteran.id, vacancy_id),
        has_consent=disclosure.consent_to(veteran.id, vacancy.employer_id) is not None,
        wording=CONSENT.format(employer=vacancy.employer.name),
    )


@bp.get("/me/applications")
@allow(*VETERANS)
def my_list() -> ResponseReturnValue:
    """List the veteran's own applications; none ever disappears from here."""
    if not has_profile(current_user):
        return redirect(url_for("veterans.me"))
    veteran = own_profile(current_user)
    page = paging.paginate(queries.applications_of(veteran.id), number=paging.asked_page())
    patience = queries.patience_on(clock.today())
    return render_template("applications/my_list.html", page=page, patience=patience)


@bp.get("/me/applications/<int:application_id>")
@allow(*VETERANS)
def mine(application_id: int) -> str:
    """Show one of the veteran's own applications: progress, next action, history."""
    return _mine(application_id, OwnAnswerForm(formdata=None))


def _mine(application_id: int, form: OwnAnswerForm) -> str:
    application = queries.own_application(application_id, current_user)
    events = open_events(application, Role.VETERAN)
    return render_template(
        "applications/mine.html",
        application=application,
        timeline=timeline_of(application),
        answers=[one for one in events if one[0] in OWN - TAKING_BACK - NEEDS_WORDS],
        with_words=[one for one in events if one[0] in NEEDS_WORDS & OWN],
        takings_back=[one for one in events if one[0] in TAKING_BACK],
        main=OWN_MAIN,
        form=form,
        is_offered=application.status is ApplicationStatus.OFFERED,
        lacks_contact=disclosure.lacks_contact(application),
        is_failed=application.status in FAILED,
        is_shown=vacancies.is_shown(application.vacancy),
        wording=CONSENT.format(employer=application.vacancy.employer.name),
        is_invited=application.status is ApplicationStatus.INVITED,
        is_accepted=application.status is ApplicationStatus.ACCEPTED,
        consent=disclosure.consent_to(application.veteran_id, application.vacancy.employer_id),
        patience=queries.patience_on(clock.today()),
    )


@bp.post("/me/applications/<int:application_id>/do/<event>")
@allow(*VETERANS)
def change_mine(application_id: int, event: str) -> ResponseReturnValue:
    """Withdraw the application, accept or decline the offer, or take an acceptance back."""
    form = OwnAnswerForm()

    def save() -> Saved:
        application = queries.own_application(application_id, current_user)
        operations.move_application(application, event, by=current_user, answer=form.facts())
        message = f"已记下：{application.status.label}。"
        return Saved(message, url_for(".mine", application_id=application_id))

    return form.save(save) or again(_mine(application_id, form))


@bp.post("/me/applications/<int:application_id>/contact")
@allow(*VETERANS)
def give_contact(application_id: int) -> ResponseReturnValue:
    """Record the consent to show the veteran's contact details to this employer."""

    def save() -> Saved:
        application = queries.own_application(application_id, current_user)
        contacts.give_consent_for(application)
        url = url_for(".mine", application_id=application_id)
        return Saved("单位现在能看到您的姓名、手机号和简历了。", url)

    return ButtonForm().save(save) or again(mine(application_id))


@bp.get("/me/contacts")
@allow(*VETERANS)
def my_contacts() -> ResponseReturnValue:
    """Show which employers may see the veteran's contact details, and when they looked."""
    if not has_profile(current_user):
        return redirect(url_for("veterans.me"))
    veteran = own_profile(current_user)
    return render_template(
        "applications/contacts.html",
        consents=disclosure.consents_of(veteran.id),
        views=disclosure.views_of(veteran.id),
        most_views=disclosure.MOST_VIEWS,
    )


@bp.post("/me/contacts/<int:contact_consent_id>/withdraw")
@allow(*VETERANS)
def withdraw_contact(contact_consent_id: int) -> ResponseReturnValue:
    """Withdraw the consent to show contact details to one employer."""

    def save() -> Saved:
        consent = disclosure.own_consent(contact_consent_id, own_profile(current_user).id)
        contacts.withdraw_contact_consent(consent)
        return Saved("已收回。这家单位看不到您的联系方式了。", url_for(".my_contacts"))

    return ButtonForm().save(save) or again(my_contacts())
