"""Adding, changing, deleting and bringing back one record of a profile."""

from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core.access import PROFILE_EDITORS, allow
from core.db import transaction
from core.errors import DomainError
from core.forms import VersionedForm
from lexicon.tables import load_lexicon
from people.veterans import operations, queries
from people.veterans.forms.records import CredentialForm, ServiceForm, WorkForm
from people.veterans.operations import RecordKind
from people.veterans.views.blueprint import Subject, bp, find_subject, page
from people.veterans.views.section_list import BY_SLUG
from people.veterans.views.sections import frame, opened

FORMS: dict[str, type[VersionedForm]] = {
    "service": ServiceForm,
    "certificates": CredentialForm,
    "work": WorkForm,
}
SLUGS = ",".join(FORMS)


@bp.route(f"/me/<any({SLUGS}):kind>/new", methods=["GET", "POST"], defaults={"veteran_id": None})
@bp.route(f"/veterans/<int:veteran_id>/edit/<any({SLUGS}):kind>/new", methods=["GET", "POST"])
@allow(*PROFILE_EDITORS)
def new_record(kind: str, veteran_id: int | None) -> ResponseReturnValue:
    """Add a record."""
    return _record_page(kind, veteran_id, None)


@bp.route(
    f"/me/<any({SLUGS}):kind>/<int:record_id>",
    methods=["GET", "POST"],
    defaults={"veteran_id": None},
)
@bp.route(
    f"/veterans/<int:veteran_id>/edit/<any({SLUGS}):kind>/<int:record_id>",
    methods=["GET", "POST"],
)
@allow(*PROFILE_EDITORS)
def edit_record(kind: str, record_id: int, veteran_id: int | None) -> ResponseReturnValue:
    """Change a record."""
    return _record_page(kind, veteran_id, record_id)


def _record_page(slug: str, veteran_id: int | None, record_id: int | None) -> ResponseReturnValue:
    kind, subject = operations.KINDS[slug], find_subject(veteran_id)
    facts = _facts(subject, kind, record_id)
    form = FORMS[slug]()
    if form.validate_on_submit():
        try:
            with transaction():
                _save(kind, form, veteran_id, record_id)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash("已保存。", "success")
            return redirect(subject.url("section", section=slug))
    draft = None
    if request.method == "GET":
        form, draft = opened(subject, FORMS[slug], draft_section(slug, record_id), facts)
    return page(
        "record",
        form=form,
        draft=draft,
        record_id=record_id,
        draft_section=draft_section(slug, record_id),
        suggestions=_suggestions(slug),
        **frame(subject, BY_SLUG[slug]),
    )


def draft_section(slug: str, record_id: int | None) -> str:
    """Return the name under which a record's draft is kept."""
    return f"{slug}:{record_id or 'new'}"


def _facts(subject: Subject, kind: RecordKind, record_id: int | None) -> dict[str, Any]:
    if record_id is None:
        return {}
    record = queries.record_of(subject.veteran, kind.model, record_id)
    facts = {name: getattr(record, name) for name in kind.fields}
    return {name: getattr(value, "value", value) for name, value in facts.items()}


def _save(kind: RecordKind, form: Any, veteran_id: int | None, record_id: int | None) -> None:
    veteran = find_subject(veteran_id).veteran
    values = {name: form[name].data for name in kind.fields}
    if "branch" in values:
        values["branch"] = kind.fields["branch"](values["branch"])
    if record_id is None:
        operations.add_record(veteran, kind, values)
    else:
        form.check_version(veteran, _facts(find_subject(veteran_id), kind, record_id))
        operations.change_record(veteran, kind, record_id, values)
    operations.drop_draft(current_user.id, veteran.id, draft_section(kind.slug, record_id))


def _suggestions(slug: str) -> list[str]:
    """Return names people may pick instead of typing."""
    if slug == "service":
        return [specialty.name for specialty in load_lexicon().specialties.values()]
    if slug == "certificates":
        return [certificate.name for certificate in load_lexicon().certificates.values()]
    return []


@bp.post(f"/me/<any({SLUGS}):kind>/<int:record_id>/delete", defaults={"veteran_id": None})
@bp.post(f"/veterans/<int:veteran_id>/edit/<any({SLUGS}):kind>/<int:record_id>/delete")
@allow(*PROFILE_EDITORS)
def delete_record(kind: str, record_id: int, veteran_id: int | None) -> ResponseReturnValue:
    """Delete a record; the list offers to bring it back."""
    with transaction():
        subject = find_subject(veteran_id)
        operations.delete_record(
            subject.veteran, operations.KINDS[kind], record_id, account_id=current_user.id
        )
    flash("已删除。删错了可以点“撤销删除”。", "success")
    return redirect(subject.url("section", section=kind))


@bp.post(f"/me/<any({SLUGS}):kind>/restore", defaults={"veteran_id": None})
@bp.post(f"/veterans/<int:veteran_id>/edit/<any({SLUGS}):kind>/restore")
@allow(*PROFILE_EDITORS)
def restore_record(kind: str, veteran_id: int | None) -> ResponseReturnValue:
    """Bring back the record deleted last."""
    with transaction():
        subject = find_subject(veteran_id)
        operations.restore_record(
            subject.veteran, operations.KINDS[kind], account_id=current_user.id
        )
    flash("已经恢复。", "success")
    return redirect(subject.url("section", section=kind))
