"""Forgotten password, changed phone, misspelt name: what the bureau does for a contact."""

from collections.abc import Callable

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from core.access import OFFICERS, Role, allow
from core.db import db, lock_row
from core.forms import Saved, form_page
from jobs.employers import corrections, queries
from jobs.employers.models import Employer
from jobs.employers.views.blueprint import bp
from people.accounts.models import Account
from people.corrections.forms import FORMS, ForgottenForm, NameForm, PhoneForm
from people.corrections.models import CorrectionKind

Operation = Callable[[Employer, Account, ForgottenForm], Saved | ResponseReturnValue]


@bp.get("/employers/<int:employer_id>/correct")
@allow(*OFFICERS)
def correct(employer_id: int) -> str:
    """Show what can be corrected for an employer's contact, and what was."""
    return render_template(
        "employers/correct.html",
        employer=queries.get_employer(employer_id),
        accounts=queries.accounts_of(employer_id),
        corrections=queries.corrections_of(employer_id),
    )


@bp.route("/employers/<int:employer_id>/correct/password", methods=["GET", "POST"])
@allow(*OFFICERS)
def correct_password(employer_id: int) -> ResponseReturnValue:
    """Set a one-time password, shown once."""

    def give(employer: Employer, account: Account, form: ForgottenForm) -> ResponseReturnValue:
        one_time = corrections.give_password(employer, account, form.proof())
        back = url_for(".detail", employer_id=employer_id)
        return render_template(
            "corrections/one_time.html", name=account.name, one_time=one_time, back=back
        )

    return _page(employer_id, CorrectionKind.PASSWORD, give)


@bp.route("/employers/<int:employer_id>/correct/phone", methods=["GET", "POST"])
@allow(*OFFICERS)
def correct_phone(employer_id: int) -> ResponseReturnValue:
    """Change a contact's phone."""

    def change(employer: Employer, account: Account, form: ForgottenForm) -> Saved:
        assert isinstance(form, PhoneForm)
        corrections.change_phone(employer, account, form.phone.data, form.proof())
        return _done(employer_id, "手机号换好了，原来的登录都已退出。用新手机号和原来的密码登录。")

    return _page(employer_id, CorrectionKind.PHONE, change)


@bp.route("/employers/<int:employer_id>/correct/name", methods=["GET", "POST"])
@allow(*OFFICERS)
def correct_name(employer_id: int) -> ResponseReturnValue:
    """Correct a contact's name."""

    def rename(employer: Employer, account: Account, form: ForgottenForm) -> Saved:
        assert isinstance(form, NameForm)
        corrections.correct_name(employer, account, form.name.data, form.proof())
        return _done(employer_id, "姓名改好了，原来的登录都已退出。")

    return _page(employer_id, CorrectionKind.NAME, rename)


def _done(employer_id: int, message: str) -> Saved:
    return Saved(message, url_for(".detail", employer_id=employer_id))


def _page(employer_id: int, kind: CorrectionKind, operation: Operation) -> ResponseReturnValue:
    """Return the page of one correction, or the answer once it is made."""
    employer = queries.get_employer(employer_id)
    accounts = queries.accounts_of(employer_id)
    form = FORMS[kind](Role.EMPLOYER, accounts=accounts, version=employer.version)

    def save() -> Saved | ResponseReturnValue:
        seen = lock_row(queries.get_employer(employer_id))
        form.require_seen(seen)
        return operation(seen, db.session.get_one(Account, form.account.data), form)

    answer = form.save(save)
    if answer is not None:
        return answer
    employer = queries.get_employer(employer_id)
    return form_page(
        "corrections/form.html",
        form,
        title=kind.label,
        name=employer.name,
        phone=employer.contact_phone,
        back=url_for(".correct", employer_id=employer_id),
        has_account=True,
        verifies_again=False,
    )
