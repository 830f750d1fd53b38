"""Corrections of an account, recorded with the paper seen; both phones are informed."""

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from core import audit, outbox
from core.access import Role
from core.db import db
from core.errors import DomainError
from people.accounts.models import Account
from people.accounts.operations import (
    new_one_time_password,
    require_room,
    reset_password,
    revoke_sessions,
)
from people.corrections.facts import Former, Proof, check_proof
from people.corrections.models import Correction, CorrectionKind
from people.notices.models import Audience
from people.notices.operations import SMS, Message, Recipient, notify
from people.secrecy.names import check_person_name, clean_name, name_key
from people.secrecy.personal_numbers import normalise_phone

SAME_PHONE = "现在登记的就是这个手机号。"
SAME_NAME = "现在登记的就是这个姓名。"
TAKEN = "这个姓名和手机号已经有账号了，请先核对是不是同一个人。"
OLD_PHONE_TEXT = "您在戎业平台登记的手机号换成了别的号码。不是您本人办的，请马上联系服务站。"
TITLES = {
    CorrectionKind.PASSWORD: "您的密码重设了",
    CorrectionKind.PHONE: "您登记的手机号换了",
    CorrectionKind.NAME: "您登记的姓名改了",
}


def keep(
    kind: CorrectionKind, role: Role, subject_id: int, proof: Proof, former: Former
) -> Correction:
    """Record a correction with what was before it, and return it. Raises DomainError."""
    check_proof(proof)
    correction = Correction(
        kind=kind,
        role=role,
        subject_id=subject_id,
        old_phone=former.phone,
        old_name=former.name,
        old_name_key=name_key(former.name),
        paper=proof.paper,
        note=proof.note.strip(),
        by_id=proof.by_id,
    )
    db.session.add(correction)
    db.session.flush()
    action = f"{role.value.lower()}.correct_{kind.value.lower()}"
    audit.record(action, role.value.lower(), subject_id, paper=proof.paper.value)
    return correction


def inform(correction: Correction, recipient: Recipient) -> None:
    """Inform whom a correction is about, in the inbox, by text message and by a call.

    The former phone gets a text message too: its owner may know nothing of the change.
    """
    kind = correction.kind
    body = (
        f"工作人员核对{correction.paper.label}后，给您办了“{kind.label}”，原来的登录都已退出。"
        "不是您本人办的，请马上给服务站或退役军人事务局打电话。"
    )
    key = f"correction {correction.id}"
    is_called = recipient.audience is Audience.VETERAN  # employers have no telephone list
    notify(recipient, Message(key, "correction", TITLES[kind], body, must_call=is_called))
    if correction.old_phone:
        outbox.enqueue(SMS, f"sms {key} old", f"{correction.old_phone}\n{OLD_PHONE_TEXT}")


def new_password(account: Account) -> str:
    """Set a one-time password, to be changed at the first sign-in, and return it."""
    one_time = new_one_time_password()
    reset_password(account, new=one_time)
    return one_time


def other_phone(present: str | None, typed: str) -> str:
    """Return a new phone as it is stored. Raises DomainError where it is the present one."""
    phone = normalise_phone(typed)
    if phone == present:
        raise DomainError(SAME_PHONE, field="phone")
    return phone


def other_name(present: str, typed: str) -> str:
    """Return a new name as it is stored. Raises DomainError where it is the present one."""
    check_person_name(typed)
    name = clean_name(typed)
    if name == present:
        raise DomainError(SAME_NAME, field="name")
    return name


def move_account(account: Account, phone: str) -> None:
    """Give an account another phone and end its sessions. Raises DomainError."""
    require_room(phone)
    account.phone = phone
    _written(account, field="phone")


def rename_account(account: Account, name: str) -> None:
    """Give an account another name and end its sessions. Raises DomainError."""
    account.name = name
    _written(account, field="name")


def _written(account: Account, *, field: str) -> None:
    try:
        with db.session.begin_nested():
            db.session.flush()
    except IntegrityError as error:
        raise DomainError(TAKEN, field=field) from error
    revoke_sessions(account.id)


def forget_corrections(role: Role, subject_id: int) -> None:
    """Delete the corrections of a subject."""
    mine = (Correction.role == role, Correction.subject_id == subject_id)
    db.session.execute(delete(Correction).where(*mine))
