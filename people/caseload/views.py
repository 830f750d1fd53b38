"""Pages of the caseload, and of one veteran's contacts and next action."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import Select

from core import clock, paging
from core.access import BUREAU_READERS, CASEWORKERS, allow
from core.forms import BaseForm, Saved, form_page
from core.list_filters import asked_year
from core.parameters.registry import amount_of
from people.accounts.models import Account
from people.caseload import operations, queries
from people.caseload.forms import ContactForm, FinishActionForm, NextActionForm
from people.caseload.parameters import CONTACT_DAYS
from people.caseload.queries import CaseFilter
from people.divisions.queries import short_name, township_choices
from people.veterans.models import EmploymentStatus, Veteran
from people.veterans.queries import retired_years, veteran_for

bp = Blueprint("caseload", __name__)


def _asked(viewer: Account) -> CaseFilter:
    """Return the filter the address asks for."""
    days = amount_of(CONTACT_DAYS, clock.today())
    townships = {code for code, _name in township_choices()}
    township = request.args.get("township", "")
    return CaseFilter(
        township=township if township in townships and not viewer.division_code else "",
        year=asked_year(),
        silent_since=queries.silent_moment(days) if "silent" in request.args else None,
        no_action="nostep" in request.args,
        overdue_by=clock.today() if "overdue" in request.args else None,
        status=EmploymentStatus.get(request.args.get("status")),
    )


def asked_caseload(viewer: Account) -> Select[Veteran]:
    """Return the query of the list with the filters of this address."""
    return queries.caseload(viewer, _asked(viewer))


@bp.get("/caseload")
@allow(*BUREAU_READERS)
def index() -> str:
    """List the veterans without work, longest retired first."""
    wanted, today = _asked(current_user), clock.today()
    listed = paging.paginate(asked_caseload(current_user), number=paging.asked_page())
    return render_template(
        "caseload/index.html",
        page=listed,
        cases=queries.cases_of(listed.rows, today),
        wanted=wanted,
        days=amount_of(CONTACT_DAYS, today),
        counts=_counts(),
        parts=queries.count_by_status(current_user),
        years=retired_years(current_user),
        townships=[] if current_user.division_code else township_choices(),
        place=short_name,
        today=today,
        may_contact=current_user.role in CASEWORKERS,
    )


def _counts() -> dict[str, int]:
    """Return how many veterans each filter of the page leaves."""
    today = clock.today()
    silent_since = queries.silent_moment(amount_of(CONTACT_DAYS, today))
    wanted = {
        "all": CaseFilter(),
        "silent": CaseFilter(silent_since=silent_since),
        "nostep": CaseFilter(no_action=True),
        "overdue": CaseFilter(overdue_by=today),
    }
    return {name: queries.count_cases(current_user, one) for name, one in wanted.items()}


@bp.get("/caseload/print")
@allow(*CASEWORKERS)
def sheet() -> str:
    """Return the list to print, without phone numbers."""
    today = clock.today()
    page = paging.printed(asked_caseload(current_user))
    cases = queries.cases_of(page.rows, today)
    return render_template(
        "caseload/print.html", page=page, cases=cases, place=short_name, today=today
    )


@bp.get("/veterans/<int:veteran_id>/contacts")
@allow(*CASEWORKERS)
def contacts(veteran_id: int) -> ResponseReturnValue:
    """Show the contacts with a veteran and the next action."""
    return _contacts_page(veteran_id)


def _contacts_page(veteran_id: int, sent: BaseForm | None = None) -> ResponseReturnValue:
    """Return the page with its three forms; the one that was sent keeps what was typed."""
    veteran = veteran_for(veteran_id, current_user)
    forms: dict[str, Any] = {
        "contact_form": ContactForm(formdata=None),
        "action_form": NextActionForm(current_user, formdata=None, owner=str(current_user.id)),
        "finish_form": FinishActionForm(formdata=None),
    }
    forms |= {name: sent for name, form in forms.items() if type(sent) is type(form)}
    return form_page(
        "caseload/contacts.html",
        sent or forms["contact_form"],
        veteran=veteran,
        contacts=queries.contacts_of(veteran.id),
        action=queries.open_action(veteran.id),
        today=clock.today(),
        **forms,
    )


@bp.post("/veterans/<int:veteran_id>/contacts")
@allow(*CASEWORKERS)
def record_contact(veteran_id: int) -> ResponseReturnValue:
    """Record a contact with a veteran."""
    form = ContactForm()

    def save() -> Saved:
        veteran = veteran_for(veteran_id, current_user)
        operations.record_contact(veteran, form.facts(), by=current_user)
        return Saved("联系记录已加。", url_for(".contacts", veteran_id=veteran_id))

    return form.save(save) or _contacts_page(veteran_id, form)


@bp.post("/veterans/<int:veteran_id>/next-action")
@allow(*CASEWORKERS)
def set_next_action(veteran_id: int) -> ResponseReturnValue:
    """Set what is done next for a veteran."""
    form = NextActionForm(current_user)

    def save() -> Saved:
        veteran = veteran_for(veteran_id, current_user)
        operations.set_next_action(veteran, form.facts(), by=current_user)
        return Saved("下一步已定好。", url_for(".contacts", veteran_id=veteran_id))

    return form.save(save) or _contacts_page(veteran_id, form)


@bp.post("/veterans/<int:veteran_id>/next-action/finish")
@allow(*CASEWORKERS)
def finish_next_action(veteran_id: int) -> ResponseReturnValue:
    """Record that the next action was done."""
    form = FinishActionForm()

    def save() -> Saved:
        veteran = veteran_for(veteran_id, current_user)
        operations.finish_next_action(veteran, result=form.result.data or "")
        return Saved("这一步办完了，请再定下一步。", url_for(".contacts", veteran_id=veteran_id))

    return form.save(save) or _contacts_page(veteran_id, form)
