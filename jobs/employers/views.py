"""Pages of employers: registration, own data, and the bureau's verification."""

from typing import TypeVar

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock, paging
from core.access import COUNTY_READERS, Role, allow, public
from core.db import transaction
from core.errors import DomainError, NotFoundError
from core.files.storage import accept_document, answer_with
from core.forms import BaseForm
from core.labels import Labelled
from core.throttle import Limit
from jobs.employers import documents, forms, operations, queries
from jobs.employers.credit_code import find_fault, kind_of
from jobs.employers.deadline import LIMIT, is_overdue, working_days
from jobs.employers.models import DocumentKind, Employer, EmployerStatus, Industry
from jobs.refusal import show_refusal
from people.divisions.queries import place_name, townships

bp = Blueprint("employers", __name__)
DUE_SOON = 30  # days before a verification runs out in which it is shown for renewal
Choice = TypeVar("Choice", bound=Labelled)
REGISTRATIONS = Limit("employer register", tries=20, window_seconds=3600)


@bp.route("/employers/register", methods=["GET", "POST"])
@public
def register() -> ResponseReturnValue:
    """Let an employer in; the answer does not tell whether it was here before."""
    form = forms.RegisterForm()
    if form.validate_on_submit():
        REGISTRATIONS.count(request.remote_addr or "unknown")
        try:
            with transaction():
                operations.register_employer(form.facts(), password=form.password.data)
        except DomainError as error:
            show_refusal(form, error)
        else:
            return redirect(url_for(".registered"))
    return _page("employers/register.html", form)


@bp.get("/employers/registered")
@public
def registered() -> str:
    """Say what happens after a registration."""
    return render_template("employers/registered.html", limit=LIMIT)


@bp.route("/employer/profile", methods=["GET", "POST"])
@allow(Role.EMPLOYER)
def profile() -> ResponseReturnValue:
    """Let an employer correct its own data."""
    form = forms.EmployerForm(obj=queries.employer_of(current_user.id))
    if form.validate_on_submit():
        try:
            with transaction():
                employer = queries.employer_of(current_user.id)
                form.check_version(employer)
                operations.edit_employer(employer, form.facts())
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash("单位资料已保存。", "success")
            return redirect(url_for("desk.employer"))
    return _page("employers/profile.html", form, employer=queries.employer_of(current_user.id))


@bp.post("/employer/resubmit")
@allow(Role.EMPLOYER)
def resubmit() -> ResponseReturnValue:
    """Let an employer ask for verification again."""
    with transaction():
        operations.resubmit_employer(queries.employer_of(current_user.id))
    flash(f"已重新提交，工作人员会在 {LIMIT} 个工作日内核实。", "success")
    return redirect(url_for("desk.employer"))


@bp.get("/employers")
@allow(*COUNTY_READERS)
def index() -> str:
    """List all employers."""
    words = request.args.get("q", "").strip()[:60]
    status = _chosen(EmployerStatus, "status")
    industry = _chosen(Industry, "industry")
    is_due = "due" in request.args
    due_by = clock.days_ahead(DUE_SOON) if is_due else None
    query = queries.search(words, status=status, industry=industry, due_by=due_by)
    return render_template(
        "employers/index.html",
        page=paging.paginate(query, number=paging.asked_page()),
        words=words,
        status=status,
        industry=industry,
        is_due=is_due,
        counts=queries.count_by_status(),
        statuses=list(EmployerStatus),
        industries=list(Industry),
        today=clock.today(),
    )


@bp.get("/employers/queue")
@allow(*COUNTY_READERS)
def queue() -> str:
    """List the employers that wait for verification, the longest first."""
    return render_template(
        "employers/queue.html",
        page=paging.paginate(queries.waiting(), number=paging.asked_page()),
        waited=_waited,
        limit=LIMIT,
        due=queries.count_due(clock.days_ahead(DUE_SOON)),
        due_soon=DUE_SOON,
    )


@bp.get("/employers/<int:employer_id>")
@allow(*COUNTY_READERS)
def detail(employer_id: int) -> str:
    """Show one employer to the bureau."""
    return _detail(queries.get_employer(employer_id), forms.DecisionForm())


@bp.post("/employers/<int:employer_id>/decide")
@allow(Role.OFFICER)
def decide(employer_id: int) -> ResponseReturnValue:
    """Verify, return or refuse an employer."""
    form = forms.DecisionForm()
    if form.validate_on_submit():
        try:
            with transaction():
                employer = queries.get_employer(employer_id)
                form.require_seen(employer)
                _decide(employer, form)
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash("核实结果已保存。", "success")
            return redirect(url_for(".queue"))
    return _detail(queries.get_employer(employer_id), form), 422


@bp.route("/employers/<int:employer_id>/edit", methods=["GET", "POST"])
@allow(Role.OFFICER)
def edit(employer_id: int) -> ResponseReturnValue:
    """Let the bureau correct an employer's data."""
    form = forms.StaffEmployerForm(obj=queries.get_employer(employer_id))
    if request.method == "GET":
        form.contact_phone.data = ""  # a number of somebody else is not shown by the way
    if form.validate_on_submit():
        try:
            with transaction():
                employer = queries.get_employer(employer_id)
                form.check_version(employer)
                note = form.code_note.data or ""
                operations.edit_employer(employer, form.facts(), code_note=note)
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash("单位资料已保存。", "success")
            return redirect(url_for(".detail", employer_id=employer_id))
    return _page("employers/edit.html", form, employer=queries.get_employer(employer_id))


@bp.route("/employers/<int:employer_id>/phone", methods=["POST"])
@allow(Role.OFFICER)
def phone(employer_id: int) -> ResponseReturnValue:
    """Show the contact's number whole, once, on record."""
    form = forms.ShowPhoneForm()
    if form.validate_on_submit():
        with transaction():
            employer = queries.get_employer(employer_id)
            number = operations.show_phone(employer, reason=form.purpose.data)
        return render_template(
            "employers/phone.html", employer=queries.get_employer(employer_id), number=number
        )
    return _detail(queries.get_employer(employer_id), forms.DecisionForm(), form), 422


def _decide(employer: Employer, form: forms.DecisionForm) -> None:
    reason = form.reason.data or ""
    if form.verdict.data == forms.RETURN:
        operations.return_employer(employer, reason=reason)
    elif form.verdict.data == forms.REFUSE:
        operations.refuse_employer(employer, reason=reason)
    else:
        operations.verify_employer(
            employer,
            by_id=current_user.id,
            verify_days=current_app.extensions["settings"].verify_days,
            code_note=form.code_note.data or "",
            paper_note=form.paper_note.data or "",
        )


@bp.route("/employer/documents", methods=["GET", "POST"])
@allow(Role.EMPLOYER)
def own_documents() -> ResponseReturnValue:
    """Let an employer hand in what verification rests on."""
    form = forms.DocumentForm()
    if form.validate_on_submit():
        try:
            file = form.file.data
            document = accept_document(file.stream, file.filename or "")
            with transaction():
                employer = queries.employer_of(current_user.id)
                documents.hand_in(employer, form.kind.member, document, by_id=current_user.id)
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash("收到了。", "success")
            return redirect(url_for(".own_documents"))
    employer = queries.employer_of(current_user.id)
    return _page(
        "employers/documents.html",
        form,
        employer=employer,
        documents=documents.documents_of(employer.id),
        kinds=list(DocumentKind),
        required=documents.REQUIRED,
    )


@bp.get("/employers/<int:employer_id>/documents/<int:document_id>")
@allow(Role.EMPLOYER, *COUNTY_READERS)
def document(employer_id: int, document_id: int) -> Response:
    """Show one document to the bureau or to the employer itself."""
    is_employer = current_user.role is Role.EMPLOYER
    if is_employer and queries.employer_of(current_user.id).id != employer_id:
        raise NotFoundError
    return answer_with(documents.document_of(employer_id, document_id).file)


def _detail(
    employer: Employer, form: forms.DecisionForm, phone_form: forms.ShowPhoneForm | None = None
) -> str:
    code = employer.credit_code or ""
    if form.version.data is None:
        form.version.data = employer.version
    return render_template(
        "employers/detail.html",
        employer=employer,
        form=form,
        phone_form=phone_form or forms.ShowPhoneForm(),
        fault=find_fault(code) if code else None,
        kind=kind_of(code) if code else "",
        place=place_name(employer.division_code),
        waited=_waited(employer),
        limit=LIMIT,
        decidable=employer.status in operations.DECIDABLE,
        documents=documents.documents_of(employer.id),
        missing_documents=documents.missing_documents(employer.id),
    )


def _waited(employer: Employer) -> tuple[int, bool]:
    """Return the working days an employer has waited and whether that is too long."""
    since, today = clock.local(employer.submitted_at).date(), clock.today()
    return working_days(since, today), is_overdue(since, today)


def _chosen(members: type[Choice], name: str) -> Choice | None:
    """Return the member the address asks for, None where it names none."""
    value = request.args.get(name)
    return next((member for member in members if member.value == value), None)


def _page(template: str, form: BaseForm, **more: object) -> ResponseReturnValue:
    status = 422 if request.method == "POST" else 200
    return render_template(template, form=form, places=townships(), **more), status
