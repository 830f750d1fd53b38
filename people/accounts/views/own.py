"""Sign-in, and the account of the user."""

from flask import g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import web
from core.access import EVERYONE, allow, public
from core.errors import DomainError
from core.forms import ButtonForm, Saved, again, form_page
from people.accounts import identity, operations, queries, throttles
from people.accounts.forms import PasswordForm, SignInForm, WhoForm
from people.accounts.views.blueprint import bp

CHOICE_OVER = "时间过了，请重新填手机号和密码。"


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Sign in by phone and password."""
    form = SignInForm()
    # Counted and compared before the transaction: a password hash takes long, and on SQLite
    # every other writer would wait for it.
    ids = _account_ids(form) if form.validate_on_submit() else []

    def save() -> Saved | ResponseReturnValue:
        if not ids:
            raise DomainError(operations.WRONG)
        if len(ids) == 1:
            return _enter(ids[0])
        identity.keep_choice(queries.active_accounts(ids))
        operations.note_shared_password(ids)
        return redirect(url_for(".who", next=request.args.get("next") or None))

    return form.save(save) or form_page("accounts/sign_in.html", form)


def _account_ids(form: SignInForm) -> list[int]:
    phone = form.phone.data
    counted = throttles.count_sign_in(phone, request.remote_addr, is_known=identity.is_known(phone))
    fitting = operations.find_by_password(phone, form.password.data)
    ids = [one.id for one in fitting]  # read before the next transaction expires them
    if ids:
        throttles.give_back(counted)
    return ids


def _enter(account_id: int) -> Saved | ResponseReturnValue:
    """Open a session within the running transaction and return the page that follows."""
    opened = operations.open_session(account_id, device=identity.device())
    identity.remember(opened.token, opened.phone)
    if opened.must_change_password:
        return Saved("请先改成您自己的密码。", url_for(".password"), "info")
    return redirect(web.safe_next(url_for("lists.home")))


@bp.route("/sign-in/who", methods=["GET", "POST"])
@public
def who() -> ResponseReturnValue:
    """Choose between the people whose phone and password are the same."""
    form, people = WhoForm(), identity.kept_choice()
    if not people:
        return Saved(CHOICE_OVER, url_for(".sign_in"), "info").answer()
    form.offer(people)

    def save() -> Saved | ResponseReturnValue:
        if form.account.data not in [one.id for one in identity.kept_choice()]:
            raise DomainError(CHOICE_OVER)
        return _enter(form.account.data)

    return form.save(save) or form_page("accounts/who.html", form)


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
