"""A veteran's profile as a task list, and its sections; staff fill in the same pages for them."""

from typing import Any

from flask import flash, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from core import clock, filters
from core.access import PROFILE_EDITORS, VETERANS, allow
from core.db import transaction
from core.errors import NotFoundError
from core.forms import ButtonForm, Saved, form_page
from people.veterans import operations, queries
from people.veterans.forms.own_data import RankingForm
from people.veterans.models import Verification
from people.veterans.views import section_list
from people.veterans.views.blueprint import bp
from people.veterans.views.section_list import SECTIONS, Section
from people.veterans.views.subject import Subject, find_subject, own_subject

SLUGS = ",".join(section_list.BY_SLUG)
UNKEPT = {"csrf_token", "form_key", "version"}
LONGEST_SECTION = 20  # characters of its column


@bp.get("/me")
@allow(*VETERANS)
def me() -> ResponseReturnValue:
    """Show how complete the veteran's profile is, and the next section to fill in."""
    return profile_page(RankingForm(formdata=None))


def profile_page(form: RankingForm) -> ResponseReturnValue:
    """Return the page of the signed-in veteran's profile."""
    subject = own_subject()
    decisions = queries.decisions_of(subject.veteran)
    return form_page(
        "veterans/me.html",
        form,
        subject=subject,
        tasks=tasks(subject),
        must_verify_again=bool(decisions) and decisions[0][0].verdict is Verification.UNVERIFIED,
        **progress(subject),
    )


def progress(subject: Subject) -> dict[str, Any]:
    """Return how many sections have an answer, and the first that has none."""
    undone = next((section for section in SECTIONS if not section.is_done(subject.veteran)), None)
    done = section_list.done_count(subject.veteran)
    return {"done": done, "total": len(SECTIONS), "next_section": undone}


def tasks(subject: Subject) -> list[dict[str, Any]]:
    """Return every section as a task: filled in, begun, or open."""
    drafts = queries.sections_with_draft(current_user.id, subject.veteran.id)
    begun = {draft.partition(":")[0] for draft in drafts}
    return [_task(subject, section, is_begun=section.slug in begun) for section in SECTIONS]


def _task(subject: Subject, section: Section, *, is_begun: bool) -> dict[str, Any]:
    if is_begun:
        status, tone = "没填完", "wait"
    elif section.is_done(subject.veteran):
        status, tone = "已填", "ok"
    else:
        status, tone = "没填", ""
    url = subject.section_url(section.slug)
    return {"label": section.title, "status": status, "tone": tone, "url": url}


@bp.route(f"/me/<any({SLUGS}):section>", methods=["GET", "POST"], defaults={"veteran_id": None})
@bp.route(f"/veterans/<int:veteran_id>/edit/<any({SLUGS}):section>", methods=["GET", "POST"])
@allow(*PROFILE_EDITORS)
def section(section: str, veteran_id: int | None) -> ResponseReturnValue:
    """Ask the questions of one section, with the draft of an earlier visit."""
    asked, subject = section_list.BY_SLUG[section], find_subject(veteran_id)
    if asked.form is None:  # its records have forms of their own
        if request.method == "POST":
            raise NotFoundError
        return records_page(subject, asked)
    form = asked.form()

    def save() -> Saved:
        veteran = find_subject(veteran_id).veteran
        form.check_version(veteran, asked.fill(veteran))
        asked.save(veteran, form, current_user)
        operations.drop_draft(current_user.id, veteran.id, section)
        return Saved("已保存。", next_url(subject, section))

    answer = form.save(save)
    if answer is not None:
        return answer
    draft = None
    if request.method == "GET":
        form, draft = opened(subject, asked.form, section, asked.fill(subject.veteran))
    return form_page("veterans/section.html", form, draft=draft, **frame(subject, asked))


def opened(
    subject: Subject, form_class: type[Any], draft_section: str, facts: dict[str, Any]
) -> tuple[Any, str | None]:
    """Return a form with this account's draft in it and its time, or else with the stored facts."""
    draft = queries.draft_of(current_user.id, subject.veteran.id, draft_section)
    if draft is None:
        form, saved_at = form_class(data=facts), None
    else:
        body = MultiDict(queries.body_of(draft))
        form, saved_at = form_class(formdata=body), filters.moment(draft.saved_at)
    form.version.data = subject.veteran.version
    return form, saved_at


def frame(subject: Subject, asked: Section) -> dict[str, Any]:
    """Return what every page of a section shows around its questions."""
    return {
        "subject": subject,
        "section": asked,
        "position": section_list.position(asked.slug),
        "total": len(SECTIONS),
        "skip_url": next_url(subject, asked.slug),
    }


def next_url(subject: Subject, slug: str) -> str:
    """Return the address of the section after this one, or of the profile after the last."""
    following = section_list.following(slug)
    return subject.section_url(following.slug) if following else subject.home


def records_page(subject: Subject, asked: Section) -> str:
    """Return the page that lists the records of one kind."""
    kind = operations.KINDS[asked.slug]
    undo = queries.draft_of(current_user.id, subject.veteran.id, kind.undo_section)
    context = frame(subject, asked)
    return render_template("veterans/records.html", undo=undo, today=clock.today(), **context)


@bp.post("/me/<section>/draft", defaults={"veteran_id": None})
@bp.post("/veterans/<int:veteran_id>/edit/<section>/draft")
@allow(*PROFILE_EDITORS)
def draft(section: str, veteran_id: int | None) -> ResponseReturnValue:
    """Keep the unsaved answers; a script sends them during typing, a button at the end.

    There is no form to validate: a draft is what is not valid yet.
    """
    if section.partition(":")[0] not in section_list.BY_SLUG or len(section) > LONGEST_SECTION:
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
    """Delete a draft and show what is stored."""
    subject = find_subject(veteran_id)

    def save() -> ResponseReturnValue:
        operations.drop_draft(current_user.id, subject.veteran.id, section)
        return redirect(subject.home)

    return ButtonForm().save(save, audited=False) or redirect(subject.home)
