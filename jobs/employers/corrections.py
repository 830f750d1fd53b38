"""Corrections at the bureau: forgotten password, changed phone, misspelt name of a contact.

An employer's verification is about the firm: none of these changes it.
"""

from core.access import Role
from core.db import db
from core.errors import DomainError
from jobs.employers import queries
from jobs.employers.models import Employer
from people.accounts.models import Account
from people.corrections import operations as corrections
from people.corrections.facts import Former, Proof
from people.corrections.models import CorrectionKind

NO_ACCOUNT = "这家单位没有这个账号。"


def give_password(employer: Employer, account: Account, proof: Proof) -> str:
    """Set a one-time password for a contact's account and return it, to be shown once."""
    _require_member(employer, account)
    one_time = corrections.new_password(account)
    _keep(CorrectionKind.PASSWORD, employer, proof, Former())
    return one_time


def change_phone(employer: Employer, account: Account, typed: str, proof: Proof) -> None:
    """Change the phone of a contact's account, and the employer's where it is the same."""
    _require_member(employer, account)
    former = account.phone
    phone = corrections.other_phone(former, typed)
    if employer.contact_phone == former:
        employer.contact_phone = phone
    corrections.move_account(account, phone)
    _keep(CorrectionKind.PHONE, employer, proof, Former(phone=former))


def correct_name(employer: Employer, account: Account, typed: str, proof: Proof) -> None:
    """Correct the name of a contact's account, and the employer's contact of that name."""
    _require_member(employer, account)
    former = account.name
    name = corrections.other_name(former, typed)
    if employer.contact_name == former:
        employer.contact_name = name
    corrections.rename_account(account, name)
    _keep(CorrectionKind.NAME, employer, proof, Former(name=former))


def _require_member(employer: Employer, account: Account) -> None:
    if account.id not in [one.id for one in queries.accounts_of(employer.id)]:
        raise DomainError(NO_ACCOUNT, field="account")


def _keep(kind: CorrectionKind, employer: Employer, proof: Proof, former: Former) -> None:
    db.session.flush()
    correction = corrections.keep(kind, Role.EMPLOYER, employer.id, proof, former)
    corrections.inform(correction, queries.recipient_of(employer))
