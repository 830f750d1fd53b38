"""Reporting a bad post, and the bureau's answer; the poster and the short address of a post."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from segno import make_qr
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from core import paging
from core.access import Role, allow, public
from core.db import transaction
from core.errors import DomainError
from core.fields import trim
from core.forms import VersionedForm
from jobs.refusal import show_refusal
from jobs.vacancies import complaints, display, queries
from jobs.vacancies.models import ComplaintReason, ComplaintStatus
from jobs.vacancies.views.blueprint import bp
from people.veterans.queries import has_profile, own_profile


class ComplaintForm(VersionedForm):
    """What is wrong with a post."""

    reason = RadioField(
        "哪里不对", choices=ComplaintReason.choices(), validators=[InputRequired("请选哪里不对。")]
    )
    note = TextAreaField(
        "说说情况",
        description="可以不写。单位看不到是谁举报的。",
        filters=[trim],
        validators=[Optional(), Length(max=300, message="最多 300 字。")],
    )


class DecideComplaintsForm(VersionedForm):
    """The bureau's answer."""

    status = RadioField(
        "处理结果",
        choices=ComplaintStatus.choices(ComplaintStatus.UPHELD, ComplaintStatus.DISMISSED),
        validators=[InputRequired("请选处理结果。")],
    )
    result = TextAreaField(
        "告诉举报的人",
        filters=[trim],
        validators=[InputRequired("请写处理结果，举报的人会看到。"), Length(max=200)],
    )


@bp.route("/open-vacancies/<int:vacancy_id>/complaint", methods=["GET", "POST"])
@allow(Role.VETERAN)
def complain(vacancy_id: int) -> ResponseReturnValue:
    """Report a post in two taps."""
    vacancy = queries.get_shown(vacancy_id)
    if not has_profile(current_user):
        return redirect(url_for("veterans.me"))
    form = ComplaintForm()
    if form.validate_on_submit():
        try:
            with transaction():
                complaints.complain(
                    queries.get_shown(vacancy_id),
                    own_profile(current_user),
                    ComplaintReason(form.reason.data),
                    form.note.data or "",
                )
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash("收到了，处理结果会发消息告诉您。", "success")
            return redirect(url_for(".open_vacancies"))
    page = render_template("vacancies/complaint.html", form=form, vacancy=vacancy)
    return page, 422 if form.errors else 200


@bp.get("/vacancies/reports")
@allow(Role.OFFICER, Role.LEADER)
def complaint_queue() -> str:
    """List the posts with open reports, the oldest first."""
    found = paging.paginate(complaints.queue(), number=paging.asked_page())
    rows = {vacancy.id: complaints.open_complaints(vacancy.id) for vacancy in found.rows}
    return render_template("vacancies/complaint_queue.html", page=found, complaints=rows)


@bp.route("/vacancies/<int:vacancy_id>/reports", methods=["GET", "POST"])
@allow(Role.OFFICER)
def decide_complaints(vacancy_id: int) -> ResponseReturnValue:
    """Decide on the open reports of a post."""
    vacancy = complaints.get_complained_about(vacancy_id)
    form = DecideComplaintsForm(version=vacancy.version)
    if form.validate_on_submit():
        try:
            with transaction():
                vacancy = complaints.get_complained_about(vacancy_id)
                form.require_seen(vacancy)
                complaints.decide(
                    vacancy,
                    ComplaintStatus(form.status.data),
                    result=form.result.data,
                    by=current_user,
                )
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash("已处理，结果发给了举报的人。", "success")
            return redirect(url_for(".complaint_queue"))
        vacancy = complaints.get_complained_about(vacancy_id)
    page = render_template(
        "vacancies/decide_complaints.html",
        form=form,
        vacancy=vacancy,
        rows=complaints.open_complaints(vacancy_id),
    )
    return page, 422 if form.errors else 200


@bp.get("/v/<int:vacancy_id>")
@public
def short(vacancy_id: int) -> ResponseReturnValue:
    """Lead from the short address on a poster to the post."""
    return redirect(url_for(".open_vacancy", vacancy_id=vacancy_id))


@bp.get("/open-vacancies/<int:vacancy_id>/poster")
@public
def poster(vacancy_id: int) -> str:
    """Show a post as a poster with a code to scan."""
    vacancy = queries.get_shown(vacancy_id)
    url = url_for(".short", vacancy_id=vacancy.id, _external=True)
    image = make_qr(url, error="m").png_data_uri(scale=6, border=2)
    return render_template(
        "vacancies/poster.html", vacancy=vacancy, url=url, image=image, display=display
    )
