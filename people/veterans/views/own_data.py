"""我的数据: see, download, consent, switch ranking off, delete."""

import json
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock
from core.access import VETERANS, allow
from core.downloads import download
from core.filters import mask_id, mask_phone
from core.forms import ButtonForm, Saved, again, form_page
from people.accounts import identity
from people.veterans import operations, queries
from people.veterans.forms.own_data import DeleteForm, OwnDataForm, RankingForm
from people.veterans.forms.registration import REGISTER_WORDING
from people.veterans.models import ConsentPurpose
from people.veterans.views.blueprint import bp
from people.veterans.views.sections import profile_page


@bp.get("/me/data")
@allow(*VETERANS)
def my_data() -> str:
    """Show everything stored about the veteran, the consents, and who read it."""
    veteran = queries.own_profile(current_user)
    return render_template(
        "veterans/my_data.html",
        veteran=veteran,
        everything=_masked(queries.everything_about(veteran)),
        consents=queries.consents_of(veteran),
        is_registered=queries.has_consent(veteran, ConsentPurpose.REGISTER),
        looks=queries.looks_at(veteran),
        more=queries.titles_of_records(),
        wording=REGISTER_WORDING,
    )


def _masked(everything: dict[str, Any]) -> dict[str, Any]:
    """Return what the page shows: the download alone has the numbers in full."""
    basics = everything["基本资料"]
    numbers = {"手机号": mask_phone(basics["手机号"]), "身份证号": mask_id(basics["身份证号"])}
    return everything | {"基本资料": basics | numbers}


@bp.route("/me/data/export", methods=["GET", "POST"])
@allow(*VETERANS)
def export_my_data() -> ResponseReturnValue:
    """Download everything stored about the veteran; ask for the password unless it is recent."""
    form = OwnDataForm()
    if "password_again" not in form:
        return _own_data()
    return form.save(_own_data, audited=False) or form_page("veterans/export_my_data.html", form)


def _own_data() -> ResponseReturnValue:
    everything = queries.everything_about(queries.own_profile(current_user))
    body = json.dumps(everything, ensure_ascii=False, indent=2)
    return download(body, f"rongye-my-data-{clock.today():%Y%m%d}.json", "application/json")


@bp.post("/me/personalised")
@allow(*VETERANS)
def set_personalised() -> ResponseReturnValue:
    """Switch ranking by the veteran's data on or off."""
    form = RankingForm()

    def save() -> Saved:
        is_on = form.is_personalised
        operations.set_personalised(queries.own_profile(current_user), personalised=is_on)
        message = "岗位按您的资料排序。" if is_on else "岗位按发布时间排序，不用您的资料。"
        return Saved(message, url_for(".me"))

    return form.save(save) or profile_page(form)


@bp.post("/me/data/consents/<int:consent_id>/withdraw")
@allow(*VETERANS)
def withdraw_consent(consent_id: int) -> ResponseReturnValue:
    """Withdraw one consent."""

    def save() -> Saved:
        purpose = operations.withdraw_consent(queries.own_profile(current_user), consent_id)
        return Saved(f"已收回同意：{purpose.label}。", url_for(".my_data"))

    return ButtonForm().save(save) or again(my_data())


@bp.post("/me/data/consents")
@allow(*VETERANS)
def give_consent() -> ResponseReturnValue:
    """Give the consent to be registered again."""

    def save() -> Saved:
        veteran = queries.own_profile(current_user)
        operations.give_consent_again(veteran, wording=REGISTER_WORDING)
        return Saved("已重新同意，继续给您推荐岗位。", url_for(".my_data"))

    return ButtonForm().save(save) or again(my_data())


@bp.route("/me/data/delete", methods=["GET", "POST"])
@allow(*VETERANS)
def delete_me() -> ResponseReturnValue:
    """Ask once more, then delete the veteran's profile and account."""
    form = DeleteForm()

    def save() -> Saved:
        operations.forget(queries.own_profile(current_user))
        identity.forget()
        return Saved("您的资料和账号已经删除。", url_for("accounts.sign_in"))

    return form.save(save) or form_page("veterans/delete_me.html", form)
