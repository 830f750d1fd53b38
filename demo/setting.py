"""What the later parts of the demo county draw from: its people, firms and open vacancies."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from core import clock
from core.db import db
from demo.catalogue import trade_of
from jobs.applications.models import ContactConsent
from jobs.applications.wording import CONSENT
from jobs.employers.models import Employer, EmployerStatus
from jobs.vacancies.models import Vacancy, VacancyStatus
from people.accounts.models import Account
from people.veterans.models import EmploymentStatus, Veteran

S = EmploymentStatus
OUT_OF_WORK_LIFE = (S.RETIRED, S.DECEASED, S.NO_INTENT, S.UNREACHABLE)
Spell = tuple[date, date | None]  # first day, last day or None where it continues


@dataclass(frozen=True)
class Offer:
    """An open vacancy with its employer and the everyday name of its work."""

    employer: Employer
    vacancy: Vacancy
    word: str


@dataclass
class Setting:
    """The rows of the county that exist, and what happened to its people so far."""

    today: date
    officer_id: int
    clerks: dict[str, Account]
    people: Sequence[Veteran]
    offers: Sequence[Offer]
    spells: dict[int, list[Spell]] = field(default_factory=lambda: defaultdict(list))
    fair_days: dict[int, list[date]] = field(default_factory=lambda: defaultdict(list))
    # By person and employer: the days they met at a booth, with the fair's title and id.
    met: dict[tuple[int, int], list[tuple[date, str, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    consents: set[tuple[int, int]] = field(default_factory=set)
    known_on: dict[int, date] = field(init=False)
    worked_to: dict[int, date] = field(init=False)

    def __post_init__(self) -> None:
        """Note since when each person is known, and until when they worked by their profile."""
        self.known_on = {
            one.id: max(clock.day_of(one.created_at), one.retired_on or date.max)
            for one in self.people
        }
        self.worked_to = {
            one.id: max((work.ended_on or date.max for work in one.works), default=date.min)
            for one in self.people
        }

    @property
    def last_day(self) -> date:
        """Yesterday: nothing that happened is later, at whatever hour the demo is loaded."""
        return self.today - timedelta(days=1)

    def offers_of(self, words: Sequence[str]) -> list[Offer]:
        """Return the offers of some kinds of work."""
        return [offer for offer in self.offers if offer.word in words]

    def is_known(self, veteran: Veteran, day: date) -> bool:
        """Return whether a person was registered and out of the forces before a day."""
        return self.known_on[veteran.id] < day

    def has_no_work(self, veteran: Veteran, day: date) -> bool:
        """Return whether no work of a person is recorded on a day."""
        spells = self.spells[veteran.id]
        return self.worked_to[veteran.id] < day and all(end and end < day for _, end in spells)

    def is_free(self, veteran: Veteran, start: date) -> bool:
        """Return whether a person may begin work on a day, by all that is recorded of them."""
        return (
            self.is_known(veteran, start)
            and veteran.employment_status is S.SEEKING
            and self.has_no_work(veteran, start)
            and all(day < start for day in self.fair_days[veteran.id])
        )

    def staff_of(self, veteran: Veteran) -> int:
        """Return the id of the account that looks after a person."""
        clerk = self.clerks.get(veteran.township_code or "")
        return clerk.id if clerk else self.officer_id

    def staff_for(self, veteran: Veteran) -> int | None:
        """Return the account that records what a person says, None who has an account."""
        return None if veteran.account_id else self.staff_of(veteran)

    def consent(self, veteran_id: int, employer: Employer, at: datetime) -> None:
        """Add a person's consent to an employer, once."""
        if (veteran_id, employer.id) in self.consents:
            return
        self.consents.add((veteran_id, employer.id))
        wording = CONSENT.format(employer=employer.name)
        db.session.add(
            ContactConsent(
                veteran_id=veteran_id, employer_id=employer.id, wording=wording, given_at=at
            )
        )


def offers_in(vacancies: Sequence[Vacancy], firms: dict[int, Employer]) -> list[Offer]:
    """Return the vacancies of verified employers that are open."""
    return [
        Offer(firms[vacancy.employer_id], vacancy, trade.word)
        for vacancy in vacancies
        if vacancy.status is VacancyStatus.PUBLISHED
        and firms[vacancy.employer_id].status is EmployerStatus.VERIFIED
        and vacancy.requirements
        and (trade := trade_of(vacancy.title)) is not None
    ]
