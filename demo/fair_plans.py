"""When and where the fairs of the demo county take place, counted from the day it is loaded."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from core import clock
from fairs.fairs.models import FairMode, FairStatus
from people.divisions.queries import short_name

BUREAU, OFFICE = "怀远县退役军人事务局", "怀远县人力资源和社会保障局"
PARTNER, PARTNER_NAME = "330205", "宁波市江北区退役军人事务局"
SEAT = "340321100"
JOINT, ONLINE = "JOINT", "ONLINE"
# The fairs of a full year in their order: a township's code, a joint fair, or one online.
PLACES = ("340321101", JOINT, ONLINE, "340321102", "340321103", "340321106", "340321109")
FIRST, LAST = (1, 6), (12, 12)  # month and day between which a year's fairs take place
APART = 14  # days between two fairs, at least
SETTLED = 12  # days after which a fair's results are in and it is closed
SEASONS = {1: "新春", 2: "春季", 3: "春季", 4: "春季", 5: "春季", 6: "夏季", 7: "夏季", 8: "夏季",
           9: "秋季", 10: "秋季", 11: "冬季", 12: "冬季"}  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """The facts of one fair to be created."""

    day: date
    place: str
    status: FairStatus = FairStatus.CLOSED
    units: int = 7
    people: int = 32
    opens: time = time(9)
    closes: time = time(11, 30)

    @property
    def township(self) -> str | None:
        """The township's code; a joint fair takes place in the county town, one online nowhere."""
        return {JOINT: SEAT, ONLINE: None}.get(self.place, self.place)

    @property
    def mode(self) -> FairMode:
        """How people meet."""
        return FairMode.ONLINE if self.place == ONLINE else FairMode.OFFLINE

    @property
    def is_over(self) -> bool:
        """Whether it was held."""
        return self.status in (FairStatus.CLOSED, FairStatus.ENDED)

    @property
    def title(self) -> str:
        """The fair's name."""
        season = SEASONS[self.day.month]
        if self.place == ONLINE:
            return f"{self.day.year}年宁波江北—怀远线上专场招聘会"
        if self.place == JOINT:
            return f"{self.day.year}年{season}退役军人联合招聘会"
        return f"{self.day.year}年{short_name(self.place)}{season}退役军人专场招聘会"

    @property
    def hosts(self) -> list[str]:
        """Who holds it."""
        if self.place == ONLINE:
            return [BUREAU, PARTNER_NAME]
        if self.place == JOINT:
            return [BUREAU, OFFICE]
        return [BUREAU, f"{short_name(self.place)}退役军人服务站"]

    @property
    def venue(self) -> str:
        """The place within the township."""
        return {ONLINE: "", JOINT: "县体育馆"}.get(self.place, "文化广场")


def plans_on(today: date) -> list[Plan]:
    """Return every fair of the county on a day, the oldest first.

    Three of the year before last, the seven of last year and those this year has had time for are
    closed; one waits for results, one is held today, one is coming, one is a draft.
    """
    year = today.year
    closed = [
        *_held_in(year - 2, today, PLACES[:3]),
        *_held_in(year - 1, today, PLACES),
        *_held_in(year, today, PLACES),
    ]
    return [*closed, *_around(today)]


def _held_in(year: int, today: date, places: tuple[str, ...]) -> list[Plan]:
    """Return a year's closed fairs, evenly over the part of it that had passed."""
    first = date(year, *FIRST)
    days = (min(date(year, *LAST), today - timedelta(days=SETTLED)) - first).days
    count = min(len(places), days // APART)
    return [
        Plan(first + timedelta(days=days * (number + 1) // count), place)
        for number, place in enumerate(places[: max(0, count)])
    ]


def _around(today: date) -> list[Plan]:
    opens = time(8) if clock.local(clock.now()).hour >= 8 else time(0)  # at whatever hour, it runs
    return [
        Plan(today - timedelta(days=4), "340321107", FairStatus.ENDED, people=44),
        Plan(today, SEAT, FairStatus.RUNNING, 10, 40, opens, time(23, 59)),
        Plan(today + timedelta(days=9), "340321104", FairStatus.PUBLISHED, units=10, people=30),
        Plan(today + timedelta(days=40), "340321108", FairStatus.DRAFT, units=0, people=0),
    ]
