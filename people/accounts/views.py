"""Pages of sign-in, own account and staff accounts."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import audit, paging, web
from core.access import EVERYONE, Role, allow, public
from core.db import db, transaction
from core.errors import DomainError
from people.accounts import identity, operations, queries
from people.accounts.forms import PasswordForm, SignInForm, StaffForm
from people.divisions.queries import townships

bp = Blueprint("accounts", __name__)


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Sign in by phone and password."""
    form = SignInForm()
    if not form.validate_on_submit():
        status = 422 if request.method == "POST" else 200
        return render_template("accounts/sign_in.html", form=form), status
    address = request.remote_addr or "unknown"
    operations.count_try(form.phone.data, address)
    account = operations.find_by_password(form.phone.data, form.password.data)
    if account is None:
        form.add_domain_error(DomainError(operations.WRONG))
        return render_template("accounts/sign_in.html", form=form), 422
    account_id = account.id
    with transaction():
        opened = operations.open_session(account_id, device=identity.device())
    operations.forget_tries(form.phone.data, address)
    identity.remember(opened.token)
    if opened.must_change_password:
        flash("请先改成您自己的密码。", "info")
        return redirect(url_for(".password"))
    return redirect(web.safe_next(url_for("matching.home")))


@bp.post("/sign-out")
@allow(*EVERYONE, own_account=True)
def sign_out() -> ResponseReturnValue:
    """Sign this browser out and ask it to forget what it kept."""
    with transaction():
        operations.close_session(session["token"])
    identity.forget()
    flash("已退出。", "success")
    answer = redirect(url_for("matching.home"))
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@bp.get("/account")
@allow(*EVERYONE, own_account=True)
def account() -> str:
    """Show one's own account and where it is signed in."""
    live = queries.live_sessions_of(current_user.id)
    return render_template("accounts/account.html", sessions=live)


@bp.post("/account/end-others")
@allow(*EVERYONE, own_account=True)
def end_others() -> ResponseReturnValue:
    """Sign all other browsers out."""
    with transaction():
        operations.end_other_sessions(current_user.id, but=session["token"])
    flash("其他设备都已退出。", "success")
    return redirect(url_for(".account"))


@bp.route("/account/password", methods=["GET", "POST"])
@allow(*EVERYONE, own_account=True)
def password() -> ResponseReturnValue:
    """Change one's own password; afterwards one signs in anew."""
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            with transaction():
                operations.change_password(current_user, old=form.old.data, new=form.password.data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            identity.forget()
            flash("密码改好了，请用新密码登录。", "success")
            return redirect(url_for(".sign_in"))
    status = 422 if request.method == "POST" else 200
    return render_template("accounts/password.html", form=form), status


@bp.get("/staff")
@allow(Role.ADMIN, Role.AUDITOR)
def staff() -> str:
    """List the accounts of the bureau and the stations."""
    page = paging.paginate(queries.staff_accounts(), number=paging.asked_page())
    return render_template("accounts/staff.html", page=page)


@bp.route("/staff/new", methods=["GET", "POST"])
@allow(Role.ADMIN)
def new_staff() -> ResponseReturnValue:
    """Create a staff account with a one-time password, shown once."""
    form = StaffForm()
    form.division_code.choices = [("", "不选")] + [(t.code, t.name) for t in townships()]
    if form.validate_on_submit():
        one_time = operations.new_one_time_password()
        try:
            with transaction():
                made = operations.create_account(
                    role=Role(form.role.data),
                    name=form.name.data,
                    phone=form.phone.data,
                    password=one_time,
                    division_code=form.division_code.data,
                    must_change_password=True,
                )
                name = made.name
        except DomainError as error:
            form.add_domain_error(error)
        else:
            return render_template("accounts/one_time.html", name=name, one_time=one_time)
    status = 422 if request.method == "POST" else 200
    return render_template("accounts/new_staff.html", form=form), status


@bp.post("/staff/<int:account_id>/active")
@allow(Role.ADMIN)
def set_active(account_id: int) -> ResponseReturnValue:
    """Deactivate somebody who left, or let him in again."""
    active = request.form.get("active") == "1"
    if account_id == current_user.id:
        raise DomainError("不能停用自己的账号。")
    with transaction():
        operations.set_active(queries.get_staff_account(account_id), active=active)
    flash("已恢复使用。" if active else "已停用，登录已全部退出。", "success")
    return redirect(url_for(".staff"))


@bp.post("/staff/<int:account_id>/reset")
@allow(Role.ADMIN)
def reset_password(account_id: int) -> ResponseReturnValue:
    """Give somebody a one-time password, shown once."""
    one_time = operations.new_one_time_password()
    with transaction():
        found = queries.get_staff_account(account_id)
        operations.reset_password(found, new=one_time)
        name = found.name
    return render_template("accounts/one_time.html", name=name, one_time=one_time)


@bp.get("/audit")
@allow(Role.AUDITOR)
def audit_log() -> str:
    """List every recorded deed; the chain itself is checked on request."""
    action, actor_id = request.args.get("action", "")[:60], request.args.get("actor", type=int)
    events = queries.audit_events(action=action, actor_id=actor_id)
    page = paging.paginate(events, number=paging.asked_page(), per_page=50)
    actors = (event.actor_id for event in page.rows if event.actor_id is not None)
    broken = audit.first_broken_link(db.session()) if "check" in request.args else None
    return render_template(
        "accounts/audit.html",
        page=page,
        names=queries.names_of(actors),
        actions=queries.recorded_actions(),
        action=action,
        is_checked="check" in request.args,
        broken=broken,
    )
