"""Accounts of the bureau and the stations; some change only when a second person confirms it."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import paging
from core.access import ACCOUNT_READERS, TWO_PERSON_ROLES, Role, allow
from core.forms import BaseForm, Saved, form_page
from people.accounts import operations, proposals, queries
from people.accounts.forms import ActiveForm, ResetForm, StaffForm
from people.accounts.models import AccountProposal, ProposedChange
from people.accounts.views.blueprint import bp

PROPOSED = "已经提出，要另一位管理员或局领导确认才算数。"


@bp.get("/staff")
@allow(*ACCOUNT_READERS)
def staff() -> ResponseReturnValue:
    """List the accounts of the bureau and the stations."""
    return _staff(ActiveForm(formdata=None))


def _staff(form: BaseForm) -> ResponseReturnValue:
    page = paging.paginate(queries.staff_accounts(), number=paging.asked_page())
    may_change = current_user.role is Role.ADMIN
    return form_page("accounts/staff.html", form, page=page, may_change=may_change)


@bp.route("/staff/new", methods=["GET", "POST"])
@allow(Role.ADMIN)
def new_staff() -> ResponseReturnValue:
    """Create a staff account with a one-time password, shown once, or propose it."""
    form = StaffForm()

    def save() -> ResponseReturnValue:
        facts = form.facts()
        if facts.role in TWO_PERSON_ROLES:
            return _half_page(proposals.propose_account(facts, by=current_user))
        one_time = operations.new_one_time_password()
        created = operations.create_staff(facts, one_time=one_time)
        return _one_time_page(created.name, one_time)

    return form.save(save) or form_page("accounts/new_staff.html", form)


def _one_time_page(name: str, one_time: str) -> str:
    return render_template("accounts/one_time.html", name=name, one_time=one_time)


def _half_page(proposal: AccountProposal) -> str:
    return render_template(
        "accounts/half.html", proposal=proposal, half=proposal.half, is_first=True
    )


@bp.post("/staff/<int:account_id>/active")
@allow(Role.ADMIN)
def set_active(account_id: int) -> ResponseReturnValue:
    """Deactivate or reactivate a staff account, or propose it."""
    form = ActiveForm()

    def save() -> Saved:
        account, is_active = queries.get_staff_account(account_id), form.is_active
        if proposals.needs_second(account):
            change = ProposedChange.ACTIVATE if is_active else ProposedChange.DEACTIVATE
            proposals.propose_change(account, change, by=current_user)
            return Saved(PROPOSED, url_for(".proposal_list"), "info")
        operations.set_active(account, active=is_active)
        message = "已恢复使用。" if is_active else "已停用，登录已全部退出。"
        return Saved(message, url_for(".staff"))

    return form.save(save) or _staff(form)


@bp.route("/staff/<int:account_id>/reset", methods=["GET", "POST"])
@allow(Role.ADMIN)
def reset_password(account_id: int) -> ResponseReturnValue:
    """Set a one-time password for a staff account, shown once, or propose it."""
    form = ResetForm()

    def save() -> ResponseReturnValue:
        account = queries.get_staff_account(account_id)
        if proposals.needs_second(account):
            change = ProposedChange.RESET
            return _half_page(proposals.propose_change(account, change, by=current_user))
        one_time = operations.new_one_time_password()
        operations.reset_password(account, new=one_time)
        return _one_time_page(account.name, one_time)

    answer = form.save(save)
    if answer is not None:
        return answer
    account = queries.get_staff_account(account_id)
    by_two = proposals.needs_second(account)
    return form_page("accounts/reset.html", form, account=account, by_two=by_two)
