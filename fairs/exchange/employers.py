"""Employers of a partner: apart from local ones until staff decide that two are the same."""

from typing import Any

from core import audit
from core.db import db, lock_row
from core.errors import DomainError
from fairs.exchange import contents, queries
from fairs.exchange.facts import fitting
from fairs.exchange.models import Partner, PartnerEmployer
from jobs.employers.models import Employer, EmployerStatus
from jobs.employers.operations import add_employer
from people.secrecy.guard import faults_in
from people.secrecy.private_numbers import OF_PERSONS


def employer_of(received: dict[str, Any], partner: Partner) -> Employer:
    """Return the employer a partner's vacancy belongs to; a new one waits for verification.

    Where a local employer has the same credit code, the partner's is a separate one without the
    code: nothing appears in the local employer's name before staff have matched them.
    """
    code, name = received["credit_code"], received["name"]
    named = queries.named_employer(partner.id, code, name)
    if named is None:
        named = _add(received, partner, queries.employer_by_code(code))
    return named.employer


def _add(received: dict[str, Any], partner: Partner, local: Employer | None) -> PartnerEmployer:
    code = "" if local is not None else received["credit_code"]
    facts = contents.employer_facts(received, partner.name, credit_code=code)
    employer = add_employer(facts, source=partner.name)
    faults = faults_in(employer.introduction, OF_PERSONS)
    asked = f"单位简介里这些不能写，请先改：{'、'.join(faults)}。" if faults else ""
    employer.status_note = fitting(f"来自{partner.name}，本局还没有核实。{asked}")
    named = PartnerEmployer(
        partner_id=partner.id,
        credit_code=received["credit_code"],
        name=received["name"],
        employer_id=employer.id,
        local_id=local.id if local is not None else None,
    )
    db.session.add(named)
    db.session.flush()
    return named


def decide(named: PartnerEmployer, *, is_same: bool, by_id: int) -> int:
    """Match a partner's employer to the local one, or keep both; return how many vacancies moved.

    Raises DomainError where it has been decided before.
    """
    named = lock_row(named)
    if named.local is None or named.decided_by is not None:
        raise DomainError("这家单位已经核对过了。")
    named.decided_by = by_id
    moved = _match(named, named.local) if is_same else 0
    db.session.flush()
    action = "partner_employer.match" if is_same else "partner_employer.keep_apart"
    audit.record(action, "employer", named.local.id, vacancies=moved)
    return moved


def _match(named: PartnerEmployer, local: Employer) -> int:
    apart = named.employer
    vacancies = queries.vacancies_under(apart.id)
    for vacancy in vacancies:
        vacancy.employer = local
    named.employer = local
    apart.status = EmployerStatus.REFUSED
    apart.status_note = "和本地单位是同一家，岗位已归到本地单位。"
    return len(vacancies)
