"""Placements of the demo county: as far as the days since each beginning let them get."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from core import clock
from core.db import db
from demo.fairs import store_paper
from demo.setting import Setting
from demo.vacancies import moment
from fairs.fairs.models import Fair
from jobs.applications.models import Application
from jobs.employers.models import Employer
from jobs.vacancies.models import PayPeriod, Vacancy, VacancyStatus
from people.veterans.models import EmploymentStatus, Veteran
from placements.placements.models import (
    AskedBy,
    CheckResult,
    ContractType,
    EndReason,
    Placement,
    PlacementChannel,
    PlacementCheck,
    PlacementEvidence,
    PlacementStatus,
    Side,
    VerifyMethod,
    VoidCause,
)
from placements.placements.operations.verifying import CHECKS, STATUS_BY_CONTRACT

CONTRACTS = {
    ContractType.FIXED: 70, ContractType.OPEN_ENDED: 12, ContractType.LABOUR_SERVICE: 10,
    ContractType.FLEXIBLE: 8,
}  # fmt: skip
INSURED = (ContractType.FIXED, ContractType.OPEN_ENDED)
USUAL_WAGE = (3800, 6500)
LEAVES = (0.5, 0.3, 0.08)  # of those who began the year before last, last year, this year
STAYED = (40, 300)  # days until a person left
EVERY_PAPER = 6  # one of so many was verified by its contract
LATE = 0.12  # share of the recent checks that nobody did yet
MISSED = 0.25  # share of those in which the person was not reached
REASONS = (EndReason.QUIT, EndReason.BETTER_JOB, EndReason.HEALTH, EndReason.DISMISSED)


@dataclass(frozen=True)
class Beginning:
    """How a person came to which work; without an employer the firm is not on the platform."""

    veteran: Veteran
    start: date
    title: str
    channel: PlacementChannel
    reason: str
    employer: Employer | None = None
    employer_name: str = ""
    vacancy: Vacancy | None = None
    fair: Fair | None = None
    application: Application | None = None


def place(beginning: Beginning, setting: Setting, rng: Random, *, waits: bool = False) -> Placement:
    """Add a placement with its confirmations, verification and checks, as far as time allows.

    `waits` leaves one that both sides confirmed without its verification.
    """
    placement = _claimed(beginning, setting, rng)
    db.session.add(placement)
    setting.spells[beginning.veteran.id].append((beginning.start, None))
    # A firm that is not on the platform confirms nothing: the claim alone counts.
    confirmed = beginning.start + timedelta(days=rng.randint(1, 3) if beginning.employer else 0)
    verified = confirmed + timedelta(days=rng.randint(1, 6))
    left = _left_on(beginning, setting, rng)
    if confirmed > setting.last_day:
        if beginning.application is not None and beginning.vacancy is not None:
            beginning.vacancy.status = VacancyStatus.EXPIRED  # its place is not taken yet
        return placement
    _confirm(placement, beginning, moment(confirmed, rng), setting)
    if waits or verified > setting.last_day:
        return placement
    _verify(placement, beginning, moment(verified, rng), setting, rng)
    if left is not None and left > verified:
        _leave(placement, beginning, left, setting, rng)
    placement.checks = _checks(placement, setting, rng)
    return placement


def _claimed(beginning: Beginning, setting: Setting, rng: Random) -> Placement:
    kinds = list(CONTRACTS)
    contract = rng.choices(kinds, [CONTRACTS[kind] for kind in kinds])[0]
    until = clock.months_after(beginning.start, rng.choice((12, 24, 36)))
    if contract is ContractType.FIXED and until <= setting.today:
        until = clock.months_after(beginning.start, 60)
    by_employer = beginning.employer is not None and rng.random() < 0.5
    claimed = moment(beginning.start, rng)
    staff = None if by_employer else setting.staff_for(beginning.veteran)
    is_insured = contract in INSURED and rng.random() < 0.92
    return Placement(
        veteran_id=beginning.veteran.id,
        employer=beginning.employer,
        employer_name=beginning.employer.name if beginning.employer else beginning.employer_name,
        vacancy=beginning.vacancy if beginning.application else None,
        application=beginning.application,
        occupation_code=beginning.vacancy.occupation_code
        if beginning.application and beginning.vacancy
        else "",
        fair_id=beginning.fair.id if beginning.fair else None,
        channel=beginning.channel,
        attribution=beginning.reason,
        title=beginning.title,
        start_on=beginning.start,
        contract=contract,
        contract_on=beginning.start,
        contract_until=until if contract is ContractType.FIXED else None,
        wage=_wage(beginning.vacancy, rng),
        has_insurance=is_insured,
        insured_from=beginning.start if is_insured and beginning.veteran.id % 2 else None,
        status=PlacementStatus.CLAIMED,
        status_before=EmploymentStatus.SEEKING,
        claimed_by=None if by_employer else staff or beginning.veteran.account_id,
        claimed_at=claimed,
        created_at=claimed,
        employer_confirmed_at=claimed if by_employer else None,
        veteran_confirmed_at=None if by_employer else claimed,
        veteran_confirmed_by=staff,
        veteran_asked_by=AskedBy.CALL if staff else None,
    )


def _wage(vacancy: Vacancy | None, rng: Random) -> int:
    low, high = USUAL_WAGE
    if vacancy and vacancy.pay_period is PayPeriod.MONTH and vacancy.pay_min and vacancy.pay_max:
        low, high = vacancy.pay_min, vacancy.pay_max
    return rng.randint(low // 100, high // 100) * 100


def _left_on(beginning: Beginning, setting: Setting, rng: Random) -> date | None:
    """Return the day a person left, None for those who stay; more left who began long ago."""
    draw, left = rng.random(), beginning.start + timedelta(days=rng.randint(*STAYED))
    years = min(2, max(0, setting.today.year - beginning.start.year))
    return left if draw < LEAVES[2 - years] and left < setting.last_day else None


def _confirm(placement: Placement, beginning: Beginning, at: datetime, setting: Setting) -> None:
    placement.status = PlacementStatus.CONFIRMED
    if placement.veteran_confirmed_at is None:
        staff = setting.staff_for(beginning.veteran)
        placement.veteran_confirmed_at, placement.veteran_confirmed_by = at, staff
        placement.veteran_asked_by = AskedBy.CALL if staff else None
    if beginning.employer is not None:
        placement.employer_confirmed_at = placement.employer_confirmed_at or at
        setting.consent(beginning.veteran.id, beginning.employer, placement.veteran_confirmed_at)


def _verify(
    placement: Placement, beginning: Beginning, at: datetime, setting: Setting, rng: Random
) -> None:
    placement.status = PlacementStatus.VERIFIED
    placement.verified_at, placement.verified_by = at, setting.officer_id
    placement.verify_method = VerifyMethod.CALL
    if rng.randrange(EVERY_PAPER) == 0:
        placement.verify_method = VerifyMethod.CONTRACT
        file = store_paper("劳动合同.pdf", setting.officer_id, rng)
        placement.evidence = [PlacementEvidence(kind=VerifyMethod.CONTRACT, file=file)]
    status = STATUS_BY_CONTRACT.get(placement.contract or ContractType.FIXED)
    beginning.veteran.employment_status = status or EmploymentStatus.EMPLOYED


def _leave(
    placement: Placement, beginning: Beginning, day: date, setting: Setting, rng: Random
) -> None:
    placement.status = PlacementStatus.ENDED
    placement.ended_on, placement.end_reason = day, rng.choice(REASONS)
    setting.spells[beginning.veteran.id][-1] = (beginning.start, day)
    beginning.veteran.employment_status = EmploymentStatus.SEEKING


def _checks(placement: Placement, setting: Setting, rng: Random) -> list[PlacementCheck]:
    """Return the checks: those due long ago are done, recent ones mostly, coming ones are open."""
    rows = []
    for months in CHECKS:
        due = clock.months_after(placement.start_on, months)
        row = PlacementCheck(months=months, due_on=due)
        rows.append(row)
        ended = placement.ended_on
        has_left = ended is not None and due >= ended
        found_out = any(one.result is CheckResult.LEFT for one in rows)
        done = max(due, ended or due) + timedelta(days=rng.randint(0, 5))
        if found_out or done > setting.last_day:
            continue
        if not has_left and setting.today - due < timedelta(days=60) and rng.random() < LATE:
            if rng.random() < MISSED:
                row.result, row.by_id = CheckResult.UNREACHABLE, setting.officer_id
            continue
        row.done_on, row.by_id = done, setting.officer_id
        row.result = CheckResult.LEFT if has_left else CheckResult.AT_WORK
    return rows


def make_void(placement: Placement, reason: str, *, denied_by: Side | None, at: datetime) -> None:
    """Make a placement nobody verified void, by the bureau or by a side that denies it."""
    placement.status, placement.void_reason = PlacementStatus.VOID, reason
    placement.denied_by, placement.updated_at = denied_by, at
    placement.void_cause = VoidCause.DENIED if denied_by else VoidCause.NEVER_CAME
    if denied_by is Side.VETERAN:
        placement.employer_confirmed_at, placement.veteran_confirmed_at = placement.claimed_at, None
    elif denied_by is Side.EMPLOYER:
        placement.employer_confirmed_at, placement.veteran_confirmed_at = None, placement.claimed_at
