"""The own profile as a task list, and its steps; staff fill the same pages on behalf."""

from typing import Any

from flask import flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from core import clock, filters
from core.access import PROFILE_EDITORS, Role, allow
from core.db import transaction
from core.errors import DomainError, NotFoundError
from people.veterans import operations, queries
from people.veterans.models import Verification
from people.veterans.views import section_list
from people.veterans.views.blueprint import Subject, bp, find_subject, page
from people.veterans.views.section_list import SECTIONS, Section

SLUGS = ",".join(section_list.BY_SLUG)
UNKEPT = {"csrf_token", "form_key", "version"}


@bp.get("/me")
@allow(Role.VETERAN)
def me() -> ResponseReturnValue:
    """Show how far the own profile is, and what to fill next."""
    subject = find_subject(None)
    decisions = queries.decisions_of(subject.veteran)
    return page(
        "me",
        subject=subject,
        tasks=tasks(subject),
        must_verify_again=bool(decisions) and decisions[0][0].verdict is Verification.UNVERIFIED,
        **progress(subject),
    )


def progress(subject: Subject) -> dict[str, Any]:
    """Return how far a profile is and the first step without an answer."""
    undone = next((section for section in SECTIONS if not section.is_done(subject.veteran)), None)
    done = section_list.done_count(subject.veteran)
    return {"done": done, "total": len(SECTIONS), "next_section": undone}


def tasks(subject: Subject) -> list[dict[str, Any]]:
    """Return every step as a task: filled in, begun, or open."""
    begun = queries.drafts_of(current_user.id, subject.veteran.id)
    return [_task(subject, section, begun) for section in SECTIONS]


def _task(subject: Subject, section: Section, begun: dict[str, Any]) -> dict[str, Any]:
    if any(draft.partition(":")[0] == section.slug for draft in begun):
        status, tone = "没填完", "wait"
    elif section.is_done(subject.veteran):
        status, tone = "已填", "ok"
    else:
        status, tone = "没填", ""
    url = subject.url("section", section=section.slug)
    return {"label": section.title, "status": status, "tone": tone, "url": url}


@bp.route(f"/me/<any({SLUGS}):section>", methods=["GET", "POST"], defaults={"veteran_id": None})
@bp.route(f"/veterans/<int:veteran_id>/edit/<any({SLUGS}):section>", methods=["GET", "POST"])
@allow(*PROFILE_EDITORS)
def section(section: str, veteran_id: int | None) -> ResponseReturnValue:
    """Ask one group of questions, with what was typed before and not saved."""
    asked, subject = section_list.BY_SLUG[section], find_subject(veteran_id)
    if asked.form is None:
        return records_page(subject, asked)
    form = asked.form()
    if form.validate_on_submit():
        try:
            with transaction():
                _save(asked, form, veteran_id)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash("已保存。", "success")
            return redirect(next_url(subject, section))
    draft = None
    if request.method == "GET":
        form, draft = opened(subject, asked.form, section, asked.fill(subject.veteran))
    return page("section", form=form, draft=draft, **frame(subject, asked))


def _save(asked: Section, form: Any, veteran_id: int | None) -> None:
    veteran = find_subject(veteran_id).veteran
    form.check_version(veteran, asked.fill(veteran))
    asked.save(veteran, form, current_user)
    operations.drop_draft(current_user.id, veteran.id, asked.slug)


def opened(
    subject: Subject, form_class: type[Any], draft_section: str, facts: dict[str, Any]
) -> tuple[Any, str | None]:
    """Return a form with the draft of this person in it, or else with the stored facts."""
    draft = queries.draft_of(current_user.id, subject.veteran.id, draft_section)
    if draft is None:
        form, saved_at = form_class(data=facts), None
    else:
        body = queries.drafts_of(current_user.id, subject.veteran.id)[draft_section]
        form, saved_at = form_class(formdata=MultiDict(body)), filters.moment(draft.saved_at)
    form.version.data = subject.veteran.version
    return form, saved_at


def frame(subject: Subject, asked: Section) -> dict[str, Any]:
    """Return what every page of a step shows around its questions."""
    return {
        "subject": subject,
        "section": asked,
        "position": section_list.position(asked.slug),
        "total": len(SECTIONS),
        "skip_url": next_url(subject, asked.slug),
    }


def next_url(subject: Subject, slug: str) -> str:
    """Return where one goes from a step."""
    following = section_list.following(slug)
    return subject.url("section", section=following.slug) if following else subject.home


def records_page(subject: Subject, asked: Section) -> ResponseReturnValue:
    """List the records of one kind, with the way to add, change and delete."""
    if request.method == "POST":
        raise NotFoundError
    kind = operations.KINDS[asked.slug]
    undo = queries.draft_of(current_user.id, subject.veteran.id, kind.undo_section)
    return page("records", undo=undo, today=clock.today(), **frame(subject, asked))


@bp.post("/me/<section>/draft", defaults={"veteran_id": None})
@bp.post("/veterans/<int:veteran_id>/edit/<section>/draft")
@allow(*PROFILE_EDITORS)
def draft(section: str, veteran_id: int | None) -> ResponseReturnValue:
    """Keep what is typed so far; a script sends it while one types, a button at the end."""
    if section.partition(":")[0] not in section_list.BY_SLUG or len(section) > 20:
        raise NotFoundError
    body = {name: request.form.getlist(name) for name in request.form if name not in UNKEPT}
    with transaction(audited=False):
        subject = find_subject(veteran_id)
        left_out = operations.keep_draft(current_user.id, subject.veteran.id, section, body)
    if request.accept_mimetypes.best == "application/json":
        return jsonify(saved=filters.moment(clock.now()), left_out=left_out)
    flash(_kept_words(left_out), "warning" if left_out else "success")
    return redirect(subject.home)


def _kept_words(left_out: list[str]) -> str:
    if left_out:
        return "已暂存。有一处可能写了部队番号或代号，没有存，请改写成「某部」。"
    return "已暂存，下次打开接着填。"


@bp.post("/me/<section>/draft/drop", defaults={"veteran_id": None})
@bp.post("/veterans/<int:veteran_id>/edit/<section>/draft/drop")
@allow(*PROFILE_EDITORS)
def drop_draft(section: str, veteran_id: int | None) -> ResponseReturnValue:
    """Throw a draft away and show what is stored."""
    with transaction(audited=False):
        subject = find_subject(veteran_id)
        operations.drop_draft(current_user.id, subject.veteran.id, section)
    return redirect(subject.home)
