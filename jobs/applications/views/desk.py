"""Applications at the employer's and the bureau's desk."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import Select

from core import clock, looks, paging
from core.access import CASEWORKERS, EMPLOYERS, HIRING_DESK, HIRING_READERS, allow
from core.downloads import DOCX, download
from core.forms import ButtonForm, Saved, again, form_page
from core.list_filters import asked_number
from jobs.applications import contacts, disclosure, operations, queries
from jobs.applications.forms import AnswerForm, ApplyForm
from jobs.applications.lifecycle import (
    CAREFUL,
    MAIN,
    NEEDS_MEETING,
    NEEDS_REASON,
    NEEDS_WORDS,
    OWN,
    WITHOUT_VERIFICATION,
    open_events,
)
from jobs.applications.models import Application, ApplicationStatus, Origin
from jobs.applications.resume import resume_of, write_resume
from jobs.applications.views.blueprint import bp
from jobs.applications.wording import CONSENT_BY_PHONE, CONSENT_ON_BEHALF
from jobs.vacancies import queries as vacancies
from people.accounts.models import Account
from people.veterans.queries import veteran_for


def asked_applications(viewer: Account) -> Select[Application]:
    """Return the query of the list with the filters of this address."""
    is_silent, patience = "silent" in request.args, queries.patience_on(clock.today())
    return queries.applications_seen_by(
        viewer,
        status=ApplicationStatus.get(request.args.get("status")),
        vacancy_id=asked_number("vacancy"),
        only_open="open" in request.args,
        silent_by=patience.moment if is_silent else None,
        only_unreached="unreached" in request.args,
    )


@bp.get("/applications")
@allow(*HIRING_READERS)
def index() -> str:
    """List the applications within the viewer's scope."""
    status = ApplicationStatus.get(request.args.get("status"))
    is_silent, patience = "silent" in request.args, queries.patience_on(clock.today())
    page = paging.paginate(asked_applications(current_user), number=paging.asked_page())
    return render_template(
        "applications/index.html",
        page=page,
        names=disclosure.names_for(current_user, [row.veteran for row in page.rows]),
        counts=queries.count_by_status(current_user),
        statuses=list(ApplicationStatus),
        status=status,
        is_silent=is_silent,
        is_unreached="unreached" in request.args,
        unreached=queries.count_unreached(current_user),
        silent=queries.count_silent(current_user),
        is_own=current_user.role in EMPLOYERS,
        late={row.id for row in page.rows if queries.is_silent(row, patience.moment)},
    )


@bp.get("/applications/<int:application_id>")
@allow(*HIRING_READERS)
def detail(application_id: int) -> str:
    """Show one application: job-related facts, history, and the events the viewer may cause."""
    application = queries.application_for(application_id, current_user)
    return _detail(application, AnswerForm(formdata=None))


@bp.post("/applications/<int:application_id>/do/<event>")
@allow(*HIRING_DESK)
def change(application_id: int, event: str) -> ResponseReturnValue:
    """Change the status of an application by one event."""
    form = AnswerForm()

    def save() -> Saved:
        application = queries.application_for(application_id, current_user)
        form.require_seen(application)
        operations.move_application(application, event, by=current_user, answer=form.facts())
        message = f"已记下：{application.status.label}。"
        return Saved(message, url_for(".detail", application_id=application_id))

    return form.save(save) or again(
        _detail(queries.application_for(application_id, current_user), form)
    )


@bp.post("/applications/<int:application_id>/contact")
@allow(*EMPLOYERS)
def contact(application_id: int) -> ResponseReturnValue:
    """Show name and phone to an employer the veteran agreed to, and record that it looked."""

    def save() -> ResponseReturnValue:
        application = queries.application_for(application_id, current_user)
        contacts.look_at_contact(
            application, by=current_user, what=contacts.PHONE, today=clock.today()
        )
        return render_template("applications/contact.html", application=application)

    return ButtonForm().save(save) or again(detail(application_id))


@bp.post("/applications/<int:application_id>/resume")
@allow(*EMPLOYERS)
def resume(application_id: int) -> ResponseReturnValue:
    """Send the one-page résumé under the same rule as the phone number."""

    def save() -> ResponseReturnValue:
        today, application = clock.today(), queries.application_for(application_id, current_user)
        contacts.look_at_contact(application, by=current_user, what=contacts.RESUME, today=today)
        body = write_resume(application.veteran, vacancy=application.vacancy.title, today=today)
        return download(body, f"resume-{application_id}.docx", DOCX)

    return ButtonForm().save(save) or again(detail(application_id))


@bp.post("/applications/<int:application_id>/consent")
@allow(*CASEWORKERS)
def record_consent(application_id: int) -> ResponseReturnValue:
    """Record the consent a veteran gave to staff, so that the employer can reach them."""

    def save() -> Saved:
        application = queries.application_for(application_id, current_user)
        contacts.give_consent_for(application, given_to=current_user.id)
        url = url_for(".detail", application_id=application_id)
        return Saved("记下了，单位现在能看到本人的姓名和手机号。", url)

    return ButtonForm().save(save) or again(detail(application_id))


@bp.route("/veterans/<int:veteran_id>/refer/<int:vacancy_id>", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def refer(veteran_id: int, vacancy_id: int) -> ResponseReturnValue:
    """Refer a veteran to a vacancy with the consent they give at the desk."""
    veteran = veteran_for(veteran_id, current_user)
    vacancy = vacancies.get_open(vacancy_id, clock.today())
    form = ApplyForm()

    def save() -> Saved:
        application = operations.apply_for(
            veteran_for(veteran_id, current_user),
            vacancies.get_open(vacancy_id, clock.today()),
            by=current_user,
            note=form.note.data or "",
            origin=Origin.REFERRAL,
            shares_contact=form.shares_contact,
        )
        url = url_for(".detail", application_id=application.id)
        return Saved("已推荐，单位会收到消息。", url)

    return form.save(save) or form_page(
        "applications/refer.html",
        form,
        veteran=veteran,
        vacancy=vacancy,
        running=queries.open_application(veteran_id, vacancy_id),
        has_consent=disclosure.consent_to(veteran_id, vacancy.employer_id) is not None,
        wording=CONSENT_ON_BEHALF.format(employer=vacancy.employer.name),
    )


def _detail(application: Application, form: AnswerForm) -> str:
    today, role = clock.today(), current_user.role
    may_act, is_employer = role in HIRING_DESK, role in EMPLOYERS
    events = open_events(application, role) if may_act else []
    is_verified = not is_employer or application.vacancy.employer.is_verified(today)
    events = [one for one in events if not is_employer or _is_employers(one[0], is_verified)]
    looks.show((application.veteran,))  # an employer sees what they can do, if not their name
    form.version.data, form.version.raw_data = application.version, None
    return render_template(
        "applications/detail.html",
        application=application,
        who=f"{application.id} 号投递" if is_employer else _name(application),
        resume=resume_of(application.veteran, today),
        history=queries.events_of(application),
        events=[one for one in events if one[0] not in NEEDS_WORDS],
        undoing=_undoing([one for one in events if one[0] in NEEDS_WORDS]),
        is_verified=is_verified,
        is_held=application.vacancy.hidden_at is not None,
        may_record=role in CASEWORKERS,
        lacks_contact=disclosure.lacks_contact(application),
        wording=CONSENT_BY_PHONE.format(employer=application.vacancy.employer.name),
        is_shown=vacancies.is_shown(application.vacancy),
        form=form,
        needs_reason=NEEDS_REASON,
        needs_meeting=NEEDS_MEETING,
        careful=CAREFUL,
        main=MAIN,
        is_employer=is_employer,
        is_accepted=application.status is ApplicationStatus.ACCEPTED,
        may_claim=may_act and is_verified and application.status is ApplicationStatus.ACCEPTED,
        contact_is_open=disclosure.contact_is_open(application, today),
    )


def _undoing(events: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return how a hire is undone; where both sides can, the buttons name the side."""
    if len(events) < 2:
        return events
    return [(event, ("本人" if event in OWN else "单位") + label) for event, label in events]


def _name(application: Application) -> str:
    return disclosure.name_for(current_user, application.veteran, "")


def _is_employers(event: str, is_verified: bool) -> bool:
    """Return whether an employer may cause an event: its own, and mostly only while verified."""
    return event not in OWN and (is_verified or event in WITHOUT_VERIFICATION)
