"""Veterans in every stage of an application and a placement, with every kind of consent."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import Any

from core import clock
from core.access import Role
from core.db import db, transaction
from fairs.fairs.models import Fair, FairStatus, Meeting, Outcome
from jobs.applications import contacts, operations
from jobs.applications.disclosure import consent_to
from jobs.applications.facts import Answer
from jobs.applications.lifecycle import FAILED
from jobs.applications.models import Application, RejectReason
from jobs.applications.models import ApplicationStatus as A
from jobs.employers.models import Employer
from jobs.vacancies.models import Vacancy, VacancyStatus
from jobs.vacancies.operations import change_vacancy
from matching.fairplan.models import PlanStop
from people.accounts.models import Account
from people.veterans.models import ResettlementMode, Veteran
from placements.placements.facts import ClaimFacts, EndFacts, VerifyFacts
from placements.placements.models import ContractType, EndReason, Placement, Side, VerifyMethod
from placements.placements.models import PlacementStatus as P
from placements.placements.operations import claiming, confirming, ending, verifying
from tests.fairs.fairs.world import book, make_booths, make_fair, offer, sign_up
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import make_account
from tests.people.veterans.world import make_veteran
from tests.support.canaries import CHARACTERS
from tests.support.rows import save

MARK = "雀羽"  # every name of the crowd begins with it, no other text of the pages does
PHONES = "1395502"
CONSENTS = ("never", "given", "withdrawn")
# The events that lead to a status; those of the clock and of the vacancy follow below.
EVENTS: dict[str, tuple[str, ...]] = {
    "applied": (),
    "screening": ("screen",),
    "shortlisted": ("shortlist",),
    "invited": ("invite",),
    "interviewed": ("invite", "interview"),
    "offered": ("offer",),
    "accepted": ("offer", "accept"),
    "declined": ("offer", "decline"),
    "rejected": ("reject",),
    "rejected after an offer": ("offer", "reject"),
    "withdrawn": ("withdraw",),
    "withdrawn after an offer": ("offer", "withdraw"),
    "cancelled by the employer": ("offer", "accept", "cancel"),
    "cancelled by the veteran": ("offer", "accept", "back_out"),
    "no reply": (),
    "vacancy removed": (),
    "vacancy removed after an offer": ("offer",),
}
ENDED_VACANCY = {
    "no reply": "close",
    "vacancy removed": "remove",
    "vacancy removed after an offer": "remove",
}
PLACED = (
    "claimed by the employer",
    "claimed by the veteran",
    "confirmed",
    "verified",
    "left",
    "denied",
)
BY_VETERAN = frozenset({"accept", "decline", "withdraw", "back_out"})


@dataclass(frozen=True)
class Cell:
    """One veteran of the crowd: how far they are, and what they agreed to."""

    stage: str
    consent: str
    name: str
    phone: str
    veteran_id: int
    application_id: int
    placement_id: int | None

    @property
    def may_be_named(self) -> bool:
        """Return whether a verified employer may read the name, by the consent's own text."""
        db.session.rollback()
        failed = db.session.get_one(Application, self.application_id).status in FAILED
        return self.consent == "given" and not failed


@dataclass
class Crowd:
    """The cells, and the ids of the vacancy and the fair they all belong to."""

    cells: list[Cell]
    vacancy_id: int
    fair_id: int

    def statuses(self) -> tuple[set[A], set[P]]:
        """Return the statuses of applications and placements that the crowd covers."""
        db.session.rollback()
        ids = [cell.placement_id for cell in self.cells if cell.placement_id]
        applications = (db.session.get_one(Application, one.application_id) for one in self.cells)
        placements = (db.session.get_one(Placement, one) for one in ids)
        return {one.status for one in applications}, {one.status for one in placements}


def make_crowd(
    employer_id: int, boss: Account, officer: Account, consents: tuple[str, ...] = CONSENTS
) -> Crowd:
    """Make a veteran for each stage and consent, all of one employer and at one fair."""
    employer = db.session.get_one(Employer, employer_id)
    shared = make_vacancy(employer=employer, headcount=500)
    acting = {"employer": boss.id, "officer": officer.id}
    marks = (a + b for a, b in product(CHARACTERS, CHARACTERS))
    cells = [
        _cell(number, next(marks), stage, consent, shared.id, acting)
        for number, (stage, consent) in enumerate(product((*EVENTS, *PLACED), consents))
    ]
    with transaction():
        operations.end_unanswered(clock.today())
    return Crowd(cells, shared.id, _at_a_fair(employer, shared, cells, boss))


def _cell(
    number: int, mark: str, stage: str, consent: str, shared_id: int, acting: dict[str, int]
) -> Cell:
    phone = f"{PHONES}{number:04d}"
    account = make_account(name=MARK + mark, phone=phone)
    veteran = make_veteran(account=account)
    vacancy_id = shared_id
    if stage in ENDED_VACANCY:
        shared = db.session.get_one(Vacancy, shared_id)
        vacancy_id = make_vacancy(employer=db.session.get_one(Employer, shared.employer_id)).id
    with transaction() as session:
        application_id = operations.apply_for(
            session.get_one(Veteran, veteran.id),
            session.get_one(Vacancy, vacancy_id),
            shares_contact=consent != "never",
        ).id
    placement_id = _go(stage, application_id, acting | {"veteran": account.id})
    if consent == "withdrawn":
        _withdraw(application_id)
    return Cell(stage, consent, MARK + mark, phone, veteran.id, application_id, placement_id)


def _go(stage: str, application_id: int, acting: dict[str, int]) -> int | None:
    if stage in PLACED:
        _move(application_id, ("offer", "accept"), acting)
        return _place(stage, application_id, acting)
    _move(application_id, EVENTS[stage], acting)
    if stage in ENDED_VACANCY:
        _end_vacancy(application_id, ENDED_VACANCY[stage])
    return None


def _move(application_id: int, events: tuple[str, ...], acting: dict[str, int]) -> None:
    answer = Answer(
        reason=RejectReason.FULL,
        interview_at=clock.now() + timedelta(days=2),
        interview_place="单位办公楼",
        why="家里有事",
    )
    for event in events:
        with transaction() as session:
            application = session.get_one(Application, application_id)
            by = acting["veteran" if event in BY_VETERAN else "employer"]
            account = session.get_one(Account, by)
            operations.move_application(application, event, by=account, answer=answer)


def _end_vacancy(application_id: int, event: str) -> None:
    with transaction() as session:
        vacancy = session.get_one(Application, application_id).vacancy
        change_vacancy(
            vacancy, event, role=Role.OFFICER, today=clock.today(), reason="内容不属实。"
        )
        if vacancy.status is VacancyStatus.CLOSED:
            vacancy.closed_at = clock.now() - timedelta(days=30)


def _place(stage: str, application_id: int, acting: dict[str, int]) -> int:
    claimant = Side.VETERAN if stage == "claimed by the veteran" else Side.EMPLOYER
    with transaction() as session:
        application = session.get_one(Application, application_id)
        by = session.get_one(Account, acting[claimant.name.lower()])
        facts = ClaimFacts("货车驾驶员", clock.today())
        veteran = application.veteran
        placement = claiming.claim(veteran, facts, side=claimant, by=by, application=application)
        placement_id = placement.id
    for one in _UNTIL.get(stage, ()):
        with transaction() as session:
            accounts = {side: session.get_one(Account, key) for side, key in acting.items()}
            one(session.get_one(Placement, placement_id), accounts)
    _cover(placement_id)
    return placement_id


def _cover(placement_id: int) -> None:
    """Make a hire one whom the tax benefit covers, so that its sheet lists them."""
    with transaction(audited=False) as session:
        placement = session.get_one(Placement, placement_id)
        placement.contract, placement.contract_on = ContractType.OPEN_ENDED, placement.start_on
        placement.has_insurance, placement.insured_from = True, placement.start_on
        placement.veteran.resettlement_mode = ResettlementMode.SELF_EMPLOY


def _confirm(placement: Placement, by: dict[str, Account]) -> None:
    confirming.confirm(placement, Side.VETERAN, by=by["veteran"])


def _verify(placement: Placement, by: dict[str, Account]) -> None:
    verifying.verify(placement, VerifyFacts(VerifyMethod.CALL), by=by["officer"])


def _leave(placement: Placement, by: dict[str, Account]) -> None:
    ending.end(placement, EndFacts(EndReason.QUIT, clock.today()), by=by["veteran"])


def _deny(placement: Placement, by: dict[str, Account]) -> None:
    ending.deny(placement, Side.VETERAN, by=by["veteran"])


_UNTIL: dict[str, tuple[Any, ...]] = {
    "confirmed": (_confirm,),
    "verified": (_confirm, _verify),
    "left": (_confirm, _verify, _leave),
    "denied": (_deny,),
}


def _withdraw(application_id: int) -> None:
    """Withdraw the consent, unless a failed application has ended it by itself."""
    with transaction(audited=False) as session:
        application = session.get_one(Application, application_id)
        employer_id = application.vacancy.employer_id
        if (consent := consent_to(application.veteran_id, employer_id)) is not None:
            contacts.withdraw_contact_consent(consent)


def _at_a_fair(employer: Employer, vacancy: Vacancy, cells: list[Cell], boss: Account) -> int:
    fair: Fair = make_fair(FairStatus.RUNNING)
    (booth,) = make_booths(fair, 1)
    booking = book(fair, employer, booth)
    offer(fair, vacancy)
    for cell in cells:
        signed_up = sign_up(fair, db.session.get_one(Veteran, cell.veteran_id))
        met = {"met_at": clock.now(), "outcome": Outcome.MET, "by_id": boss.id}
        save(Meeting(booking_id=booking.id, sign_up_id=signed_up.id, **met))
        slot = {"sign_up_id": signed_up.id, "booking_id": booking.id, "slot": 0}
        save(PlanStop(fair_id=fair.id, **slot))
    return fair.id
