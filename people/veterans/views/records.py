"""Adding, changing, deleting and restoring one record of a profile."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core.access import PROFILE_EDITORS, allow
from core.forms import ButtonForm, Saved, again, form_page
from lexicon.tables import load_lexicon
from people.veterans import operations, queries
from people.veterans.forms.records import (
    CompleteForm,
    CredentialForm,
    RecordForm,
    ServiceForm,
    WorkForm,
)
from people.veterans.operations import RecordKind
from people.veterans.views.blueprint import bp
from people.veterans.views.section_list import BY_SLUG
from people.veterans.views.sections import frame, opened, records_page
from people.veterans.views.subject import Subject, find_subject

FORMS: dict[str, type[RecordForm]] = {
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

    def save() -> Saved:
        _save(kind, form, veteran_id, record_id)
        return Saved("已保存。", subject.section_url(slug))

    answer = form.save(save)
    if answer is not None:
        return answer
    if request.method == "GET":
        form = opened(subject, FORMS[slug], facts)
    return form_page(
        "veterans/record.html",
        form,
        record_id=record_id,
        suggestions=_suggestions(slug),
        **frame(subject, BY_SLUG[slug]),
    )


def _facts(subject: Subject, kind: RecordKind, record_id: int | None) -> dict[str, Any]:
    if record_id is None:
        return {}
    record = queries.record_of(subject.veteran, kind.model, record_id)
    facts = {name: getattr(record, name) for name in kind.fields}
    return {name: getattr(value, "value", value) for name, value in facts.items()}


def _save(
    kind: RecordKind, form: RecordForm, veteran_id: int | None, record_id: int | None
) -> None:
    subject = find_subject(veteran_id)
    veteran = subject.veteran
    if record_id is None:
        operations.add_record(veteran, kind, form.facts())
    else:
        form.check_version(veteran, _facts(subject, kind, record_id))
        operations.change_record(veteran, kind, record_id, form.facts())


def _suggestions(slug: str) -> list[str]:
    """Return the names a field suggests."""
    if slug == "service":
        return [specialty.name for specialty in load_lexicon().specialties.values()]
    if slug == "certificates":
        return [certificate.name for certificate in load_lexicon().certificates.values()]
    return []


@bp.post("/me/certificates/complete", defaults={"veteran_id": None})
@bp.post("/veterans/<int:veteran_id>/edit/certificates/complete")
@allow(*PROFILE_EDITORS)
def set_complete(veteran_id: int | None) -> ResponseReturnValue:
    """Save whether the certificates listed are all the veteran has."""
    form = CompleteForm()

    def save() -> Saved:
        subject, is_complete = find_subject(veteran_id), bool(form.complete.data)
        operations.save_complete(subject.veteran, is_complete=is_complete)
        message = "记下了：就这些证。" if is_complete else "记下了：证还没填全。"
        return Saved(message, subject.section_url("certificates"))

    return form.save(save) or again(
        records_page(find_subject(veteran_id), BY_SLUG["certificates"], form)
    )


@bp.post(f"/me/<any({SLUGS}):kind>/<int:record_id>/delete", defaults={"veteran_id": None})
@bp.post(f"/veterans/<int:veteran_id>/edit/<any({SLUGS}):kind>/<int:record_id>/delete")
@allow(*PROFILE_EDITORS)
def delete_record(kind: str, record_id: int, veteran_id: int | None) -> ResponseReturnValue:
    """Delete a record; the list offers to restore it."""

    def save() -> Saved:
        subject, account_id = find_subject(veteran_id), current_user.id
        operations.delete_record(
            subject.veteran, operations.KINDS[kind], record_id, account_id=account_id
        )
        return Saved("已删除。删错了可以点“撤销删除”。", subject.section_url(kind))

    return ButtonForm().save(save) or _list_again(kind, veteran_id)


def _list_again(slug: str, veteran_id: int | None) -> ResponseReturnValue:
    return again(records_page(find_subject(veteran_id), BY_SLUG[slug]))


@bp.post(f"/me/<any({SLUGS}):kind>/restore", defaults={"veteran_id": None})
@bp.post(f"/veterans/<int:veteran_id>/edit/<any({SLUGS}):kind>/restore")
@allow(*PROFILE_EDITORS)
def restore_record(kind: str, veteran_id: int | None) -> ResponseReturnValue:
    """Restore the record deleted last."""

    def save() -> Saved:
        subject, account_id = find_subject(veteran_id), current_user.id
        operations.restore_record(subject.veteran, operations.KINDS[kind], account_id=account_id)
        return Saved("已经恢复。", subject.section_url(kind))

    return ButtonForm().save(save) or _list_again(kind, veteran_id)
