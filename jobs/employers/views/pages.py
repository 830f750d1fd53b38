"""Pages of employers: registration, own data, and the bureau's verification."""

from datetime import date
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import Select

from core import client_addresses, clock, paging
from core.access import COUNTY_READERS, EMPLOYERS, OFFICERS, allow, public
from core.files.storage import answer_with
from core.forms import BaseForm, ButtonForm, Saved, again, form_page
from core.list_filters import searched_words
from core.parameters.registry import amount_of
from core.throttle import Limit
from jobs.employers import documents, forms, operations, queries
from jobs.employers.credit_code import find_fault, kind_of
from jobs.employers.deadline import is_overdue, working_days
from jobs.employers.models import DocumentKind, Employer, EmployerStatus, Industry
from jobs.employers.parameters import DECIDE_DAYS, RENEW_DAYS
from jobs.employers.views.blueprint import bp
from people.accounts.models import Account
from people.divisions.queries import place_name, townships

REGISTRATIONS = Limit("employer register", tries=20, window_seconds=3600, then_every=60)


@bp.route("/employers/register", methods=["GET", "POST"])
@public
def register() -> ResponseReturnValue:
    """Register an employer; the answer does not show whether it was registered before."""
    form = forms.RegisterForm()

    def save() -> ResponseReturnValue:
        operations.register_employer(form.facts(), password=form.password.data)
        return redirect(url_for(".registered"))

    if form.validate_on_submit():
        REGISTRATIONS.count(
            client_addresses.client(request.remote_addr)
        )  # in a transaction of its own
    return form.save(save) or _form_page("employers/register.html", form)


@bp.get("/employers/registered")
@public
def registered() -> str:
    """Show what happens after a registration."""
    return render_template("employers/registered.html", limit=_limit())


@bp.route("/employer/profile", methods=["GET", "POST"])
@allow(*EMPLOYERS)
def profile() -> ResponseReturnValue:
    """Correct the employer's own data."""
    form = forms.EmployerForm(obj=queries.employer_of(current_user.id))

    def save() -> Saved:
        employer = queries.employer_of(current_user.id)
        form.check_version(employer)
        operations.edit_employer(employer, form.facts())
        return Saved("单位资料已保存。", url_for("desk.employer"))

    return form.save(save) or form_page("employers/profile.html", form, **_beside_profile())


def _beside_profile() -> dict[str, Any]:
    employer = queries.employer_of(current_user.id)
    may_resubmit = employer.status in operations.MAY_RESUBMIT
    return {"may_resubmit": may_resubmit, "places": townships()}


@bp.route("/employer/resubmit", methods=["POST"])
@allow(*EMPLOYERS)
def resubmit() -> ResponseReturnValue:
    """Submit the employer for verification again."""

    def save() -> Saved:
        operations.resubmit_employer(queries.employer_of(current_user.id))
        message = f"已重新提交，工作人员会在 {_limit()} 个工作日内核实。"
        return Saved(message, url_for("desk.employer"))

    answer = ButtonForm().save(save)
    if answer is not None:
        return answer
    form = forms.EmployerForm(formdata=None, obj=queries.employer_of(current_user.id))
    return again(render_template("employers/profile.html", form=form, **_beside_profile()))


@bp.route("/employer/documents", methods=["GET", "POST"])
@allow(*EMPLOYERS)
def own_documents() -> ResponseReturnValue:
    """Hand in the documents a verification needs."""
    form = forms.DocumentForm()

    def save() -> Saved:
        employer = queries.employer_of(current_user.id)
        kind, handed_in = form.facts()
        documents.hand_in(employer, kind, handed_in, by_id=current_user.id)
        return Saved("收到了。", url_for(".own_documents"))

    answer = form.save(save)
    if answer is not None:
        return answer
    employer = queries.employer_of(current_user.id)
    return form_page(
        "employers/documents.html",
        form,
        employer=employer,
        documents=documents.documents_of(employer.id),
        kinds=list(DocumentKind),
        required=documents.REQUIRED,
    )


@bp.get("/employers")
@allow(*COUNTY_READERS)
def index() -> str:
    """List all employers."""
    asked = _asked()
    return render_template(
        "employers/index.html",
        page=paging.paginate(asked_employers(current_user), number=paging.asked_page()),
        words=asked["words"],
        status=EmployerStatus.get(request.args.get("status")),
        industry=asked["industry"],
        is_due=asked["due_by"] is not None,
        counts=queries.count_by_status(queries.search(**asked)),
        statuses=list(EmployerStatus),
        industries=list(Industry),
        today=clock.today(),
        is_bare=not request.args,
        may_import=current_user.role in OFFICERS,
    )


def _asked() -> dict[str, Any]:
    """Return the filters of this address, without the status, which has tabs with numbers."""
    return {
        "words": searched_words(),
        "industry": Industry.get(request.args.get("industry")),
        "due_by": _renewal_day() if request.args.get("due") else None,
    }


def asked_employers(_viewer: Account) -> Select[Employer]:
    """Return the query of the list with the filters of this address."""
    status = EmployerStatus.get(request.args.get("status"))
    return queries.search(**_asked(), status=status)


@bp.get("/employers/queue")
@allow(*COUNTY_READERS)
def queue() -> str:
    """List the employers that wait for verification, the longest first."""
    return render_template(
        "employers/queue.html",
        page=paging.paginate(queries.waiting(), number=paging.asked_page()),
        waited=_waited,
        limit=_limit(),
        due=queries.count_due(_renewal_day()),
        due_soon=amount_of(RENEW_DAYS, clock.today()),
    )


@bp.get("/employers/<int:employer_id>")
@allow(*COUNTY_READERS)
def detail(employer_id: int) -> str:
    """Show one employer to the bureau."""
    return _detail(queries.get_employer(employer_id))


@bp.route("/employers/<int:employer_id>/decide", methods=["POST"])
@allow(*OFFICERS)
def decide(employer_id: int) -> ResponseReturnValue:
    """Verify, return or refuse an employer."""
    form = forms.DecisionForm()

    def save() -> Saved:
        employer = queries.get_employer(employer_id)
        form.require_seen(employer)
        operations.decide_employer(employer, form.facts(), by_id=current_user.id)
        return Saved("核实结果已保存。", url_for(".queue"))

    return form.save(save) or again(_detail(queries.get_employer(employer_id), form))


@bp.route("/employers/<int:employer_id>/edit", methods=["GET", "POST"])
@allow(*OFFICERS)
def edit(employer_id: int) -> ResponseReturnValue:
    """Correct an employer's data for it."""
    form = forms.StaffEmployerForm(obj=queries.get_employer(employer_id))
    if not form.is_submitted():
        form.contact_phone.data = ""  # shown whole on its own page only, with a reason

    def save() -> Saved:
        employer = queries.get_employer(employer_id)
        form.check_version(employer)
        operations.edit_employer(employer, form.facts(), code_note=form.code_note.data or "")
        return Saved("单位资料已保存。", url_for(".detail", employer_id=employer_id))

    return form.save(save) or _form_page(
        "employers/edit.html", form, employer=queries.get_employer(employer_id)
    )


@bp.route("/employers/<int:employer_id>/phone", methods=["POST"])
@allow(*OFFICERS)
def phone(employer_id: int) -> ResponseReturnValue:
    """Show the contact's whole number once, on record."""
    form = forms.ShowPhoneForm()

    def save() -> ResponseReturnValue:
        employer = queries.get_employer(employer_id)
        number = operations.show_phone(employer, reason=form.purpose.data)
        return render_template("employers/phone.html", employer=employer, number=number)

    return form.save(save) or again(_detail(queries.get_employer(employer_id), form))


@bp.get("/employers/<int:employer_id>/documents/<int:document_id>")
@allow(*EMPLOYERS, *COUNTY_READERS)
def document(employer_id: int, document_id: int) -> Response:
    """Show one document to the bureau or to the employer itself."""
    employer = queries.employer_read_by(employer_id, current_user)
    return answer_with(documents.document_of(employer.id, document_id).file)


def _detail(employer: Employer, failed: BaseForm | None = None) -> str:
    code = employer.credit_code or ""
    form = failed if isinstance(failed, forms.DecisionForm) else forms.DecisionForm(formdata=None)
    phone_form = failed if isinstance(failed, forms.ShowPhoneForm) else None
    if form.version.data is None:
        form.version.data = employer.version
    is_officer = current_user.role in OFFICERS
    return render_template(
        "employers/detail.html",
        employer=employer,
        form=form,
        phone_form=phone_form or forms.ShowPhoneForm(formdata=None),
        failed=failed,
        fault=find_fault(code) if code else None,
        kind=kind_of(code) if code else "",
        place=place_name(employer.division_code),
        is_waiting=employer.status is EmployerStatus.PENDING,
        waited=_waited(employer),
        limit=_limit(),
        is_officer=is_officer,
        may_decide=is_officer and employer.status in operations.DECIDABLE,
        documents=documents.documents_of(employer.id),
        missing_documents=documents.missing_documents(employer.id),
        corrections=queries.corrections_of(employer.id),
    )


def _form_page(template: str, form: BaseForm, **context: object) -> ResponseReturnValue:
    """Return a page of the employer's data with the places to choose from."""
    return form_page(template, form, places=townships(), **context)


def _waited(employer: Employer) -> tuple[int, bool]:
    """Return the working days an employer has waited and whether that is too long."""
    since, today = clock.day_of(employer.submitted_at), clock.today()
    return working_days(since, today), is_overdue(since, today, limit=_limit())


def _limit() -> int:
    """Return how many working days a decision may take."""
    return amount_of(DECIDE_DAYS, clock.today())


def _renewal_day() -> date:
    """Return the day by which a verification that ends is shown for renewal."""
    return clock.days_ahead(amount_of(RENEW_DAYS, clock.today()))
