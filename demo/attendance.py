"""Who came to the fairs of the demo county, whom they met there and with what outcome."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from core.db import db
from demo.fair_plans import ONLINE, Plan
from demo.fairs import Held, Stall
from demo.numbers import COUNTY, code
from demo.setting import OUT_OF_WORK_LIFE, Setting
from demo.vacancies import moment
from fairs.fairs.facts import SIGN_UP_GROUPS
from fairs.fairs.models import CheckInMethod, Meeting, Outcome, SignUp
from jobs.applications.models import RejectReason
from jobs.vacancies.models import Vacancy
from people.veterans.models import Veteran

CAME, WALKED_IN = 0.82, 0.08
METHODS = (CheckInMethod.QR, CheckInMethod.NAME, CheckInMethod.ID_TAIL, CheckInMethod.PAPER)
ONLINE_METHODS = (CheckInMethod.NAME, CheckInMethod.PHONE)
OUTCOMES = (Outcome.INTENT, Outcome.MET, Outcome.UNFIT)
# Weights of the outcomes where the work is what the person wants, and elsewhere.
WANTED, OTHER = (6, 2, 2), (1, 5, 4)
SIGNED = 0.35  # of the intentions at one's wish


def attend(held: Held, setting: Setting, rng: Random) -> None:
    """Sign people up for a fair; at one that was held, check them in and have them meet firms."""
    plan = held.plan
    people = _coming(plan, setting, rng)
    for veteran in people:
        row = _sign_up(held, veteran, setting.last_day, rng)
        db.session.add(row)
        if plan.is_over:
            setting.fair_days[veteran.id].append(plan.day)
            if rng.random() < CAME:
                _admit(held, row, rng)
                _meet(held, row, veteran, setting, rng)


def _coming(plan: Plan, setting: Setting, rng: Random) -> list[Veteran]:
    """Choose people known then who look for work and have none on that day."""
    open_to = [
        veteran
        for veteran in setting.people
        if veteran.employment_status not in OUT_OF_WORK_LIFE
        and setting.is_known(veteran, plan.day - timedelta(days=10))
        and setting.has_no_work(veteran, plan.day)
    ]
    return rng.sample(open_to, min(plan.people, len(open_to)))


def _sign_up(held: Held, veteran: Veteran, last_day: date, rng: Random) -> SignUp:
    day = held.plan.day - timedelta(days=rng.randint(1, 10))
    return SignUp(
        fair_id=held.fair.id,
        veteran_id=veteran.id,
        bureau_code=COUNTY,
        code=code(rng.getrandbits(48), SIGN_UP_GROUPS),
        wanted_stops=rng.randint(2, 4),
        shares_with_partner=held.fair.partner_code is not None and rng.random() < 0.6,
        created_at=moment(min(day, last_day), rng),
    )


def _admit(held: Held, row: SignUp, rng: Random) -> None:
    row.checked_in_at = held.fair.starts_at + timedelta(minutes=rng.randint(0, 70))
    if held.plan.place == ONLINE:
        row.check_in_method = rng.choice(ONLINE_METHODS)
        return
    row.check_in_method = rng.choices(METHODS, (6, 2, 1, 1))[0]
    if rng.random() < WALKED_IN:
        row.is_walk_in, row.created_at = True, row.checked_in_at


def _meet(held: Held, row: SignUp, veteran: Veteran, setting: Setting, rng: Random) -> None:
    """Add a person's meetings: with firms that have the work they want first, then with others."""
    wishes = veteran.wanted_occupations or []
    wanted = [
        (stall, vacancy)
        for stall in held.stalls
        for vacancy, word in stall.offers
        if word in wishes
    ]
    stalls = [stall for stall in held.stalls if stall.offers]
    other = rng.sample(stalls, min(2, len(stalls)))
    choices = wanted + [(stall, rng.choice(stall.offers)[0]) for stall in other]
    seen: set[int] = set()
    for place, (stall, vacancy) in enumerate(choices):
        if stall.employer.id in seen or len(seen) == 3:
            continue
        seen.add(stall.employer.id)
        weights = WANTED if place < len(wanted) else OTHER
        meeting = _meeting(row, (stall, vacancy), weights, rng)
        meeting.met_at = (row.checked_in_at or held.fair.starts_at) + timedelta(
            minutes=10 * len(seen) + rng.randint(0, 9)
        )
        db.session.add(meeting)
        held.meetings.append((meeting, veteran, stall))
        known = setting.met[veteran.id, stall.employer.id]
        known.append((held.plan.day, held.fair.title, held.fair.id))


def _meeting(
    row: SignUp, at: tuple[Stall, Vacancy], weights: Sequence[int], rng: Random
) -> Meeting:
    stall, vacancy = at
    outcome = rng.choices(OUTCOMES, weights)[0]
    is_signed = outcome is Outcome.INTENT and weights is WANTED and rng.random() < SIGNED
    reasons = (RejectReason.SKILLS, RejectReason.PAY, RejectReason.DISTANCE, RejectReason.FULL)
    return Meeting(
        booking=stall.booking,
        sign_up=row,
        vacancy=vacancy,
        outcome=outcome,
        unfit_reason=rng.choice(reasons).value if outcome is Outcome.UNFIT else "",
        is_signed=is_signed,
    )
