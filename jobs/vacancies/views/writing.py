"""Pages where a vacancy is written: its form, the check before submission, copies."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock
from core.access import VACANCY_EDITORS, allow
from core.forms import ButtonForm, Saved, again, form_page
from core.list_filters import asked_number
from jobs.employers.models import Employer
from jobs.vacancies import display, lifecycle, operations, queries
from jobs.vacancies.forms import OccupationForm, SubmitForm, VacancyForm
from jobs.vacancies.lint import by_field, pieces
from jobs.vacancies.models import PayPeriod, Vacancy
from jobs.vacancies.parameters import usual_end
from jobs.vacancies.readiness import TEXTS, readiness
from jobs.vacancies.suggest import Suggestion, occupation_name, suggest_occupations
from jobs.vacancies.views.blueprint import bp
from jobs.vacancies.views.review import detail
from people.divisions.queries import townships


@bp.route("/vacancies/new", methods=["GET", "POST"])
@allow(*VACANCY_EDITORS)
def new() -> ResponseReturnValue:
    """Write a new vacancy; an officer writes it for an employer."""
    form = VacancyForm(valid_to=usual_end(clock.today()), headcount=1, pay_period=PayPeriod.MONTH)

    def save() -> Saved | ResponseReturnValue:
        return _saved(form, operations.draft_vacancy(_employer(), form.facts()).id)

    employer = _employer()
    return form.save(save) or _form_page(form, employer, vacancy=None)


@bp.route("/vacancies/<int:vacancy_id>/edit", methods=["GET", "POST"])
@allow(*VACANCY_EDITORS)
def edit(vacancy_id: int) -> ResponseReturnValue:
    """Rewrite a draft or a returned vacancy."""
    vacancy = queries.vacancy_for(vacancy_id, current_user)
    if vacancy.status not in lifecycle.EDITABLE and request.method == "GET":
        return redirect(url_for(".detail", vacancy_id=vacancy_id))
    form = VacancyForm(obj=vacancy, credential_names=[row.key for row in vacancy.credentials])

    def save() -> Saved | ResponseReturnValue:
        vacancy = queries.vacancy_for(vacancy_id, current_user)
        form.check_version(vacancy)
        operations.edit_vacancy(vacancy, form.facts())
        return _saved(form, vacancy_id)

    return form.save(save) or _form_page(form, vacancy.employer, vacancy=vacancy)


@bp.get("/vacancies/<int:vacancy_id>/check")
@allow(*VACANCY_EDITORS)
def check(vacancy_id: int) -> str:
    """Show a vacancy as it will be read, with what it lacks and what must be removed."""
    return _check_page(queries.vacancy_for(vacancy_id, current_user))


@bp.post("/vacancies/<int:vacancy_id>/check")
@allow(*VACANCY_EDITORS)
def submit(vacancy_id: int) -> ResponseReturnValue:
    """Submit a vacancy for review."""
    form = SubmitForm()

    def save() -> Saved:
        vacancy = queries.vacancy_for(vacancy_id, current_user)
        form.check_version(vacancy)
        operations.change_vacancy(
            vacancy,
            "submit",
            role=current_user.role,
            today=clock.today(),
            confirmed=form.confirmed.data,
        )
        url = url_for(".detail", vacancy_id=vacancy_id)
        return Saved("已提交，工作人员审核后就会发布。", url)

    return form.save(save) or again(
        _check_page(queries.vacancy_for(vacancy_id, current_user), form)
    )


@bp.post("/vacancies/<int:vacancy_id>/occupation")
@allow(*VACANCY_EDITORS)
def occupation(vacancy_id: int) -> ResponseReturnValue:
    """Record which occupation the employer chose for a vacancy."""
    vacancy = queries.vacancy_for(vacancy_id, current_user)
    form = _occupation_form(vacancy)

    def save() -> Saved:
        vacancy = queries.vacancy_for(vacancy_id, current_user)
        operations.choose_occupation(vacancy, form.code.data or "")
        return Saved("职业类别已保存。", url_for(".check", vacancy_id=vacancy_id))

    return form.save(save) or again(_check_page(vacancy, chooser=form))


@bp.post("/vacancies/<int:vacancy_id>/copy")
@allow(*VACANCY_EDITORS)
def copy(vacancy_id: int) -> ResponseReturnValue:
    """Create a draft with the contents of another vacancy."""

    def save() -> Saved:
        vacancy = queries.vacancy_for(vacancy_id, current_user)
        copied = operations.copy_vacancy(vacancy, today=clock.today())
        return Saved("已复制成新的草稿，请核对后提交。", url_for(".edit", vacancy_id=copied.id))

    return ButtonForm().save(save) or again(detail(vacancy_id))


@bp.post("/vacancies/<int:vacancy_id>/reopen")
@allow(*VACANCY_EDITORS)
def reopen(vacancy_id: int) -> ResponseReturnValue:
    """Continue an ended vacancy as a new draft."""

    def save() -> Saved:
        vacancy = queries.vacancy_for(vacancy_id, current_user)
        successor = operations.reopen_vacancy(vacancy, today=clock.today())
        url = url_for(".edit", vacancy_id=successor.id)
        return Saved("已按原来的内容新开一条草稿，请核对后提交。", url)

    return ButtonForm().save(save) or again(detail(vacancy_id))


@bp.post("/vacancies/<int:vacancy_id>/extend")
@allow(*VACANCY_EDITORS)
def extend(vacancy_id: int) -> ResponseReturnValue:
    """Move the last day of a running vacancy to the usual time from today."""

    def save() -> Saved:
        vacancy = queries.vacancy_for(vacancy_id, current_user)
        operations.extend_vacancy(vacancy, today=clock.today())
        message = f"已延长到 {vacancy.valid_to.month} 月 {vacancy.valid_to.day} 日。"
        return Saved(message, url_for(".detail", vacancy_id=vacancy_id))

    return ButtonForm().save(save) or again(detail(vacancy_id))


def _employer() -> Employer:
    return queries.employer_writing(current_user, asked_number("employer") or 0)


def _saved(form: VacancyForm, vacancy_id: int) -> Saved | ResponseReturnValue:
    """Return the way on: to the check, or to the draft where the writer only wanted to keep it."""
    if form.is_only_kept:
        return Saved("草稿已保存。", url_for(".detail", vacancy_id=vacancy_id))
    return redirect(url_for(".check", vacancy_id=vacancy_id))


def _form_page(
    form: VacancyForm, employer: Employer, *, vacancy: Vacancy | None
) -> ResponseReturnValue:
    return form_page(
        "vacancies/form.html", form, employer=employer, vacancy=vacancy, places=townships()
    )


def _check_page(
    vacancy: Vacancy, form: SubmitForm | None = None, *, chooser: OccupationForm | None = None
) -> str:
    lacks = readiness(vacancy, clock.today())
    marked = by_field(lacks.findings)
    chooser = chooser or _occupation_form(vacancy, is_sent=False)
    return render_template(
        "vacancies/check.html",
        form=form or SubmitForm(formdata=None, obj=vacancy),
        vacancy=vacancy,
        readiness=lacks,
        chooser=chooser,
        offers_occupations=len(chooser.code.choices) > 1 and vacancy.status in lifecycle.EDITABLE,
        texts=[
            (label, name, list(pieces(getattr(vacancy, name), marked.get(name, ()))))
            for name, label in TEXTS.items()
        ],
        display=display,
    )


def _occupation_form(vacancy: Vacancy, *, is_sent: bool = True) -> OccupationForm:
    """Return the form of a vacancy's occupation: those its title names, and the one chosen."""
    offered = suggest_occupations(vacancy.title)
    chosen = vacancy.occupation_code
    if chosen and chosen not in {one.code for one in offered}:
        offered.insert(0, Suggestion(chosen, occupation_name(chosen), ""))
    kept = {} if is_sent else {"formdata": None}
    form = OccupationForm(**kept, code=chosen)
    form.code.choices = [(one.code, f"{one.name}（{one.code}）") for one in offered]
    form.code.choices.append(("", "都不是，先不选"))
    return form
