"""Consistent military careers: intake dates, ranks in force at the time, 安置方式."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from demo.catalogue import Career
from people.veterans.models import Branch, RankSystem, ResettlementMode, SoldierClass
from people.veterans.ranks import rank_system_on

LATE = 0.35  # of this year's people came back in the last weeks
SERVED = {5: 36, 8: 24, 12: 20, 16: 12, 20: 4, 24: 2, 30: 2}  # years of a sergeant: weight
OFFICER_SERVED = (8, 10, 12, 14, 16, 18, 20, 30)
CONSCRIPTS = 0.44
RECENT = (4, 28)  # days since the return of those who came back last
# A rank is reached after more years than these, by the table in force on the last day.
LADDERS: dict[RankSystem, dict[str, int]] = {
    RankSystem.SINCE_2022: {
        "列兵": 0, "上等兵": 1, "下士": 2, "中士": 5, "二级上士": 8, "一级上士": 12,
        "三级军士长": 16, "二级军士长": 20, "一级军士长": 24,
    },
    RankSystem.FROM_2009: {
        "列兵": 0, "上等兵": 1, "下士": 2, "中士": 5, "上士": 8, "四级军士长": 12,
        "三级军士长": 16, "二级军士长": 20, "一级军士长": 24,
    },
    RankSystem.FROM_1999: {
        "列兵": 0, "上等兵": 1, "一级士官": 2, "二级士官": 5, "三级士官": 8, "四级士官": 12,
        "五级士官": 16, "六级士官": 24,
    },
    RankSystem.BEFORE_1999: {
        "列兵": 0, "上等兵": 1, "下士": 2, "中士": 3, "专业军士": 4, "军士长": 12,
    },
    RankSystem.OFFICER: {"少尉": 0, "中尉": 5, "上尉": 8, "少校": 12, "中校": 16, "上校": 20},
}  # fmt: skip
# Earlier names of a branch: (until that day, name), oldest first.
FORERUNNERS = {
    Branch.ROCKET: ((date(2015, 12, 31), Branch.SECOND_ARTILLERY),),
    Branch.LOGISTICS: ((date(2016, 9, 13), Branch.ARMY),),
    Branch.SPACE: (
        (date(2015, 12, 31), Branch.ARMY),
        (date(2024, 4, 19), Branch.STRATEGIC_SUPPORT),
    ),
    Branch.CYBER: (
        (date(2015, 12, 31), Branch.ARMY),
        (date(2024, 4, 19), Branch.STRATEGIC_SUPPORT),
    ),
    Branch.INFO: (
        (date(2015, 12, 31), Branch.ARMY),
        (date(2024, 4, 19), Branch.STRATEGIC_SUPPORT),
    ),
}


@dataclass(frozen=True)
class Spell:
    """One period of service, with the fields of a `ServiceRecord`."""

    branch: Branch
    specialty: str
    duty: str
    rank_system: RankSystem
    rank: str
    started_on: date
    ended_on: date


@dataclass(frozen=True)
class MilitaryLife:
    """A person's periods of service, in order."""

    soldier_class: SoldierClass
    years: int
    spells: tuple[Spell, ...]

    @property
    def enlisted_on(self) -> date:
        """The first day."""
        return self.spells[0].started_on

    @property
    def retired_on(self) -> date:
        """The last day."""
        return self.spells[-1].ended_on


@dataclass(frozen=True)
class _Service:
    """The facts that stay the same over a person's service."""

    duties: Sequence[str]
    soldier_class: SoldierClass
    years: int
    branch: Branch
    specialty: str

    def spell(self, place: int, start: date, end: date) -> Spell:
        """Return the first period (place 0) or the one after promotion, with its final rank."""
        is_long = self.years >= 5
        served = min(self.years, end.year - start.year) if is_long and not place else self.years
        last = len(self.duties) - 1
        stage = last if place else min(last, int(served >= 5))
        system = rank_system_on(end, officer=self.soldier_class is SoldierClass.OFFICER)
        is_conscript = self.soldier_class is SoldierClass.CONSCRIPT
        rank = rank_after(served, system, is_conscript=is_conscript)
        branch = branch_on(self.branch, end)
        return Spell(branch, self.specialty, self.duties[stage], system, rank, start, end)


def live(career: Career, rng: Random, today: date) -> MilitaryLife:
    """Return a random military career in a trade that ended before today."""
    span = range(career.first_year, today.year + 1)
    retired_on = _retired_on(rng.choices(span, [year - 1990 for year in span])[0], rng, today)
    soldier_class, years = _length(career, rng, retired_on)
    enlisted_on = _enlisted_on(retired_on, years)
    branch, specialty = _trade(career, retired_on.year, rng)
    service = _Service(career.duties, soldier_class, years, branch, specialty)
    cuts = _cuts(enlisted_on, retired_on, years, rng)
    spells = tuple(service.spell(place, start, end) for place, (start, end) in enumerate(cuts))
    return MilitaryLife(soldier_class, years, spells)


def _trade(career: Career, year: int, rng: Random) -> tuple[Branch, str]:
    """Return a branch that had the trade in that year, and the trade's name in it."""
    branch = rng.choice([name for name in career.branches if year <= career.until.get(name, year)])
    pairs = [specialty.partition("@") for specialty in career.specialties]
    specialty = rng.choice([name for name, _, only in pairs if only in ("", branch)])
    return Branch[branch], specialty


def _retired_on(year: int, rng: Random, today: date) -> date:
    """Return the day of retirement: December until 2013, September until 2020, March too since.

    This year's days have come already; some are of the last weeks.
    """
    draw, ago = rng.random(), rng.randint(*RECENT)
    if year <= 2013:
        return date(year, 12, 1)
    day = date(year, 3 if draw < 0.4 and year > 2022 else 9, 1)
    if day > today - timedelta(days=RECENT[0]):  # this year's day is still to come
        return today - timedelta(days=2 * ago)
    is_late = year == today.year and draw > 1 - LATE
    return today - timedelta(days=ago) if is_late else day


def _enlisted_on(retired_on: date, years: int) -> date:
    year = retired_on.year - years
    if retired_on.month == 3 and retired_on.day == 1 and year >= 2021:
        return date(year, 3, 15)
    if retired_on.month < 9:
        year -= 1
    return date(year, 9, 10) if year >= 2013 else date(year, 12, 10)


def _length(career: Career, rng: Random, retired_on: date) -> tuple[SoldierClass, int]:
    draw, sergeant = rng.random(), rng.choices(tuple(SERVED), tuple(SERVED.values()))[0]
    if career.is_officer:
        return SoldierClass.OFFICER, rng.choice(OFFICER_SERVED)
    if retired_on.year < 2000:
        sergeant = min(sergeant, 12)
    if draw < CONSCRIPTS and career.min_years <= 2:
        is_old = retired_on < date(2000, 12, 1)  # 义务兵 served three years until 1998
        return SoldierClass.CONSCRIPT, 3 if is_old else 2
    return SoldierClass.SERGEANT, sergeant


def _cuts(start: date, end: date, years: int, rng: Random) -> list[tuple[date, date]]:
    """Return the dates of the periods: a long service is split at the promotion."""
    if years < 5 or rng.random() < 0.25:
        return [(start, end)]
    turn = date(start.year + max(2, years // 2), 6, 1)
    return [(start, turn), (turn + timedelta(days=1), end)]


def rank_after(years: int, system: RankSystem, *, is_conscript: bool) -> str:
    """Return the usual rank after a number of years, by the table in force."""
    held = [rank for rank, more_than in LADDERS[system].items() if years > more_than]
    if is_conscript and system is not RankSystem.BEFORE_1999:
        held = held[:2]
    return held[-1]


def branch_on(branch: Branch, day: date) -> Branch:
    """Return the name on a day of a present branch, or of the branch it belonged to."""
    forerunners = FORERUNNERS.get(branch, ())
    return next((former for until, former in forerunners if day <= until), branch)


def placement(life: MilitaryLife, rng: Random) -> ResettlementMode:
    """Return a way of resettlement that was open to this class at that time."""
    draw = rng.random()
    if life.soldier_class is SoldierClass.OFFICER:
        return _pick(_officer_modes(life), draw)
    if life.soldier_class is SoldierClass.SERGEANT and life.years >= 12:
        return _pick(_long_service_modes(life), draw)
    if life.retired_on < date(2011, 11, 1):
        return _pick(OLD_MODES, draw)
    return _pick(NEW_MODES, draw)


OLD_MODES = (
    ResettlementMode.RETURN_STUDY_WORK,
    ResettlementMode.RETURN_STUDY_WORK,
    ResettlementMode.SELF_FOUND,
    ResettlementMode.GOV_GUIDE,
    ResettlementMode.ASSIGNED,
)
NEW_MODES = (
    *(ResettlementMode.SELF_EMPLOY,) * 40,
    ResettlementMode.SUPPORT,
    ResettlementMode.ASSIGNED,
)


def _officer_modes(life: MilitaryLife) -> Sequence[ResettlementMode]:
    if life.years >= 30:
        return (ResettlementMode.RETIREMENT,)
    former = ResettlementMode.SELF_CHOICE  # from 2001 on; since 2021 it is the monthly pension
    late = ResettlementMode.MONTHLY_PENSION if life.retired_on.year >= 2021 else former
    choice = ResettlementMode.TRANSFER if life.retired_on.year < 2001 else late
    return (
        ResettlementMode.TRANSFER,
        ResettlementMode.TRANSFER,
        choice,
        choice,
        ResettlementMode.DEMOB,
    )


def _long_service_modes(life: MilitaryLife) -> Sequence[ResettlementMode]:
    if life.years >= 30:
        return (ResettlementMode.RETIREMENT,)
    modes = [ResettlementMode.ASSIGNED, ResettlementMode.ASSIGNED]
    if life.years >= 16 and life.retired_on.year >= 2021:
        modes.append(ResettlementMode.MONTHLY_PENSION)
    if life.retired_on.year >= 2012:
        modes.append(ResettlementMode.SELF_EMPLOY)
    return modes


def _pick(modes: Sequence[ResettlementMode], draw: float) -> ResettlementMode:
    return modes[int(draw * len(modes))]
