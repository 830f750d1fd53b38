"""A fair for the tests of its plan and of its printed sheets."""

from core.access import Role
from people.veterans.models import Schooling
from tests.fairs.fairs.world import book, make_booths, make_fair, offer, sign_up
from tests.jobs.employers.world import make_employer
from tests.jobs.vacancies.world import make_vacancy
from tests.people.accounts.world import make_account
from tests.people.veterans.world import make_veteran


class Hall:
    """A fair of three booths, one of which requires a degree that no veteran has."""

    def __init__(self, people: int = 6) -> None:
        self.fair = make_fair(slot_minutes=30, most_stops=3)  # six slots
        self.boss = make_account(role=Role.EMPLOYER, name="王经理")
        self.employers = [
            make_employer(account=self.boss if n == 0 else None, name=f"单位{n}") for n in range(3)
        ]
        booths = make_booths(self.fair, 3)
        self.bookings = [
            book(self.fair, employer, booth)
            for employer, booth in zip(self.employers, booths, strict=True)
        ]
        for number, employer in enumerate(self.employers):
            more = {"schooling_min": Schooling.BACHELOR} if number == 2 else {}
            offer(self.fair, make_vacancy(employer=employer, title="货车驾驶员", **more))
        self.veterans = [make_veteran(name=f"老兵{n}") for n in range(people)]
        self.rows = [sign_up(self.fair, one, wanted_stops=2) for one in self.veterans]
