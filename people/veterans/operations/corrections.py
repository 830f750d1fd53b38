"""Corrections at the desk: forgotten password, changed phone, misspelt name of a veteran."""

from core.access import Role
from core.db import db, found
from core.errors import DomainError
from people.accounts.models import Account
from people.corrections import operations as corrections
from people.corrections.facts import Former, Proof
from people.corrections.models import Correction, CorrectionKind
from people.veterans import queries
from people.veterans.models import Veteran
from people.veterans.operations.profile import touch, verify_again
from people.veterans.operations.registration import one_registration_at_a_time

NO_ACCOUNT = "本人还没有账号，请打印认领码交给本人。"
NAME_CHANGED = "姓名改正过，要重新核实。"
TAKEN = "有另一份资料也是这个姓名和手机号，请先核对是不是同一个人。"


def give_password(veteran: Veteran, proof: Proof) -> str:
    """Set a one-time password for the veteran's account and return it, to be shown once.

    Raises DomainError where the veteran has no account.
    """
    if veteran.account_id is None:
        raise DomainError(NO_ACCOUNT)
    one_time = corrections.new_password(_account(veteran))
    _keep(CorrectionKind.PASSWORD, veteran, proof, Former())
    return one_time


def change_phone(veteran: Veteran, typed: str, proof: Proof) -> None:
    """Change the phone of a veteran and of their account; the verification stays.

    Raises DomainError for a wrong or full phone, and one this name is registered with already.
    """
    former = veteran.phone
    phone = corrections.other_phone(former, typed)
    one_registration_at_a_time(phone)  # the person may be registering with it just now
    _require_free(veteran, phone, veteran.name, field="phone")
    veteran.phone = phone
    if veteran.account_id is not None:
        corrections.move_account(_account(veteran), phone)
    _keep(CorrectionKind.PHONE, veteran, proof, Former(phone=former))


def correct_name(veteran: Veteran, typed: str, proof: Proof) -> None:
    """Correct the name of a veteran and of their account; they have to be verified again.

    Raises DomainError for what is no name, and one this phone is registered with already.
    """
    former = veteran.name
    name = corrections.other_name(former, typed)
    one_registration_at_a_time(veteran.phone or "")
    _require_free(veteran, veteran.phone or "", name, field="name")
    veteran.name = name
    if veteran.account_id is not None:
        corrections.rename_account(_account(veteran), name)
    verify_again(veteran, proof.by_id, why=NAME_CHANGED)
    _keep(CorrectionKind.NAME, veteran, proof, Former(name=former))


def _account(veteran: Veteran) -> Account:
    return found(db.session.get(Account, veteran.account_id))


def _require_free(veteran: Veteran, phone: str, name: str, *, field: str) -> None:
    with db.session.no_autoflush:
        others = queries.profiles_with(phone, name)
    if any(other.id != veteran.id for other in others):
        raise DomainError(TAKEN, field=field)


def _keep(kind: CorrectionKind, veteran: Veteran, proof: Proof, former: Former) -> Correction:
    touch(veteran)
    db.session.flush()
    correction = corrections.keep(kind, Role.VETERAN, veteran.id, proof, former)
    corrections.inform(correction, queries.recipient_of(veteran))
    return correction
