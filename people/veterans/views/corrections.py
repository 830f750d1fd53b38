"""Forgotten password, changed phone, misspelt name: what staff do for a person at the desk."""

from collections.abc import Callable

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import looks
from core.access import CASEWORKERS, Role, allow
from core.db import lock_row
from core.forms import Saved, form_page
from people.corrections.forms import FORMS, ForgottenForm, NameForm, PhoneForm
from people.corrections.models import CorrectionKind
from people.veterans import operations, queries
from people.veterans.models import Veteran
from people.veterans.views.blueprint import bp

Operation = Callable[[Veteran, ForgottenForm], Saved | ResponseReturnValue]


@bp.get("/veterans/<int:veteran_id>/correct")
@allow(*CASEWORKERS)
def correct(veteran_id: int) -> str:
    """Show what can be corrected for a person, and what was."""
    veteran = queries.veteran_for(veteran_id, current_user)
    return render_template(
        "veterans/correct.html", veteran=veteran, corrections=queries.corrections_of(veteran)
    )


@bp.route("/veterans/<int:veteran_id>/correct/password", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def correct_password(veteran_id: int) -> ResponseReturnValue:
    """Set a one-time password, shown once."""

    def give(veteran: Veteran, form: ForgottenForm) -> ResponseReturnValue:
        one_time = operations.give_password(veteran, form.proof())
        looks.show((veteran,))
        back = url_for(".detail", veteran_id=veteran_id)
        return render_template(
            "corrections/one_time.html", name=veteran.name, one_time=one_time, back=back
        )

    return _page(veteran_id, CorrectionKind.PASSWORD, give)


@bp.route("/veterans/<int:veteran_id>/correct/phone", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def correct_phone(veteran_id: int) -> ResponseReturnValue:
    """Change a person's phone."""

    def change(veteran: Veteran, form: ForgottenForm) -> Saved:
        assert isinstance(form, PhoneForm)
        operations.change_phone(veteran, form.phone.data, form.proof())
        return _done(veteran_id, "手机号换好了，原来的登录都已退出。用新手机号和原来的密码登录。")

    return _page(veteran_id, CorrectionKind.PHONE, change)


@bp.route("/veterans/<int:veteran_id>/correct/name", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def correct_name(veteran_id: int) -> ResponseReturnValue:
    """Correct a person's name."""

    def rename(veteran: Veteran, form: ForgottenForm) -> Saved:
        assert isinstance(form, NameForm)
        operations.correct_name(veteran, form.name.data, form.proof())
        return _done(veteran_id, "姓名改好了，原来的登录都已退出。身份要重新核实。")

    return _page(veteran_id, CorrectionKind.NAME, rename)


def _done(veteran_id: int, message: str) -> Saved:
    return Saved(message, url_for(".detail", veteran_id=veteran_id))


def _page(veteran_id: int, kind: CorrectionKind, operation: Operation) -> ResponseReturnValue:
    """Return the page of one correction, or the answer once it is made."""
    veteran = queries.veteran_for(veteran_id, current_user)
    form = FORMS[kind](Role.VETERAN, version=veteran.version)

    def save() -> Saved | ResponseReturnValue:
        seen = lock_row(queries.veteran_for(veteran_id, current_user))
        form.require_seen(seen)
        return operation(seen, form)

    answer = form.save(save)
    if answer is not None:
        return answer
    veteran = queries.veteran_for(veteran_id, current_user)
    looks.show((veteran,))
    return form_page(
        "corrections/form.html",
        form,
        title=kind.label,
        name=veteran.name,
        phone=veteran.phone,
        back=url_for(".correct", veteran_id=veteran_id),
        has_account=veteran.account_id is not None,
        verifies_again=kind is CorrectionKind.NAME,
    )
