"""Pages of complaints: the veteran complains, the bureau reviews and decides."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import paging
from core.access import COUNTY_READERS, OFFICERS, VETERANS, allow
from core.forms import Saved, form_page
from jobs.complaints import operations, queries
from jobs.complaints.forms import ComplaintForm, DecisionForm
from jobs.complaints.models import ComplaintReason, ComplaintStatus
from jobs.vacancies import queries as vacancies
from people.veterans.queries import has_profile, own_profile

bp = Blueprint("complaints", __name__)


@bp.route("/open-vacancies/<int:vacancy_id>/complaint", methods=["GET", "POST"])
@allow(*VETERANS)
def complain(vacancy_id: int) -> ResponseReturnValue:
    """Record a veteran's complaint about a vacancy, in two taps."""
    vacancy = vacancies.get_shown(vacancy_id)
    if not has_profile(current_user):
        return redirect(url_for("veterans.me"))
    form = ComplaintForm()

    def save() -> Saved:
        operations.complain(
            vacancies.get_shown(vacancy_id),
            own_profile(current_user),
            ComplaintReason(form.reason.data),
            form.note.data or "",
        )
        return Saved("收到了，处理结果会发消息告诉您。", url_for("vacancies.open_vacancies"))

    return form.save(save) or form_page("complaints/complain.html", form, vacancy=vacancy)


@bp.get("/vacancies/reports")
@allow(*COUNTY_READERS)
def queue() -> str:
    """List the vacancies with open complaints, the oldest complaint first."""
    page = paging.paginate(queries.queue(), number=paging.asked_page())
    return render_template(
        "complaints/queue.html",
        page=page,
        complaints=queries.open_by_vacancy(page.rows),
        who=queries.standings([row.id for row in page.rows]),
        may_decide=current_user.role in OFFICERS,
    )


@bp.route("/vacancies/<int:vacancy_id>/reports", methods=["GET", "POST"])
@allow(*OFFICERS)
def decide(vacancy_id: int) -> ResponseReturnValue:
    """Decide on the open complaints about a vacancy."""
    vacancy = vacancies.vacancy_for(vacancy_id, current_user)
    form = DecisionForm(version=vacancy.version)

    def save() -> Saved:
        vacancy = vacancies.vacancy_for(vacancy_id, current_user)
        form.require_seen(vacancy)
        status = ComplaintStatus(form.status.data)
        operations.decide(vacancy, status, result=form.result.data, by=current_user)
        return Saved("已处理，结果发给了举报的人。", url_for(".queue"))

    return form.save(save) or form_page(
        "complaints/decide.html",
        form,
        vacancy=vacancies.vacancy_for(vacancy_id, current_user),
        rows=queries.open_complaints(vacancy_id),
        who=queries.standings([vacancy_id]),
    )
