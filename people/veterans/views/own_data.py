"""我的资料权利: see, export, consent, switch ranking off, be forgotten."""

import json

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock
from core.access import Role, allow
from core.db import transaction
from core.forms import BaseForm
from people.accounts import identity
from people.veterans import operations, queries
from people.veterans.forms.registration import REGISTER_WORDING
from people.veterans.views.blueprint import bp, page


@bp.get("/me/data")
@allow(Role.VETERAN)
def my_data() -> ResponseReturnValue:
    """Show everything stored about oneself, the consents, and who looked."""
    veteran = queries.own_profile(current_user)
    return page(
        "my_data",
        veteran=veteran,
        everything=queries.everything_about(veteran),
        consents=queries.consents_of(veteran),
        looks=queries.looks_at(veteran),
        more=queries.titles_of_records(),
        wording=REGISTER_WORDING,
    )


@bp.get("/me/data/export")
@allow(Role.VETERAN)
def export_my_data() -> ResponseReturnValue:
    """Download everything stored about oneself."""
    everything = queries.everything_about(queries.own_profile(current_user))
    body = json.dumps(everything, ensure_ascii=False, indent=2)
    name = f"rongye-my-data-{clock.today():%Y%m%d}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, mimetype="application/json", headers=headers)


@bp.post("/me/personalised")
@allow(Role.VETERAN)
def set_personalised() -> ResponseReturnValue:
    """Switch ranking by the own data on or off."""
    personalised = request.form.get("personalised") == "1"
    with transaction():
        veteran = queries.own_profile(current_user)
        operations.set_personalised(veteran, personalised=personalised)
    words = "岗位按您的资料排序。" if personalised else "岗位按发布时间排序，不用您的资料。"
    flash(words, "success")
    return redirect(url_for(".me"))


@bp.post("/me/data/consents/<int:consent_id>/withdraw")
@allow(Role.VETERAN)
def withdraw_consent(consent_id: int) -> ResponseReturnValue:
    """Take one consent back."""
    with transaction():
        purpose = operations.withdraw_consent(queries.own_profile(current_user), consent_id)
    flash(f"已收回同意：{purpose.label}。", "success")
    return redirect(url_for(".my_data"))


@bp.post("/me/data/consents")
@allow(Role.VETERAN)
def give_consent() -> ResponseReturnValue:
    """Consent again."""
    with transaction():
        operations.give_consent_again(queries.own_profile(current_user), wording=REGISTER_WORDING)
    flash("已重新同意，继续给您推荐岗位。", "success")
    return redirect(url_for(".my_data"))


@bp.route("/me/data/delete", methods=["GET", "POST"])
@allow(Role.VETERAN)
def delete_me() -> ResponseReturnValue:
    """Ask once more, then delete the own profile and account."""
    form = BaseForm()
    if form.validate_on_submit():
        with transaction():
            operations.forget(queries.own_profile(current_user))
        identity.forget()
        flash("您的资料和账号已经删除。", "success")
        return redirect(url_for("accounts.sign_in"))
    return page("delete_me", form=form)
