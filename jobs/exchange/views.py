"""Pages of the exchange between bureaus; the officer's alone."""

from flask import Blueprint, Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock, paging
from core.access import Role, allow
from core.config import Settings
from core.db import transaction
from core.errors import DomainError
from jobs.exchange import operations, package, queries
from jobs.exchange.forms import HandOutForm, PartnerForm, TakeInForm
from jobs.refusal import show_refusal

bp = Blueprint("exchange", __name__)


@bp.get("/exchange")
@allow(Role.OFFICER)
def index() -> str:
    """Show the partners, the packages, and this bureau's own key."""
    own = package.own_verify_key()
    return render_template(
        "exchange/index.html",
        partners=queries.partners(),
        page=paging.paginate(queries.packages(), number=paging.asked_page()),
        own_key=own,
        fingerprint=package.fingerprint,
        now=clock.now(),
    )


@bp.route("/exchange/partners/new", methods=["GET", "POST"])
@allow(Role.OFFICER)
def partner() -> ResponseReturnValue:
    """Know a partner bureau, or renew its key."""
    form = PartnerForm()
    if form.validate_on_submit():
        try:
            with transaction():
                saved = operations.save_partner(
                    form.division_code.data, form.name.data, form.verify_key.data
                )
                mark = package.fingerprint(saved.verify_key)
                words = f"{saved.name}已登记。请打电话核对指纹：{mark}。"
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash(words, "success")
            return redirect(url_for(".index"))
    return render_template("exchange/partner.html", form=form), 422 if form.errors else 200


@bp.route("/exchange/out", methods=["GET", "POST"])
@allow(Role.OFFICER)
def hand_out() -> ResponseReturnValue:
    """Hand the posts and consenting people of a joint fair out as a file."""
    form = HandOutForm()
    form.fair.choices = _fairs()
    if form.validate_on_submit():
        try:
            with transaction():
                data = _hand_out(form)
        except DomainError as error:
            show_refusal(form, error)
        else:
            name = f"rongye-package-{clock.today():%Y%m%d}.json"
            headers = {"Content-Disposition": f'attachment; filename="{name}"'}
            return Response(data, mimetype="application/json", headers=headers)
    return render_template("exchange/out.html", form=form), 422 if form.errors else 200


def _hand_out(form: HandOutForm) -> bytes:
    fair = queries.get_fair(int(form.fair.data))
    partner = queries.partner_by_code(fair.partner_code or "", clock.now())
    if partner is None:
        raise DomainError("还没有登记合办的那家局，请先登记它的公钥。", field="fair")
    data, _row = operations.hand_out(
        fair,
        partner,
        county=_settings().office.county_code,
        passphrase=form.passphrase.data,
        by_id=current_user.id,
    )
    return data


@bp.route("/exchange/in", methods=["GET", "POST"])
@allow(Role.OFFICER)
def take_in() -> ResponseReturnValue:
    """Take a partner's file into a joint fair."""
    form = TakeInForm()
    form.fair.choices = _fairs()
    if form.validate_on_submit():
        try:
            with transaction():
                taken = _take_in(form)
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash(
                f"导入 {taken.published} 个岗位、{taken.sign_ups} 人；"
                f"{taken.drafts} 个岗位要改过才能发布，{taken.repeats} 人以前导入过。",
                "success",
            )
            return redirect(url_for(".index"))
    return render_template("exchange/in.html", form=form), 422 if form.errors else 200


def _take_in(form: TakeInForm) -> operations.TakenIn:
    data = form.file.data.stream.read(package.MOST_BYTES + 1)
    if len(data) > package.MOST_BYTES:
        raise DomainError("文件太大了，不像是交换包。", field="file")
    settings = _settings()
    return operations.take_in(
        data,
        queries.get_fair(int(form.fair.data)),
        county=settings.office.county_code,
        passphrase=form.passphrase.data,
        by_id=current_user.id,
        verify_days=settings.verify_days,
    )


@bp.post("/exchange/<int:package_id>/undo")
@allow(Role.OFFICER)
def undo(package_id: int) -> ResponseReturnValue:
    """Take an imported package back."""
    with transaction():
        vacancies, people = operations.undo(queries.get_package(package_id))
    flash(f"已撤销：{vacancies} 个岗位、{people} 人。", "success")
    return redirect(url_for(".index"))


def _fairs() -> list[tuple[str, str]]:
    return [("", "请选择")] + [
        (str(fair.id), f"{fair.title}（{fair.partner_name or fair.partner_code}）")
        for fair in queries.joint_fairs()
    ]


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
