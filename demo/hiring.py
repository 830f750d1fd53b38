"""Who found work in the demo county: through fairs, referrals, applications and on their own."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from core import clock
from core.filters import day as shown
from demo.applications import accepted
from demo.catalogue import plain_title
from demo.fairs import Held
from demo.placements import Beginning, make_void, place
from demo.setting import Offer, Setting
from demo.vacancies import moment
from fairs.fairs.models import Outcome
from jobs.applications.models import Origin
from people.veterans.models import Veteran
from placements.placements.models import Placement, PlacementChannel, Side
from placements.placements.parameters import ATTRIBUTION_MONTHS

PER_FAIR = 5
# People of a full year by channel: last year as many, the year before last a quarter.
YEARLY = {PlacementChannel.REFERRAL: 14, PlacementChannel.ONLINE: 10, PlacementChannel.SELF: 8}
SHARES = (0.25, 1.0, 1.0)
RECENT = {PlacementChannel.REFERRAL: 2, PlacementChannel.ONLINE: 2, PlacementChannel.SELF: 1}
WAITING = 4  # of last month's, confirmed by both sides and not verified yet
WINDOW = ATTRIBUTION_MONTHS.default or 6  # months
ELSEWHERE = ("合肥一家公司", "苏州一家公司", "宁波一家公司", "蚌埠一家公司", "县城一家单位")
SELF_REASON = f"到岗前 {WINDOW} 个月内没有投递、推荐或见面。"
OFF_PLATFORM = "单位不在平台上。"
WORDS = {
    PlacementChannel.REFERRAL: "由工作人员推荐给这家单位",
    PlacementChannel.ONLINE: "自己投递了这家单位",
}
ORIGINS = {
    PlacementChannel.REFERRAL: Origin.REFERRAL,
    PlacementChannel.ONLINE: Origin.ONLINE,
}
VOIDS = (
    (Side.VETERAN, ""),
    (Side.EMPLOYER, "来看过一次，没有来上班。"),
    (None, "电话回访本人说只试工两天，没有上班。"),
)


def hire_at(held: Held, setting: Setting, rng: Random) -> list[Placement]:
    """Add the placements that came through one fair, those signed on the spot first."""
    made: list[Placement] = []
    met = [row for row in held.meetings if row[0].outcome is Outcome.INTENT]
    for meeting, veteran, stall in sorted(met, key=lambda row: not row[0].is_signed):
        start = held.plan.day + timedelta(days=rng.randint(3, 18))
        title = plain_title(meeting.vacancy.title) if meeting.vacancy else ""
        is_fit = len(made) < PER_FAIR and start <= setting.last_day and title
        if not is_fit or not setting.is_free(veteran, start):
            continue
        day, name, _ = setting.met[veteran.id, stall.employer.id][-1]
        beginning = Beginning(
            veteran,
            start,
            title,
            PlacementChannel.FAIR,
            f"{shown(day)}在“{name}”和这家单位见过面。",
            employer=stall.employer,
            vacancy=meeting.vacancy,
            fair=held.fair,
        )
        made.append(place(beginning, setting, rng))
    return made


def hire_otherwise(setting: Setting, rng: Random) -> list[Placement]:
    """Add the placements of three years that came by other ways, and those of the last weeks."""
    made = []
    for channel, start, waits in list(_starts(setting, rng)):
        beginning = _beginning(channel, start, setting, rng)
        if beginning is not None:
            made.append(place(beginning, setting, rng, waits=waits))
    _make_voids(setting, rng)
    return [*made, *_claim_at_cast(setting, rng)]


def _starts(setting: Setting, rng: Random) -> Iterator[tuple[PlacementChannel, date, bool]]:
    """Yield channel and first day of each, and whether it waits for verification."""
    for share, year in zip(
        SHARES, range(setting.today.year - 2, setting.today.year + 1), strict=True
    ):
        first = date(year, 1, 2)
        last = min(date(year, 12, 28), setting.today - timedelta(days=35))
        days = (last - first).days
        for channel, number in YEARLY.items():
            for _ in range(round(number * share * max(0, days) / 365)):
                yield channel, first + timedelta(days=rng.randint(0, days)), False
    for number in range(WAITING):
        channel = list(YEARLY)[number % 2]
        yield channel, setting.today - timedelta(days=rng.randint(12, 30)), True
    for channel, number in RECENT.items():
        for _ in range(number):
            yield channel, setting.today - timedelta(days=rng.randint(1, 9)), False


def _beginning(
    channel: PlacementChannel, start: date, setting: Setting, rng: Random
) -> Beginning | None:
    """Return a beginning for a person who could begin it then, None where nobody could."""
    day = start - timedelta(days=rng.randint(12, 30))  # of the application or referral
    for veteran in rng.sample(setting.people, len(setting.people)):
        if not setting.is_free(veteran, start) or not setting.is_known(veteran, day):
            continue
        if channel is PlacementChannel.SELF and rng.random() < 0.5:
            title = (veteran.wanted_occupations or ["普工"])[0]
            elsewhere = rng.choice(ELSEWHERE)
            return Beginning(veteran, start, title, channel, OFF_PLATFORM, employer_name=elsewhere)
        offers = [
            offer
            for offer in setting.offers_of(veteran.wanted_occupations or ())
            if not _has_met(veteran, offer, start, setting)
        ]
        if offers:
            return _on_platform(channel, veteran, (day, start), rng.choice(offers), setting, rng)
    return None


def _has_met(veteran: Veteran, offer: Offer, start: date, setting: Setting) -> bool:
    """Return whether the rule would count an earlier contact of this person and employer."""
    if (veteran.id, offer.employer.id) in setting.consents:
        return True
    earliest = clock.months_after(start, -WINDOW)
    met = setting.met.get((veteran.id, offer.employer.id), [])
    return any(day >= earliest for day, _, _ in met)


def _on_platform(
    channel: PlacementChannel,
    veteran: Veteran,
    days: tuple[date, date],
    offer: Offer,
    setting: Setting,
    rng: Random,
) -> Beginning:
    day, start = days
    title, employer = plain_title(offer.vacancy.title), offer.employer
    if channel is PlacementChannel.SELF:
        return Beginning(
            veteran, start, title, channel, SELF_REASON, employer=employer, vacancy=offer.vacancy
        )
    application = accepted(veteran, offer, ORIGINS[channel], days, setting, rng)
    return Beginning(
        veteran,
        start,
        title,
        channel,
        f"{shown(day)}{WORDS[channel]}。",
        employer=employer,
        vacancy=application.vacancy,
        application=application,
    )


def _claim_at_cast(setting: Setting, rng: Random) -> list[Placement]:
    """Add a claim that waits for the cast's firm, so that its desk asks for an answer."""
    firm = setting.offers[0].employer
    start = setting.last_day
    days = (start - timedelta(days=14), start)
    for veteran in rng.sample(setting.people, len(setting.people)):
        wanted = setting.offers_of(veteran.wanted_occupations or ())
        own = [offer for offer in wanted if offer.employer is firm]
        is_met = any(_has_met(veteran, offer, start, setting) for offer in own)
        if not own or is_met or not setting.is_free(veteran, start):
            continue
        if setting.is_known(veteran, days[0]):
            channel = PlacementChannel.ONLINE
            row = place(_on_platform(channel, veteran, days, own[0], setting, rng), setting, rng)
            row.employer_confirmed_at, row.veteran_confirmed_at = None, row.claimed_at
            return [row]
    return []


def _make_voids(setting: Setting, rng: Random) -> None:
    """Add placements of the last months that turned out not to be, each with its reason."""
    for side, reason in VOIDS:
        start = setting.today - timedelta(days=rng.randint(15, 50))
        beginning = _beginning(PlacementChannel.SELF, start, setting, rng)
        while beginning is not None and beginning.employer is None:
            beginning = _beginning(PlacementChannel.SELF, start, setting, rng)
        if beginning is None:
            continue
        placement = place(beginning, setting, rng, waits=True)
        at = moment(start + timedelta(days=6), rng)
        make_void(placement, reason, denied_by=side, at=at)
        setting.spells[beginning.veteran.id].pop()
