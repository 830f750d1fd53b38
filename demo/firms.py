"""Employers of the demo county, in every status, and their vacancies."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, cycle
from random import Random

from demo.catalogue import FirmKind, Trade, firm_kinds, names, texts
from demo.numbers import credit_code, phone
from demo.vacancies import compose, moment
from jobs.employers.models import Employer, EmployerStatus, Industry, Staffing
from jobs.employers.parameters import HALF_A_YEAR
from jobs.vacancies.models import Vacancy, VacancyStatus
from people.divisions.queries import short_name, townships

COUNTY_SEAT, ZONE = "340321100", "340321401"
CONTACTS = ("经理", "主任", "女士", "师傅")
PHONES = 200_000  # serials of employers' contacts begin here
# One of so many employers is not verified; all others are.
STATUSES = {
    13: EmployerStatus.PENDING,
    21: EmployerStatus.LAPSED,
    29: EmployerStatus.RETURNED,
    43: EmployerStatus.REFUSED,
}
REFUSALS = {
    EmployerStatus.RETURNED: "returned_employer",
    EmployerStatus.REFUSED: "refused_employer",
}
UNVERIFIED = (EmployerStatus.PENDING, EmployerStatus.RETURNED)
DRAFTS = 2
KNOWN_FOR = (900, 1500)  # days since a verified employer registered, before its last renewal
# Shares of a verified employer's vacancies that are not open; the rest are.
NOT_OPEN = {
    VacancyStatus.DRAFT: 0.018,
    VacancyStatus.SUBMITTED: 0.02,
    VacancyStatus.RETURNED: 0.012,
    VacancyStatus.PAUSED: 0.012,
    VacancyStatus.FILLED: 0.02,
    VacancyStatus.EXPIRED: 0.02,
    VacancyStatus.CLOSED: 0.016,
    VacancyStatus.REMOVED: 0.008,
}
UNPUBLISHED = (VacancyStatus.DRAFT, VacancyStatus.SUBMITTED, VacancyStatus.RETURNED)
ENDED = (VacancyStatus.FILLED, VacancyStatus.EXPIRED, VacancyStatus.CLOSED, VacancyStatus.REMOVED)


def make_firms(rng: Random, today: date, officer_id: int) -> Iterator[tuple[FirmKind, Employer]]:
    """Yield every employer with its kind, not yet in the database; names never repeat."""
    pools = {name: _shuffled(name, rng) for name in ("brands", "farm_brands")}
    serials = count(1)
    for kind in firm_kinds():
        for place in range(kind.count):
            name = kind.names[place % len(kind.names)].format(next(pools[kind.brands]))
            yield (
                kind,
                _firm(kind, name, next(serials), officer_id=officer_id, rng=rng, today=today),
            )


def _shuffled(pool: str, rng: Random) -> Iterator[str]:
    """Yield the brands of a pool in random order, over and over."""
    brands = list(names()[pool])
    rng.shuffle(brands)
    return cycle(brands)


def _firm(
    kind: FirmKind, name: str, serial: int, *, officer_id: int, rng: Random, today: date
) -> Employer:
    division = _division(kind, rng)
    firm = Employer(
        name=name,
        credit_code=credit_code(serial, kind.prefix),
        industry=Industry[kind.industry],
        staffing=Staffing[rng.choice(kind.staffing)],
        introduction=rng.choice(kind.intros),
        division_code=division,
        address=f"{short_name(division)}{rng.choice(names()['roads'])}{rng.randint(1, 280)}号",
        contact_name=rng.choice(names()["surnames"]) + rng.choice(CONTACTS),
        contact_phone=phone(PHONES + serial),
        status=_status(serial),
    )
    _judge(firm, officer_id, rng, today)
    return firm


def _division(kind: FirmKind, rng: Random) -> str:
    draw = rng.random()
    anywhere = rng.choice(townships()).code
    if kind.industry == "C" and draw < 0.5:
        return ZONE
    if kind.industry == "A":
        return anywhere
    return COUNTY_SEAT if draw < 0.4 else anywhere


def _status(serial: int) -> EmployerStatus:
    found = (status for every, status in STATUSES.items() if serial % every == 0)
    return next(found, EmployerStatus.VERIFIED)


def _judge(firm: Employer, officer_id: int, rng: Random, today: date) -> None:
    """Set the dates and texts that belong to an employer's status."""
    left = rng.randint(8, 118)  # days of verification left, so that vacancies are younger than it
    is_lapsed = firm.status is EmployerStatus.LAPSED
    until = today + timedelta(days=-rng.randint(1, 15) if is_lapsed else left)
    verified = until - timedelta(days=HALF_A_YEAR)
    sent = verified - timedelta(days=rng.randint(0, 2))
    known = sent - timedelta(days=rng.randint(*KNOWN_FOR))  # it was verified before, too
    if firm.status in REFUSALS:
        firm.status_note = rng.choice(texts()[REFUSALS[firm.status]])
    if firm.status is EmployerStatus.PENDING:
        sent = today - timedelta(days=rng.randint(1, 6))
    elif firm.status not in REFUSALS:
        firm.verified_at, firm.verified_by = moment(verified, rng), officer_id
        firm.verified_until = until
    firm.submitted_at = moment(sent, rng)
    firm.created_at = firm.submitted_at - timedelta(hours=20)
    firm.updated_at = firm.submitted_at
    if firm.verified_at is not None:
        firm.created_at = moment(known, rng)


def make_vacancies(kind: FirmKind, firm: Employer, rng: Random, today: date) -> Iterator[Vacancy]:
    """Yield the vacancies of an employer that has its id, no title twice.

    Only a verified employer has open vacancies; one waiting for verification has a draft or two,
    a refused one has none.
    """
    if firm.status is EmployerStatus.REFUSED:
        return
    most = DRAFTS if firm.status in UNVERIFIED else rng.randint(*kind.vacancies)
    home = firm.division_code or COUNTY_SEAT
    for offer in _offers(kind, most, rng):
        vacancy = compose(offer, home=home, is_agency=kind.key == "hr", rng=rng, today=today)
        vacancy.employer_id = firm.id
        _settle(vacancy, _vacancy_status(firm, rng), rng, today)
        yield vacancy


def _offers(kind: FirmKind, most: int, rng: Random) -> Iterator[Trade]:
    """Yield trades with one title each, none twice, as often as this kind of firm hires them."""
    pools = [(hire.weight, list(hire.offers)) for hire in kind.hires]
    for _ in range(most):
        left = [pool for pool in pools if pool[1]]
        if not left:
            return
        _, offers = rng.choices(left, [weight for weight, _ in left])[0]
        yield offers.pop(rng.randrange(len(offers)))


def _vacancy_status(firm: Employer, rng: Random) -> VacancyStatus:
    if firm.status is EmployerStatus.LAPSED:
        return VacancyStatus.PAUSED
    if firm.status in UNVERIFIED:
        return VacancyStatus.DRAFT
    draw = rng.random()
    for status, share in NOT_OPEN.items():
        if draw < share:
            return status
        draw -= share
    return VacancyStatus.PUBLISHED


def _settle(vacancy: Vacancy, status: VacancyStatus, rng: Random, today: date) -> None:
    """Set a vacancy's status, with the dates and notes that belong to it."""
    vacancy.status = status
    if status in UNPUBLISHED:
        vacancy.published_at = None
    if status is VacancyStatus.RETURNED:
        vacancy.status_note = rng.choice(texts()["returned_vacancy"])
    if status is VacancyStatus.REMOVED:
        vacancy.status_note = rng.choice(texts()["removed_vacancy"])
    if status in ENDED:
        ended = today - timedelta(days=rng.randint(1, 40))
        vacancy.closed_at = moment(ended, rng)
        vacancy.published_at = moment(ended - timedelta(days=30), rng)
        vacancy.created_at = moment(ended - timedelta(days=32), rng)
    if status is VacancyStatus.EXPIRED:
        vacancy.valid_to = today - timedelta(days=rng.randint(1, 40))
