"""Sign-in, and the account of the user."""

from flask import g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import web
from core.access import EVERYONE, allow, public
from core.errors import DomainError
from core.forms import ButtonForm, Saved, again, form_page
from people.accounts import identity, operations, queries, throttles
from people.accounts.forms import PasswordForm, SignInForm
from people.accounts.views.blueprint import bp


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Sign in by phone and password."""
    form = SignInForm()
    # Counted and compared before the transaction: a password hash takes long, and on SQLite
    # every other writer would wait for it.
    account_id = _account_id(form) if form.validate_on_submit() else None

    def save() -> Saved | ResponseReturnValue:
        if account_id is None:
            raise DomainError(operations.WRONG)
        opened = operations.open_session(account_id, device=identity.device())
        identity.remember(opened.token, form.phone.data)
        if opened.must_change_password:
            return Saved("请先改成您自己的密码。", url_for(".password"), "info")
        return redirect(web.safe_next(url_for("lists.home")))

    answer = form.save(save)
    if answer is None:
        return form_page("accounts/sign_in.html", form)
    return answer


def _account_id(form: SignInForm) -> int | None:
    phone = form.phone.data
    counted = throttles.count_sign_in(phone, _address(), is_known=identity.is_known(phone))
    account = operations.find_by_password(phone, form.password.data)
    if account is None:
        return None
    account_id = account.id  # read before the next transaction expires it
    throttles.give_back(counted)
    return account_id


def _address() -> str:
    return request.remote_addr or "unknown"


@bp.post("/sign-out")
@allow(*EVERYONE, own_account=True)
def sign_out() -> ResponseReturnValue:
    """Sign this browser out and ask it to drop its cache."""

    def save() -> Saved:
        operations.close_session(session["token"])
        identity.forget()
        return Saved("已退出。", url_for("lists.home"))

    answer = make_response(ButtonForm().save(save) or again(account()))
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@bp.get("/account")
@allow(*EVERYONE, own_account=True)
def account() -> str:
    """Show the user's account and the browsers it is signed in on."""
    live = queries.live_sessions_of(current_user.id)
    return render_template("accounts/account.html", sessions=live)


@bp.post("/account/end-others")
@allow(*EVERYONE, own_account=True)
def end_others() -> ResponseReturnValue:
    """Sign all other browsers out."""

    def save() -> Saved:
        operations.end_other_sessions(current_user.id, but=session["token"])
        return Saved("其他设备都已退出。", url_for(".account"))

    return ButtonForm().save(save) or again(account())


@bp.route("/account/password", methods=["GET", "POST"])
@allow(*EVERYONE, own_account=True)
def password() -> ResponseReturnValue:
    """Change the user's password; every browser has to sign in again."""
    form = PasswordForm(current_user)
    counted: throttles.Counted = ()
    if form.validate_on_submit():  # counted before the transaction: the count commits by itself
        counted = throttles.count_own_password(current_user.id, g.web_session_id)

    def save() -> Saved:
        operations.change_password(current_user, old=form.old.data, new=form.password.data)
        identity.forget()
        return Saved("密码改好了，请用新密码登录。", url_for(".sign_in"))

    answer = form.save(save)
    if answer is None:
        return form_page("accounts/password.html", form)
    throttles.give_back(counted)
    return answer
