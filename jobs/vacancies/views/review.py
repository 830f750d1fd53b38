"""Pages that list vacancies, show one whole, and change its status."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import Select

from core import clock, paging
from core.access import (
    COUNTY_READERS,
    EMPLOYERS,
    OFFICERS,
    VACANCY_EDITORS,
    VACANCY_READERS,
    allow,
)
from core.forms import Saved, again
from core.list_filters import asked_number, searched_words
from core.parameters.registry import amount_of
from jobs.vacancies import display, lifecycle, operations, queries
from jobs.vacancies.forms import ChangeForm
from jobs.vacancies.lint import by_field, pieces
from jobs.vacancies.models import Vacancy, VacancyStatus
from jobs.vacancies.parameters import USUAL_DAYS
from jobs.vacancies.readiness import TEXTS, readiness
from jobs.vacancies.views.blueprint import bp
from people.accounts.models import Account

# Events with a page of their own, which shows beside them what there is to check.
ELSEWHERE = frozenset({"submit"})


@bp.get("/vacancies")
@allow(*VACANCY_READERS)
def index() -> str:
    """List the vacancies the viewer may see whole."""
    words, employer_id = searched_words(), asked_number("employer")
    seen = queries.vacancies_seen_by(current_user, words=words, employer_id=employer_id)
    is_own = current_user.role in EMPLOYERS
    return render_template(
        "vacancies/index.html",
        page=paging.paginate(asked_vacancies(current_user), number=paging.asked_page()),
        counts=queries.count_by_status(seen),
        statuses=list(VacancyStatus),
        status=VacancyStatus.get(request.args.get("status")),
        words=words,
        is_own=is_own,
        is_bare=not request.args,
        may_import=current_user.role in OFFICERS,
        employer_id=employer_id,
        is_held=lambda vacancy: queries.is_held(vacancy, clock.today()),
        display=display,
    )


def asked_vacancies(viewer: Account) -> Select[Vacancy]:
    """Return the query of the list with the filters of this address."""
    return queries.vacancies_seen_by(
        viewer,
        words=searched_words(),
        employer_id=asked_number("employer"),
        status=VacancyStatus.get(request.args.get("status")),
    )


@bp.get("/vacancies/queue")
@allow(*COUNTY_READERS)
def queue() -> str:
    """List the vacancies that wait for review, the longest first."""
    page = paging.paginate(queries.review_queue(), number=paging.asked_page())
    return render_template("vacancies/queue.html", page=page, today=clock.today(), display=display)


@bp.get("/vacancies/<int:vacancy_id>")
@allow(*VACANCY_READERS)
def detail(vacancy_id: int) -> str:
    """Show a vacancy whole, with the events the viewer may cause."""
    return _detail(queries.vacancy_for(vacancy_id, current_user))


@bp.post("/vacancies/<int:vacancy_id>/<event>")
@allow(*VACANCY_EDITORS)
def change(vacancy_id: int, event: str) -> ResponseReturnValue:
    """Change the status of a vacancy by one event of its life cycle."""
    form = ChangeForm()

    def save() -> Saved:
        vacancy = queries.vacancy_for(vacancy_id, current_user)
        form.require_seen(vacancy)
        operations.change_vacancy(
            vacancy,
            event,
            role=current_user.role,
            today=clock.today(),
            reason=form.reason.data or "",
        )
        message = f"岗位现在是“{vacancy.status.label}”。"
        return Saved(message, url_for(".detail", vacancy_id=vacancy_id))

    answer = form.save(save)
    if answer is not None:
        return answer
    return again(_detail(queries.vacancy_for(vacancy_id, current_user), {event: form}))


def _not_open_because(vacancy: Vacancy, today: date) -> str:
    if not queries.is_held(vacancy, today):
        return "有效期已过。"
    if vacancy.employer.verified_at is None:
        return "单位还没有核实。核实通过后，岗位自动显示。"
    return "单位的核实已到期，或者要重新核实。核实通过后，岗位自动显示。"


def _forms(vacancy: Vacancy, sent: Mapping[str, ChangeForm]) -> dict[str, ChangeForm]:
    """Return a form for each event with a reason, the one that was sent among them."""
    forms = dict(sent)
    for event in lifecycle.NEEDS_REASON:
        forms.setdefault(event, ChangeForm(formdata=None, version=vacancy.version))
        forms[event].reason.id = f"reason-{event}"
    return forms


def _detail(vacancy: Vacancy, sent: Mapping[str, ChangeForm] = MappingProxyType({})) -> str:
    today = clock.today()
    lacks = readiness(vacancy, today)
    marked = by_field(lacks.findings)
    events = lifecycle.LIFE.events(vacancy, current_user.role)
    return render_template(
        "vacancies/detail.html",
        vacancy=vacancy,
        form=next(iter(sent.values()), None) or ChangeForm(formdata=None),
        forms=_forms(vacancy, sent),
        is_open=vacancy.is_open(today),
        is_held=queries.is_held(vacancy, today),
        not_open_because=_not_open_because(vacancy, today),
        is_published=vacancy.status is VacancyStatus.PUBLISHED,
        is_submitted=vacancy.status is VacancyStatus.SUBMITTED,
        is_running=vacancy.status in lifecycle.RUNNING,
        is_shown=queries.is_shown(vacancy),
        is_editable=vacancy.status in lifecycle.EDITABLE,
        is_reopenable=vacancy.status in lifecycle.REOPENABLE,
        may_write=current_user.role in VACANCY_EDITORS,
        usual_days=amount_of(USUAL_DAYS, today),
        events=[event for event in events if event[0] not in ELSEWHERE],
        readiness=lacks,
        texts=[
            (label, list(pieces(getattr(vacancy, name), marked.get(name, ()))))
            for name, label in TEXTS.items()
        ],
        needs_reason=lifecycle.NEEDS_REASON,
        careful=lifecycle.CAREFUL,
        main=lifecycle.MAIN,
        display=display,
    )
