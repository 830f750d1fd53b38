"""Changes of the accounts of admins, auditors and leaders: one person proposes, another decides."""

from datetime import timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from core import audit, clock
from core.access import SECOND_PERSONS, TWO_PERSON_ROLES
from core.db import db, found, lock_row, one_at_a_time
from core.errors import DomainError
from core.parameters.registry import amount_of
from people.accounts import operations
from people.accounts.facts import StaffFacts
from people.accounts.models import Account, AccountProposal, ProposalStatus, ProposedChange
from people.accounts.parameters import SECOND_PERSON_DAYS
from people.secrecy.names import name_key
from people.secrecy.personal_numbers import normalise_phone

OWN_OFF = "不能停用自己的账号。"
OWN_PASSWORD = "自己的密码请到“我的账号”里改。"  # noqa: S105 - a sentence
NOT_SECOND = "要另一个人来定：不能是提出的人，也不能是这个账号本人。"
DECIDED = "这项变动已经有人定过了。"
LAPSED = "这项变动过了期限，已经作废，请重新提出。"
WAITS_ALREADY = "这个人的账号已经有一项变动在等确认。"


def needs_second(account: Account) -> bool:
    """Return whether a second person must confirm changes of an account."""
    return account.role in TWO_PERSON_ROLES


def propose_account(facts: StaffFacts, *, by: Account) -> AccountProposal:
    """Propose a new account and return the proposal, with half of its one-time password.

    Raises DomainError where such an account could not be created.
    """
    phone = normalise_phone(facts.phone)
    operations.refuse_taken(facts.role, facts.name, phone)
    proposal = AccountProposal(change=ProposedChange.CREATE, role=facts.role, name=facts.name)
    return _keep(proposal, phone, by)


def propose_change(account: Account, change: ProposedChange, *, by: Account) -> AccountProposal:
    """Propose to reset, deactivate or activate an account and return the proposal.

    Raises DomainError for the own account.
    """
    if account.id == by.id:
        raise DomainError(OWN_OFF if change is ProposedChange.DEACTIVATE else OWN_PASSWORD)
    proposal = AccountProposal(
        change=change, account_id=account.id, role=account.role, name=account.name
    )
    return _keep(proposal, account.phone or "", by)


def _keep(proposal: AccountProposal, phone: str, by: Account) -> AccountProposal:
    who = f"{name_key(proposal.name)} {Account.phone.blind(phone)}"
    one_at_a_time(f"proposal {proposal.role.value} {who}")
    if _waits(proposal, phone):
        raise DomainError(WAITS_ALREADY)
    proposal.phone, proposal.proposed_by = phone, by.id
    proposal.half = operations.new_half() if proposal.change.gives_password else None
    proposal.proposed_at = clock.now()
    days = amount_of(SECOND_PERSON_DAYS, clock.today())
    proposal.expires_at = proposal.proposed_at + timedelta(days=days)
    db.session.add(proposal)
    db.session.flush()
    _record("account.propose", proposal)
    return proposal


def _waits(proposal: AccountProposal, phone: str) -> bool:
    alike = select(AccountProposal).where(
        AccountProposal.status == ProposalStatus.WAITING,
        AccountProposal.role == proposal.role,
    )
    now, key = clock.now(), name_key(proposal.name)
    waiting = (one for one in db.session.scalars(alike) if name_key(one.name) == key)
    return any(one.is_open(now) and one.phone == phone for one in waiting)


def decide(proposal: AccountProposal, *, agrees: bool, by: Account) -> str | None:
    """Confirm or refuse a proposal, once; return the second half of the one-time password.

    The proposer may only withdraw it. Raises DomainError for a proposal decided or lapsed, and
    where the one who confirms is the proposer or the account's owner.
    """
    proposal = lock_row(proposal)
    _require_open(proposal)
    if agrees:
        _require_second(proposal, by)
    proposal.status = ProposalStatus.CONFIRMED if agrees else ProposalStatus.REFUSED
    proposal.decided_by, proposal.decided_at = by.id, clock.now()
    half = _carry_out(proposal) if agrees else None
    proposal.half = None
    db.session.flush()
    _record("account.confirm" if agrees else "account.refuse", proposal)
    return half


def _require_open(proposal: AccountProposal) -> None:
    if proposal.status is not ProposalStatus.WAITING:
        raise DomainError(DECIDED)
    if not proposal.is_open(clock.now()):
        raise DomainError(LAPSED)


def _require_second(proposal: AccountProposal, by: Account) -> None:
    """Raise DomainError for the proposer and the owner, also under another account of theirs."""
    involved = {Account.phone.blind(proposal.phone or ""), proposal.proposer.phone_index}
    is_same = by.id in (proposal.proposed_by, proposal.account_id)
    if by.role not in SECOND_PERSONS or is_same or by.phone_index in involved:
        raise DomainError(NOT_SECOND)


def _carry_out(proposal: AccountProposal) -> str | None:
    if not proposal.change.gives_password:
        is_active = proposal.change is ProposedChange.ACTIVATE
        operations.set_active(_account(proposal), active=is_active, by_two=True)
        return None
    half = operations.new_half()
    one_time = f"{proposal.half}-{half}"
    if proposal.change is ProposedChange.RESET:
        operations.reset_password(_account(proposal), new=one_time, by_two=True)
    else:
        facts = StaffFacts(proposal.role, proposal.name, proposal.phone or "", None)
        created = operations.create_staff(facts, one_time=one_time, by_two=True)
        proposal.account_id = created.id
    return half


def _account(proposal: AccountProposal) -> Account:
    return found(db.session.get(Account, proposal.account_id))


def _record(action: str, proposal: AccountProposal) -> None:
    change, role = proposal.change.value, proposal.role.value
    detail = {"proposal": proposal.id, "change": change, "role": role}
    audit.record(action, "account", proposal.account_id, **detail)


def proposals() -> Select[AccountProposal]:
    """Return the query of all proposals, newest first."""
    names = joinedload(AccountProposal.proposer), joinedload(AccountProposal.decider)
    return select(AccountProposal).options(*names).order_by(AccountProposal.id.desc())


def get_proposal(proposal_id: int) -> AccountProposal:
    """Return one proposal. Raises NotFoundError."""
    return found(db.session.get(AccountProposal, proposal_id))


def count_open(viewer: Account) -> int:
    """Return how many proposals wait for a person other than their proposer."""
    query = select(func.count()).where(
        AccountProposal.status == ProposalStatus.WAITING,
        AccountProposal.expires_at > clock.now(),
        AccountProposal.proposed_by != viewer.id,
    )
    return db.session.scalar(query) or 0
