"""Pages where posts are listed, looked at and decided on."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock, paging
from core.access import VACANCY_EDITORS, Role, allow
from core.db import transaction
from core.errors import DomainError
from jobs.employers import queries as employers
from jobs.refusal import show_refusal
from jobs.vacancies import display, lifecycle, operations, queries
from jobs.vacancies.forms import ChangeForm
from jobs.vacancies.lint import by_field, pieces
from jobs.vacancies.models import Vacancy, VacancyStatus
from jobs.vacancies.readiness import TEXTS, readiness
from jobs.vacancies.views.blueprint import bp

# What is done on pages of its own, with what there is to check beside it.
ELSEWHERE = frozenset({"submit"})


@bp.get("/vacancies")
@allow(Role.EMPLOYER, Role.OFFICER, Role.LEADER)
def index() -> str:
    """List the posts the viewer may see whole."""
    words = request.args.get("q", "").strip()[:60]
    wanted = request.args.get("status")
    status = next((one for one in VacancyStatus if one.value == wanted), None)
    employer_id = request.args.get("employer", type=int)
    query = queries.vacancies_seen_by(
        current_user, words=words, status=status, employer_id=employer_id
    )
    is_own = current_user.role is Role.EMPLOYER
    own_id = employers.employer_of(current_user.id).id if is_own else employer_id
    return render_template(
        "vacancies/index.html",
        page=paging.paginate(query, number=paging.asked_page()),
        counts=queries.count_by_status(own_id),
        statuses=list(VacancyStatus),
        status=status,
        words=words,
        is_own=is_own,
        employer_id=employer_id,
        display=display,
    )


@bp.get("/vacancies/queue")
@allow(Role.OFFICER, Role.LEADER)
def queue() -> str:
    """List the posts that wait for review, the longest first."""
    page = paging.paginate(queries.review_queue(), number=paging.asked_page())
    return render_template("vacancies/queue.html", page=page, today=clock.today(), display=display)


@bp.get("/vacancies/<int:vacancy_id>")
@allow(Role.EMPLOYER, Role.OFFICER, Role.LEADER)
def detail(vacancy_id: int) -> str:
    """Show a post whole, with what the viewer may do to it."""
    return _detail(queries.vacancy_for(vacancy_id, current_user), ChangeForm())


@bp.post("/vacancies/<int:vacancy_id>/<event>")
@allow(*VACANCY_EDITORS)
def change(vacancy_id: int, event: str) -> ResponseReturnValue:
    """Do one event of the lifecycle."""
    form = ChangeForm()
    if form.validate_on_submit():
        try:
            with transaction():
                vacancy = queries.vacancy_for(vacancy_id, current_user)
                form.require_seen(vacancy)
                operations.change_vacancy(
                    vacancy,
                    event,
                    role=current_user.role,
                    today=clock.today(),
                    reason=form.reason.data or "",
                )
                label = vacancy.status.label
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash(f"岗位现在是“{label}”。", "success")
            return redirect(url_for(".detail", vacancy_id=vacancy_id))
    return _detail(queries.vacancy_for(vacancy_id, current_user), form), 422


def _detail(vacancy: Vacancy, form: ChangeForm) -> str:
    today = clock.today()
    result = readiness(vacancy, today)
    marked = by_field(result.findings)
    events = lifecycle.LIFE.events(vacancy, current_user.role)
    return render_template(
        "vacancies/detail.html",
        vacancy=vacancy,
        form=form,
        is_open=vacancy.is_open(today),
        events=[event for event in events if event[0] not in ELSEWHERE],
        readiness=result,
        texts=[
            (label, list(pieces(getattr(vacancy, name), marked.get(name, ()))))
            for name, label in TEXTS.items()
        ],
        may_write=current_user.role in VACANCY_EDITORS,
        is_editable=vacancy.status in lifecycle.EDITABLE,
        is_reopenable=vacancy.status in lifecycle.REOPENABLE,
        needs_reason=lifecycle.NEEDS_REASON,
        careful=lifecycle.CAREFUL,
        display=display,
    )
