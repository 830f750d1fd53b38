"""One veteran on the bureau's desk: register on behalf, read, reveal, verify, claim code."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock
from core.access import BUREAU_READERS, CASEWORKERS, allow
from core.db import transaction
from core.errors import DomainError
from people.divisions.queries import place_name, township_choices
from people.veterans import operations, queries
from people.veterans.forms.desk import RevealForm, VerifyForm
from people.veterans.forms.registration import ON_BEHALF_WORDING, OnBehalfForm
from people.veterans.models import Evidence, Verification, Veteran
from people.veterans.reasons import RevealReason
from people.veterans.views.blueprint import Subject, bp, page
from people.veterans.views.sections import progress, tasks


@bp.route("/veterans/new", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def new() -> ResponseReturnValue:
    """Register somebody on behalf, with the consent given at the desk."""
    form = OnBehalfForm()
    form.township_code.choices = _townships()
    if form.validate_on_submit():
        try:
            with transaction():
                veteran_id = operations.register_on_behalf(
                    current_user,
                    name=form.name.data,
                    phone=form.phone.data,
                    id_number=form.id_number.data or "",
                    township_code=form.township_code.data,
                    wording=ON_BEHALF_WORDING,
                ).id
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash("已登记。请接着填写资料，并打印认领码交给本人。", "success")
            return redirect(url_for(".detail", veteran_id=veteran_id))
    return page("new", form=form)


def _townships() -> list[tuple[str, str]]:
    own = current_user.division_code
    return [choice for choice in township_choices() if own in (None, choice[0])]


@bp.get("/veterans/<int:veteran_id>")
@allow(*BUREAU_READERS)
def detail(veteran_id: int) -> ResponseReturnValue:
    """Show a profile with numbers masked; that it was read is noted for the person."""
    with transaction():
        operations.log_read(queries.veteran_for(veteran_id, current_user).id)
    return _detail(queries.veteran_for(veteran_id, current_user))


def _detail(veteran: Veteran, **shown: Any) -> ResponseReturnValue:
    subject = Subject(veteran, is_own=False)
    context = {
        "subject": subject,
        "veteran": veteran,
        "place": place_name,
        "tasks": tasks(subject),
        "duplicates": queries.possible_duplicates(veteran, current_user),
        "decisions": queries.decisions_of(veteran),
        "consents": queries.consents_of(veteran),
        "today": clock.today(),
        "reveal_form": RevealForm(formdata=None),
        "may_change": current_user.role in CASEWORKERS,
    }
    return render_template("veterans/detail.html", **context, **progress(subject), **shown)


@bp.post("/veterans/<int:veteran_id>/reveal")
@allow(*CASEWORKERS)
def reveal(veteran_id: int) -> ResponseReturnValue:
    """Show phone and identity number in full, once, for a reason that is kept."""
    queries.veteran_for(veteran_id, current_user)
    form = RevealForm()
    if not form.validate_on_submit():
        raise DomainError("请选为什么要看，会记录在案。")
    with transaction():
        veteran = queries.veteran_for(veteran_id, current_user)
        phone, id_number = operations.reveal(veteran, reason=RevealReason(form.reason.data))
    veteran = queries.veteran_for(veteran_id, current_user)
    return _detail(veteran, phone=phone, id_number=id_number)


@bp.route("/veterans/<int:veteran_id>/verify", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def verify(veteran_id: int) -> ResponseReturnValue:
    """Decide whether somebody is a veteran."""
    veteran = queries.veteran_for(veteran_id, current_user)
    form = VerifyForm(version=veteran.version)
    if form.validate_on_submit():
        try:
            with transaction():
                _decide(form, veteran_id)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash("核实结果已保存。", "success")
            return redirect(url_for(".detail", veteran_id=veteran_id))
    return page("verify", form=form, veteran=veteran)


def _decide(form: VerifyForm, veteran_id: int) -> None:
    veteran = queries.veteran_for(veteran_id, current_user)
    form.require_seen(veteran)
    operations.decide_status(
        veteran,
        verdict=Verification(form.verdict.data),
        evidence=Evidence(form.evidence.data) if form.evidence.data else None,
        note=form.note.data,
        reviewer_id=current_user.id,
    )


@bp.post("/veterans/<int:veteran_id>/claim-code")
@allow(*CASEWORKERS)
def claim_code(veteran_id: int) -> ResponseReturnValue:
    """Make a one-time code and show it once, ready to print."""
    with transaction():
        veteran = queries.veteran_for(veteran_id, current_user)
        code = operations.issue_claim_code(veteran)
    veteran = queries.veteran_for(veteran_id, current_user)
    return render_template("veterans/claim_code.html", veteran=veteran, code=code)
