"""Pages of the exchange between bureaus, for officers."""

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock, paging
from core.access import OFFICERS, allow
from core.config import Settings
from core.downloads import download
from core.forms import ButtonForm, Saved, again, form_page
from fairs.exchange import employers, operations, package, queries
from fairs.exchange.forms import HandOutForm, PartnerForm, TakeInForm
from fairs.fairs.queries import get_fair

bp = Blueprint("exchange", __name__)


@bp.get("/exchange")
@allow(*OFFICERS)
def index() -> str:
    """Show the partners, the packages, and this bureau's own key."""
    return _index()


def _index() -> str:
    return render_template(
        "exchange/index.html",
        partners=queries.partners(),
        undecided=queries.undecided_employers(),
        page=paging.paginate(queries.packages(), number=paging.asked_page()),
        own_key=package.own_verify_key(),
        fingerprint=package.fingerprint,
        now=clock.now(),
    )


@bp.route("/exchange/partners/new", methods=["GET", "POST"])
@allow(*OFFICERS)
def partner() -> ResponseReturnValue:
    """Save a partner bureau, or renew its key."""
    form = PartnerForm()

    def save() -> Saved:
        saved = operations.save_partner(form.facts())
        mark = package.fingerprint(saved.verify_key)
        message = f"{saved.name}已登记。请打电话核对指纹：{mark}。"
        return Saved(message, url_for(".index"))

    return form.save(save) or form_page("exchange/partner.html", form)


@bp.route("/exchange/out", methods=["GET", "POST"])
@allow(*OFFICERS)
def hand_out() -> ResponseReturnValue:
    """Download the vacancies and consenting people of a joint fair as a file."""
    form = HandOutForm()
    form.offer(queries.joint_fairs())

    def save() -> ResponseReturnValue:
        data = operations.export_for_partner(
            get_fair(form.fair_id()),
            county=_settings().office.county_code,
            passphrase=form.passphrase.data,
            by_id=current_user.id,
            may_be_empty=form.may_be_empty.data,
        )
        return download(data, f"rongye-package-{clock.today():%Y%m%d}.json", "application/json")

    return form.save(save) or form_page("exchange/out.html", form)


@bp.route("/exchange/in", methods=["GET", "POST"])
@allow(*OFFICERS)
def take_in() -> ResponseReturnValue:
    """Import a partner's file into a joint fair."""
    form = TakeInForm()
    form.offer(queries.joint_fairs())

    def save() -> Saved:
        settings = _settings()
        taken = operations.take_in(
            package.read_file(form.file.data.stream),
            get_fair(form.fair_id()),
            county=settings.office.county_code,
            passphrase=form.passphrase.data,
            by_id=current_user.id,
            may_be_empty=form.may_be_empty.data,
        )
        return Saved(_summary(taken), url_for(".index"))

    return form.save(save) or form_page("exchange/in.html", form)


def _summary(taken: operations.TakenIn) -> str:
    return (
        f"导入 {taken.submitted} 个岗位等审核、{taken.sign_ups} 人；"
        f"{taken.drafts} 个岗位还不能提交，{taken.repeats} 人以前导入过。"
        "对方的单位要本局核实以后，岗位才能发布。"
    )


@bp.post("/exchange/<int:package_id>/undo")
@allow(*OFFICERS)
def undo(package_id: int) -> ResponseReturnValue:
    """Undo the import of a package."""

    def save() -> Saved:
        vacancies, people = operations.undo(queries.get_package(package_id))
        return Saved(f"已撤销：{vacancies} 个岗位、{people} 人。", url_for(".index"))

    return ButtonForm().save(save) or again(_index())


@bp.post("/exchange/employers/<int:named_id>/<any(same, apart):verdict>")
@allow(*OFFICERS)
def decide(named_id: int, verdict: str) -> ResponseReturnValue:
    """Decide whether a partner's employer is the local one with the same credit code."""

    def save() -> Saved:
        named = queries.get_named_employer(named_id)
        moved = employers.decide(named, is_same=verdict == "same", by_id=current_user.id)
        message = f"已归到本地单位，{moved} 个岗位一起归过去。" if verdict == "same" else "已分开。"
        return Saved(message, url_for(".index"))

    return ButtonForm().save(save) or again(_index())


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
