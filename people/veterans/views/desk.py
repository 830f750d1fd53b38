"""One veteran as staff see them: register on behalf, read, reveal, verify, claim code."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock
from core.access import BUREAU_READERS, CASEWORKERS, allow
from core.addresses import public_address
from core.forms import ButtonForm, Saved, again, form_page
from core.parameters.registry import amount_of
from core.qr import qr_image
from people.divisions.queries import place_name
from people.veterans import operations, queries
from people.veterans.forms.desk import RevealForm, VerifyForm
from people.veterans.forms.registration import ON_BEHALF_WORDING, OnBehalfForm, TakeInForm
from people.veterans.models import Veteran
from people.veterans.parameters import CLAIM_DAYS
from people.veterans.views.blueprint import bp
from people.veterans.views.sections import progress, tasks
from people.veterans.views.subject import Subject


@bp.route("/veterans/new", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def new() -> ResponseReturnValue:
    """Register a veteran on their behalf, with the consent they gave at the desk."""
    form = OnBehalfForm(current_user)

    def save() -> Saved:
        veteran = operations.register_on_behalf(
            current_user, form.facts(), wording=ON_BEHALF_WORDING
        )
        message = "已登记。请接着填写资料，并打印认领码交给本人。"
        return Saved(message, url_for(".detail", veteran_id=veteran.id))

    return form.save(save) or form_page("veterans/new.html", form)


@bp.route("/veterans/take-in", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def take_in() -> ResponseReturnValue:
    """Take in a person who registered by themselves and named no township."""
    form = TakeInForm(current_user)

    def save() -> Saved:
        veteran = operations.take_in(current_user, form.facts(), form.proof(current_user))
        return Saved(
            "收好了，这位现在在本乡镇的名单里。", url_for(".detail", veteran_id=veteran.id)
        )

    return form.save(save) or form_page("veterans/take_in.html", form)


@bp.get("/veterans/<int:veteran_id>")
@allow(*BUREAU_READERS)
def detail(veteran_id: int) -> ResponseReturnValue:
    """Show a profile with masked numbers; the veteran can see that it was read."""
    return _read(veteran_id, RevealForm(formdata=None))


def _read(veteran_id: int, form: RevealForm) -> ResponseReturnValue:
    return _detail(queries.veteran_for(veteran_id, current_user), form)


def _detail(veteran: Veteran, form: RevealForm, **revealed: Any) -> ResponseReturnValue:
    subject = Subject(veteran, is_own=False)
    return form_page(
        "veterans/detail.html",
        form,
        subject=subject,
        veteran=veteran,
        place=place_name,
        tasks=tasks(subject),
        duplicates=queries.possible_duplicates(veteran, current_user),
        decisions=queries.decisions_of(veteran),
        consents=queries.consents_of(veteran),
        corrections=queries.corrections_of(veteran),
        today=clock.today(),
        may_change=current_user.role in CASEWORKERS,
        **progress(subject),
        **revealed,
    )


@bp.post("/veterans/<int:veteran_id>/reveal")
@allow(*CASEWORKERS)
def reveal(veteran_id: int) -> ResponseReturnValue:
    """Show phone and identity number in full, once, for a recorded reason."""
    form = RevealForm()

    def save() -> ResponseReturnValue:
        veteran = queries.veteran_for(veteran_id, current_user)
        phone, id_number = operations.reveal(veteran, reason=form.chosen)
        return _detail(veteran, form, phone=phone, id_number=id_number)

    return form.save(save) or _read(veteran_id, form)


@bp.route("/veterans/<int:veteran_id>/verify", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def verify(veteran_id: int) -> ResponseReturnValue:
    """Decide on a veteran's status."""
    veteran = queries.veteran_for(veteran_id, current_user)
    form = VerifyForm(version=veteran.version)

    def save() -> Saved:
        veteran = queries.veteran_for(veteran_id, current_user)
        form.require_seen(veteran)
        operations.decide_status(veteran, form.facts(), reviewer_id=current_user.id)
        return Saved("核实结果已保存。", url_for(".detail", veteran_id=veteran_id))

    return form.save(save) or form_page("veterans/verify.html", form, veteran=veteran)


@bp.post("/veterans/<int:veteran_id>/claim-code")
@allow(*CASEWORKERS)
def claim_code(veteran_id: int) -> ResponseReturnValue:
    """Create a one-time code and show it once, ready to print."""

    def save() -> ResponseReturnValue:
        veteran = queries.veteran_for(veteran_id, current_user)
        code, days = operations.issue_claim_code(veteran), amount_of(CLAIM_DAYS, clock.today())
        # Behind the #, which browsers send to no server: a code to claim is in no log.
        url = public_address(".claim", _anchor=code)
        return render_template(
            "veterans/claim_code.html",
            veteran=veteran,
            code=code,
            days=days,
            url=url,
            image=qr_image(url) if url else "",
        )

    return ButtonForm().save(save) or again(_read(veteran_id, RevealForm(formdata=None)))
