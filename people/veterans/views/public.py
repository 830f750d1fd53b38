"""Registering and claiming: open to everyone."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from core.access import public
from core.forms import Saved, form_page
from people.veterans import operations
from people.veterans.forms.registration import REGISTER_WORDING, ClaimForm, RegisterForm
from people.veterans.views.blueprint import bp

# True for a new person and for one known: a visitor must not learn who is registered.
RECEIVED = (
    "这个姓名和手机号以前没有登记过的，现在登记好了，请用刚才填的手机号和密码登录。"
    "以前登记过的，资料和密码都没有变：请用原来的密码登录；服务站替您登记的，用认领码认领；"
    "都登录不了，请带身份证到服务站办。"
)


@bp.route("/register", methods=["GET", "POST"])
@public
def register() -> ResponseReturnValue:
    """Register by phone, name and password; the answer does not reveal who is registered."""
    form = RegisterForm()
    if form.validate_on_submit():  # counted before the transaction: the count commits by itself
        operations.count_registration(request.remote_addr)

    def save() -> Saved:
        operations.register(form.facts(), wording=REGISTER_WORDING)
        return Saved(RECEIVED, _sign_in_url())

    return form.save(save) or form_page("veterans/register.html", form)


@bp.route("/claim", methods=["GET", "POST"])
@public
def claim() -> ResponseReturnValue:
    """Claim a profile that a station created."""
    form = ClaimForm()
    if form.validate_on_submit():  # counted before the transaction: the count commits by itself
        operations.count_claim(form.phone.data, form.name.data, request.remote_addr)

    def save() -> Saved:
        operations.claim(form.facts(), wording=REGISTER_WORDING)
        return Saved("认领好了，请用手机号和密码登录。", _sign_in_url())

    return form.save(save) or form_page("veterans/claim.html", form)


def _sign_in_url() -> str:
    return url_for("accounts.sign_in", next=url_for("veterans.me"))
