"""Pages where a post is written: the form, the check before it is submitted, copies."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock
from core.access import Role, allow
from core.db import transaction
from core.errors import DomainError
from jobs.employers import queries as employers
from jobs.employers.models import Employer
from jobs.refusal import show_refusal
from jobs.vacancies import display, lifecycle, operations, queries
from jobs.vacancies.forms import OccupationForm, SubmitForm, VacancyForm
from jobs.vacancies.lint import by_field, pieces
from jobs.vacancies.models import PayPeriod, Vacancy
from jobs.vacancies.readiness import DEFAULT_DAYS, TEXTS, readiness
from jobs.vacancies.suggest import Suggestion, occupation_name, suggest_occupations
from jobs.vacancies.views.blueprint import bp
from people.divisions.queries import townships


@bp.route("/vacancies/new", methods=["GET", "POST"])
@allow(Role.EMPLOYER, Role.OFFICER)
def new() -> ResponseReturnValue:
    """Write a new post; the bureau may do it for an employer."""
    valid_to = clock.today() + timedelta(days=DEFAULT_DAYS)
    form = VacancyForm(valid_to=valid_to, headcount=1, pay_period=PayPeriod.MONTH)
    employer = _acting_employer()
    if form.validate_on_submit():
        try:
            with transaction():
                vacancy_id = operations.draft_vacancy(_acting_employer(), form.facts()).id
        except DomainError as error:
            show_refusal(form, error)
        else:
            return _after_saving(vacancy_id)
    return _form_page(form, employer=employer, vacancy=None)


@bp.route("/vacancies/<int:vacancy_id>/edit", methods=["GET", "POST"])
@allow(Role.EMPLOYER, Role.OFFICER)
def edit(vacancy_id: int) -> ResponseReturnValue:
    """Rewrite a draft or a returned post."""
    vacancy = queries.vacancy_for(vacancy_id, current_user)
    if vacancy.status not in lifecycle.EDITABLE and request.method == "GET":
        return redirect(url_for(".detail", vacancy_id=vacancy_id))
    form = VacancyForm(obj=vacancy, credential_names=[row.key for row in vacancy.credentials])
    if form.validate_on_submit():
        try:
            with transaction():
                vacancy = queries.vacancy_for(vacancy_id, current_user)
                form.check_version(vacancy)
                operations.edit_vacancy(vacancy, form.facts())
        except DomainError as error:
            show_refusal(form, error)
        else:
            return _after_saving(vacancy_id)
    return _form_page(form, employer=vacancy.employer, vacancy=vacancy)


@bp.get("/vacancies/<int:vacancy_id>/check")
@allow(Role.EMPLOYER, Role.OFFICER)
def check(vacancy_id: int) -> str:
    """Show a post as it will be read, with what is missing and what may not stay."""
    vacancy = queries.vacancy_for(vacancy_id, current_user)
    return _check_page(vacancy, SubmitForm(obj=vacancy))


@bp.post("/vacancies/<int:vacancy_id>/check")
@allow(Role.EMPLOYER, Role.OFFICER)
def submit(vacancy_id: int) -> ResponseReturnValue:
    """Hand a post in for review."""
    form = SubmitForm()
    if form.validate_on_submit():
        try:
            with transaction():
                vacancy = queries.vacancy_for(vacancy_id, current_user)
                form.check_version(vacancy)
                operations.change_vacancy(
                    vacancy,
                    "submit",
                    role=current_user.role,
                    today=clock.today(),
                    confirmed=form.confirmed.data,
                )
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash("已提交，工作人员审核后就会发布。", "success")
            return redirect(url_for(".detail", vacancy_id=vacancy_id))
    return _check_page(queries.vacancy_for(vacancy_id, current_user), form), 422


@bp.post("/vacancies/<int:vacancy_id>/occupation")
@allow(Role.EMPLOYER, Role.OFFICER)
def occupation(vacancy_id: int) -> ResponseReturnValue:
    """Take the employer's choice of an occupation."""
    form = OccupationForm()
    with transaction():
        vacancy = queries.vacancy_for(vacancy_id, current_user)
        operations.choose_occupation(vacancy, form.code.data or "")
    flash("职业类别已保存。", "success")
    return redirect(url_for(".check", vacancy_id=vacancy_id))


@bp.post("/vacancies/<int:vacancy_id>/copy")
@allow(Role.EMPLOYER, Role.OFFICER)
def copy(vacancy_id: int) -> ResponseReturnValue:
    """Start a new post from an old one."""
    with transaction():
        vacancy = queries.vacancy_for(vacancy_id, current_user)
        copied_id = operations.copy_vacancy(vacancy, today=clock.today()).id
    flash("已复制成新的草稿，请核对后提交。", "success")
    return redirect(url_for(".edit", vacancy_id=copied_id))


@bp.post("/vacancies/<int:vacancy_id>/reopen")
@allow(Role.EMPLOYER, Role.OFFICER)
def reopen(vacancy_id: int) -> ResponseReturnValue:
    """Recruit again for a post that has ended."""
    with transaction():
        vacancy = queries.vacancy_for(vacancy_id, current_user)
        successor_id = operations.reopen_vacancy(vacancy, today=clock.today()).id
    flash("已按原来的内容新开一条草稿，请核对后提交。", "success")
    return redirect(url_for(".edit", vacancy_id=successor_id))


@bp.post("/vacancies/<int:vacancy_id>/extend")
@allow(Role.EMPLOYER, Role.OFFICER)
def extend(vacancy_id: int) -> ResponseReturnValue:
    """Recruit on for the usual time."""
    with transaction():
        vacancy = queries.vacancy_for(vacancy_id, current_user)
        operations.extend_vacancy(vacancy, today=clock.today())
        until = vacancy.valid_to
    flash(f"已延长到 {until.month} 月 {until.day} 日。", "success")
    return redirect(url_for(".detail", vacancy_id=vacancy_id))


def _acting_employer() -> Employer:
    """Return the employer a new post is for: one's own, or the one the bureau names."""
    if current_user.role is Role.EMPLOYER:
        return employers.employer_of(current_user.id)
    return employers.get_employer(request.args.get("employer", 0, type=int) or 0)


def _after_saving(vacancy_id: int) -> ResponseReturnValue:
    """Go on to the check, or back to the list where the writer only wanted to keep a draft."""
    if request.form.get("then") == "keep":
        flash("草稿已保存。", "success")
        return redirect(url_for(".detail", vacancy_id=vacancy_id))
    return redirect(url_for(".check", vacancy_id=vacancy_id))


def _form_page(
    form: VacancyForm, *, employer: Employer, vacancy: Vacancy | None
) -> ResponseReturnValue:
    page = render_template(
        "vacancies/form.html", form=form, employer=employer, vacancy=vacancy, places=townships()
    )
    return page, 422 if request.method == "POST" else 200


def _check_page(vacancy: Vacancy, form: SubmitForm) -> str:
    result = readiness(vacancy, clock.today())
    marked = by_field(result.findings)
    offered = _offered(vacancy)
    choices = [(one.code, f"{one.name}（{one.code}）") for one in offered]
    chooser = OccupationForm(formdata=None, code=vacancy.occupation_code)
    chooser.code.choices = [*choices, ("", "都不是，先不选")]
    return render_template(
        "vacancies/check.html",
        vacancy=vacancy,
        form=form,
        readiness=result,
        chooser=chooser,
        offers_occupations=bool(offered) and vacancy.status in lifecycle.EDITABLE,
        texts=[
            (label, name, list(pieces(getattr(vacancy, name), marked.get(name, ()))))
            for name, label in TEXTS.items()
        ],
        display=display,
    )


def _offered(vacancy: Vacancy) -> list[Suggestion]:
    """Return the occupations to choose from: those in the title, and the one chosen before."""
    offered = suggest_occupations(vacancy.title)
    chosen = vacancy.occupation_code
    if chosen and chosen not in {one.code for one in offered}:
        offered.insert(0, Suggestion(chosen, occupation_name(chosen), ""))
    return offered
