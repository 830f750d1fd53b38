"""Registering and claiming: open to everybody."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.access import public
from core.db import transaction
from core.errors import DomainError
from people.veterans import operations
from people.veterans.forms.registration import REGISTER_WORDING, ClaimForm, RegisterForm
from people.veterans.views.blueprint import bp, page

RECEIVED = (
    "登记已收到，请用刚才填的手机号和密码登录。如果登录不了，您可能以前登记过，"
    "或者服务站已经替您登记：请用原来的密码，或用认领码认领。"
)


@bp.route("/register", methods=["GET", "POST"])
@public
def register() -> ResponseReturnValue:
    """Register with phone, name and password; the answer never tells who is registered."""
    form = RegisterForm()
    if form.validate_on_submit():
        operations.count_registration(request.remote_addr or "unknown")
        try:
            with transaction():
                operations.register(
                    name=form.name.data,
                    phone=form.phone.data,
                    password=form.password.data,
                    wording=REGISTER_WORDING,
                )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(RECEIVED, "success")
            return redirect(url_for("accounts.sign_in", next=url_for(".me")))
    return page("register", form=form)


@bp.route("/claim", methods=["GET", "POST"])
@public
def claim() -> ResponseReturnValue:
    """Take over a profile a station made."""
    form = ClaimForm()
    if form.validate_on_submit():
        address = request.remote_addr or "unknown"
        operations.count_claim(form.phone.data, form.name.data, address)
        try:
            with transaction():
                operations.claim(
                    name=form.name.data,
                    phone=form.phone.data,
                    code=form.code.data,
                    password=form.password.data,
                    wording=REGISTER_WORDING,
                )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash("认领好了，请用手机号和密码登录。", "success")
            return redirect(url_for("accounts.sign_in", next=url_for(".me")))
    return page("claim", form=form)
