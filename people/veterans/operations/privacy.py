"""Operations on personal data: reveal, export, consent, delete."""

from collections.abc import Sequence

from sqlalchemy import delete

from core import audit, clock, looks
from core.db import db, found
from core.errors import DomainError, NotFoundError
from core.features import installed
from people.accounts.models import Account, WebSession
from people.veterans.models import (
    Consent,
    ConsentPurpose,
    ProfileDraft,
    Veteran,
)
from people.veterans.operations.profile import touch
from people.veterans.reasons import ExportReason, RevealReason


def log_export(veteran_ids: Sequence[int], *, reason: ExportReason, is_whole: bool = False) -> None:
    """Record in one event that these veterans left the system in a list, perhaps with numbers.

    Raises DomainError where the list is empty.
    """
    if not veteran_ids:
        raise DomainError("没有可以下载的人。")
    detail = {"whole": True} if is_whole else {}
    _record_look(looks.EXPORTED, veteran_ids, rows=len(veteran_ids), reason=reason.value, **detail)


def reveal(veteran: Veteran, *, reason: RevealReason) -> tuple[str, str | None]:
    """Return phone and identity number in full, and record the reason."""
    log_reveal([veteran.id], reason=reason)
    return veteran.phone or "", veteran.id_number


def log_reveal(veteran_ids: Sequence[int], *, reason: RevealReason) -> None:
    """Record in one event that the numbers of these veterans are shown in full."""
    _record_look(looks.REVEALED, veteran_ids, reason=reason.value)


def _record_look(action: str, veteran_ids: Sequence[int], **detail: object) -> None:
    audit.record_about(action, veteran_ids, **detail)
    looks.recorded(veteran_ids)


def set_personalised(veteran: Veteran, *, personalised: bool) -> None:
    """Rank vacancies by the veteran's data, or list the newest first (PIPL 第二十四条)."""
    veteran.personalised = personalised
    touch(veteran)
    db.session.flush()
    audit.record("veteran.set_personalised", "veteran", veteran.id, personalised=personalised)


def withdraw_consent(veteran: Veteran, consent_id: int) -> ConsentPurpose:
    """Withdraw a consent and return its purpose; the row stays as history.

    Raises NotFoundError for a consent of another veteran.
    """
    consent = found(db.session.get(Consent, consent_id))
    if consent.veteran_id != veteran.id:
        raise NotFoundError
    if consent.withdrawn_at is not None:
        raise DomainError("这项同意已经收回过了。")
    consent.withdrawn_at = clock.now()
    touch(veteran)
    db.session.flush()
    purpose = consent.purpose
    audit.record("veteran.withdraw_consent", "veteran", veteran.id, purpose=purpose.value)
    return purpose


def give_consent_again(veteran: Veteran, *, wording: str) -> None:
    """Record a new consent to be registered and get recommendations."""
    db.session.add(
        Consent(
            veteran_id=veteran.id,
            purpose=ConsentPurpose.REGISTER,
            wording=wording,
            given_at=clock.now(),
        )
    )
    touch(veteran)
    db.session.flush()
    audit.record("veteran.give_consent", "veteran", veteran.id)


def forget(veteran: Veteran) -> None:
    """Delete a profile with its account and all personal data; only ids in the audit log stay."""
    veteran_id, account_id = veteran.id, veteran.account_id
    for stored in installed().personal:  # upper features first: their rows point downwards
        stored.forget(veteran_id)
    db.session.delete(veteran)
    db.session.flush()
    if account_id is not None:
        db.session.execute(delete(ProfileDraft).where(ProfileDraft.account_id == account_id))
        db.session.execute(delete(WebSession).where(WebSession.account_id == account_id))
        db.session.execute(delete(Account).where(Account.id == account_id))
    audit.record("veteran.forget", "veteran", veteran_id)
