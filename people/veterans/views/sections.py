"""A veteran's profile as a task list, and its sections; staff fill in the same pages for them."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock
from core.access import PROFILE_EDITORS, VETERANS, allow
from core.drafts.operations import drafts_of
from core.errors import NotFoundError
from core.forms import Saved, form_page
from people.veterans import operations, queries
from people.veterans.forms.own_data import RankingForm
from people.veterans.forms.records import CompleteForm
from people.veterans.models import ConsentPurpose, Verification
from people.veterans.views import section_list
from people.veterans.views.blueprint import bp
from people.veterans.views.section_list import SECTIONS, Section
from people.veterans.views.subject import Subject, find_subject, own_subject

SLUGS = ",".join(section_list.BY_SLUG)


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
        has_withdrawn=queries.has_withdrawn(subject.veteran, ConsentPurpose.REGISTER),
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
    begun = {address for address, _form in drafts_of(current_user.id)}
    return [_task(subject, section, begun) for section in SECTIONS]


def _task(subject: Subject, section: Section, begun: set[str]) -> dict[str, Any]:
    url = subject.section_url(section.slug)
    if any(address == url or address.startswith(f"{url}/") for address in begun):
        status, tone = "没填完", "wait"
    elif section.is_done(subject.veteran):
        status, tone = "已填", "ok"
    else:
        status, tone = "没填", ""
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
        return Saved("已保存。", next_url(subject, section))

    answer = form.save(save)
    if answer is not None:
        return answer
    if request.method == "GET":
        form = opened(subject, asked.form, asked.fill(subject.veteran))
    return form_page("veterans/section.html", form, **frame(subject, asked))


def opened(subject: Subject, form_class: type[Any], facts: dict[str, Any]) -> Any:
    """Return a form with the stored facts in it."""
    form = form_class(data=facts)
    form.version.data = subject.veteran.version
    return form


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


def records_page(
    subject: Subject, asked: Section, complete_form: CompleteForm | None = None
) -> str:
    """Return the page that lists the records of one kind.

    That of certificates also asks whether they are all; `complete_form` shows it again.
    """
    kind = operations.KINDS[asked.slug]
    if complete_form is None and kind is operations.CREDENTIALS:
        is_complete = subject.veteran.credentials_complete_on is not None
        complete_form = CompleteForm(formdata=None, data={"complete": is_complete})
    undo = queries.draft_of(current_user.id, subject.veteran.id, kind.undo_section)
    context = frame(subject, asked)
    return render_template(
        "veterans/records.html",
        undo=undo,
        today=clock.today(),
        complete_form=complete_form,
        **context,
    )
