"""Claim a placement: one side states that a veteran works at an employer."""

from sqlalchemy.exc import IntegrityError

from core import audit, clock
from core.access import Role
from core.db import db, lock_row
from core.errors import DomainError, Refusals
from core.parameters.registry import amount_of
from jobs.applications.models import Application, ApplicationStatus
from jobs.employers.queries import employers_named, get_employer
from people.accounts.models import Account
from people.veterans.models import Veteran
from placements.placements.facts import ClaimFacts, check_contract_end
from placements.placements.models import Placement, Side
from placements.placements.operations.attributing import attribute_by_rule, name_fair
from placements.placements.operations.confirming import record_confirmation
from placements.placements.parameters import START_AHEAD_DAYS

YOUNGEST = 16  # years; nobody younger may be employed (劳动法 第十五条)


def claim(
    veteran: Veteran,
    facts: ClaimFacts,
    *,
    side: Side,
    by: Account,
    application: Application | None = None,
) -> Placement:
    """Create a placement, confirmed for the claiming side, and return it.

    The application, where there is one, names employer and vacancy; it must be accepted, since
    a claim on an offer would speak for the veteran. An employer not on the platform cannot
    confirm: the veteran's claim and the bureau's evidence count then. Raises DomainError with
    every rule that refuses, where the name typed is that of an employer of the platform and
    nobody answered whether it is this one, or where the pair has a running placement.
    """
    if application is not None:
        lock_row(application.vacancy)
        application = lock_row(application)  # either side may take the acceptance back just now
    _check(veteran, facts, application)
    _check_claimant(application, by)
    placement = _placement_of(veteran, facts, application)
    placement.claimed_by, placement.claimed_at = by.id, clock.now()
    attribute_by_rule(placement)
    if facts.fair_id is not None and facts.fair_id != placement.fair_id:
        name_fair(placement, facts.fair_id, facts.fair_reason, by=by)
    _insert(placement)
    audit.record(
        "placement.claim", "placement", placement.id, side=side.value, about=[placement.veteran_id]
    )
    record_confirmation(placement, side, by, facts.asked_by)
    return placement


def _check(veteran: Veteran, facts: ClaimFacts, application: Application | None) -> None:
    refusals = Refusals()
    if application is not None and application.status is not ApplicationStatus.ACCEPTED:
        refusals.add("本人还没有接受录用，不能登记到岗。")
    if application is None and facts.employer_id is None:
        with refusals.collecting():
            _check_employer_name(facts)
    with refusals.collecting():
        _check_start(veteran, facts)
    with refusals.collecting():
        check_contract_end(facts.start_on, facts.contract_until)
    refusals.raise_if_any()


def _check_employer_name(facts: ClaimFacts) -> None:
    if not facts.employer_name.strip():
        raise DomainError("请填单位名称。", field="employer_name")
    known = employers_named(facts.employer_name)
    if known and facts.is_same is None:
        raise DomainError(
            f"平台上有一家单位就叫“{known[0].name}”。请在下面选是不是这一家。", field="is_same"
        )


def _check_claimant(application: Application | None, by: Account) -> None:
    if application is None or by.role is not Role.EMPLOYER:
        return
    if not application.vacancy.employer.is_verified(clock.today()):
        raise DomainError("单位核实已到期，重新核实以后才能登记到岗。")


def _check_start(veteran: Veteran, facts: ClaimFacts) -> None:
    today = clock.today()
    most = amount_of(START_AHEAD_DAYS, today)
    if (facts.start_on - today).days > most:
        raise DomainError(f"到岗日期最多在 {most} 天以内，到时候再登记。", field="start_on")
    if veteran.born_on is not None and clock.age_on(veteran.born_on, facts.start_on) < YOUNGEST:
        raise DomainError("到岗日期不对，请检查年份。", field="start_on")


def _placement_of(
    veteran: Veteran, facts: ClaimFacts, application: Application | None
) -> Placement:
    placement = Placement(
        veteran_id=veteran.id,
        employer_name=facts.employer_name.strip(),
        title=facts.title.strip(),
        start_on=facts.start_on,
        contract=facts.contract,
        contract_until=facts.contract_until,
        wage=facts.wage,
        has_insurance=facts.has_insurance,
        status_before=veteran.employment_status,
    )
    placement.veteran = veteran
    _set_employer(placement, facts)
    if application is not None:
        vacancy = application.vacancy
        placement.application_id, placement.vacancy_id = application.id, vacancy.id
        placement.occupation_code = vacancy.occupation_code
        placement.employer_id, placement.employer = vacancy.employer_id, vacancy.employer
        placement.employer_name = vacancy.employer.name
        placement.title = placement.title or vacancy.title
    return placement


def _set_employer(placement: Placement, facts: ClaimFacts) -> None:
    """Set the employer of the platform that was chosen, or that has the name typed."""
    employer = None
    if facts.employer_id is not None:
        employer = get_employer(facts.employer_id)
    elif facts.is_same:
        employer = next(iter(employers_named(facts.employer_name)), None)
    if employer is not None:
        placement.employer_id, placement.employer = employer.id, employer
        placement.employer_name = employer.name


def _insert(placement: Placement) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(placement)
            db.session.flush()
    except IntegrityError as error:
        raise DomainError("这个人在这家单位已经有一条就业记录了。") from error
