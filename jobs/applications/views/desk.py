"""Applications at the employer's and the bureau's desk."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock, paging
from core.access import HIRING_DESK, HIRING_READERS, Role, allow
from core.db import transaction
from core.errors import DomainError
from jobs.applications import operations, queries
from jobs.applications.forms import AnswerForm, ApplyForm
from jobs.applications.lifecycle import (
    CAREFUL,
    LIFE,
    NEEDS_MEETING,
    NEEDS_REASON,
    OWN,
)
from jobs.applications.models import Application, ApplicationStatus, Origin
from jobs.applications.resume import resume_of, write_resume
from jobs.applications.views.blueprint import bp
from jobs.applications.wording import CONSENT_ON_BEHALF
from jobs.refusal import show_refusal
from jobs.vacancies import queries as vacancies
from people.veterans.queries import veteran_for

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@bp.get("/applications")
@allow(*HIRING_READERS)
def index() -> str:
    """List the applications within one's scope."""
    wanted = request.args.get("status")
    status = next((one for one in ApplicationStatus if one.value == wanted), None)
    is_silent, patience = "silent" in request.args, queries.patience_on(clock.today())
    query = queries.applications_seen_by(
        current_user,
        status=status,
        vacancy_id=request.args.get("vacancy", type=int),
        only_open="open" in request.args,
        silent_by=patience.moment if is_silent else None,
    )
    return render_template(
        "applications/index.html",
        page=paging.paginate(query, number=paging.asked_page()),
        counts=queries.count_by_status(current_user),
        statuses=list(ApplicationStatus),
        status=status,
        is_silent=is_silent,
        silent=queries.count_silent(current_user),
        is_own=current_user.role is Role.EMPLOYER,
        patience=patience,
    )


@bp.get("/applications/<int:application_id>")
@allow(*HIRING_READERS)
def detail(application_id: int) -> str:
    """Show one application: the facts of the trade, the history, what may be done."""
    return _detail(queries.application_for(application_id, current_user), AnswerForm())


@bp.post("/applications/<int:application_id>/do/<event>")
@allow(*HIRING_DESK)
def change(application_id: int, event: str) -> ResponseReturnValue:
    """Take an application one event further."""
    form = AnswerForm()
    if form.validate_on_submit():
        try:
            with transaction():
                application = queries.application_for(application_id, current_user)
                form.require_seen(application)
                operations.move_application(
                    application, event, by=current_user, answer=form.answer()
                )
                word = application.status.label
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash(f"已记下：{word}。", "success")
            return redirect(url_for(".detail", application_id=application_id))
    return _detail(queries.application_for(application_id, current_user), form), 422


@bp.post("/applications/<int:application_id>/contact")
@allow(Role.EMPLOYER)
def contact(application_id: int) -> str:
    """Show name and phone to an employer the veteran agreed to; that it looked is kept."""
    with transaction():
        application = queries.application_for(application_id, current_user)
        operations.look_at_contact(
            application, by=current_user, what=operations.PHONE, today=clock.today()
        )
    application = queries.application_for(application_id, current_user)
    return render_template("applications/contact.html", application=application)


@bp.post("/applications/<int:application_id>/resume")
@allow(Role.EMPLOYER)
def resume(application_id: int) -> ResponseReturnValue:
    """Hand out the one-page résumé under the same rule as the phone number."""
    today = clock.today()
    with transaction():
        application = queries.application_for(application_id, current_user)
        operations.look_at_contact(
            application, by=current_user, what=operations.RESUME, today=today
        )
        body = write_resume(application.veteran, vacancy=application.vacancy.title, today=today)
    name = f"resume-{application_id}.docx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, mimetype=DOCX, headers=headers)


@bp.route("/veterans/<int:veteran_id>/refer/<int:vacancy_id>", methods=["GET", "POST"])
@allow(Role.CLERK, Role.OFFICER)
def refer(veteran_id: int, vacancy_id: int) -> ResponseReturnValue:
    """Put a veteran forward at his word, with the consent he gives at the desk."""
    veteran = veteran_for(veteran_id, current_user)
    vacancy = vacancies.get_open(vacancy_id, clock.today())
    form = ApplyForm()
    if form.validate_on_submit():
        try:
            with transaction():
                application_id = _refer(veteran_id, vacancy_id, form.note.data or "")
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash("已推荐，单位会收到消息。", "success")
            return redirect(url_for(".detail", application_id=application_id))
    page = render_template(
        "applications/refer.html",
        form=form,
        veteran=veteran,
        vacancy=vacancy,
        running=queries.open_application(veteran_id, vacancy_id),
        has_consent=queries.consent_to(veteran_id, vacancy.employer_id) is not None,
        wording=CONSENT_ON_BEHALF.format(employer=vacancy.employer.name),
    )
    return page, 422 if request.method == "POST" else 200


def _refer(veteran_id: int, vacancy_id: int, note: str) -> int:
    veteran = veteran_for(veteran_id, current_user)
    vacancy = vacancies.get_open(vacancy_id, clock.today())
    application = operations.apply_for(
        veteran, vacancy, by=current_user, note=note, origin=Origin.REFERRAL
    )
    if request.form.get("contact") == "yes":
        operations.give_consent(
            veteran, vacancy.employer, application_id=application.id, given_to=current_user.id
        )
    return application.id


def _detail(application: Application, form: AnswerForm) -> str:
    today, role = clock.today(), current_user.role
    events = [] if role is Role.LEADER else LIFE.events(application, role)
    form.version.data, form.version.raw_data = application.version, None
    is_employer = role is Role.EMPLOYER
    return render_template(
        "applications/detail.html",
        application=application,
        resume=resume_of(application.veteran, today),
        history=queries.events_of(application),
        events=events if not is_employer else [one for one in events if one[0] not in OWN],
        form=form,
        needs_reason=NEEDS_REASON,
        needs_meeting=NEEDS_MEETING,
        careful=CAREFUL,
        is_employer=is_employer,
        contact_is_open=queries.contact_is_open(application, today),
    )
