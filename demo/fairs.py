"""Fairs of the demo county: of three years, with papers, booths and the vacancies offered."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random

from flask import current_app

from core.clock import BEIJING
from core.crypto import keyring
from core.db import db
from core.files.models import StoredFile
from demo.fair_plans import ONLINE, PARTNER, PARTNER_NAME, Plan, plans_on
from demo.setting import Offer, Setting
from demo.vacancies import earlier
from fairs.fairs.models import (
    BookingStatus,
    Doubt,
    DoubtfulNote,
    Fair,
    FairBooking,
    FairBooth,
    FairPaper,
    FairStatus,
    FairVacancy,
    Meeting,
    PaperKind,
)
from jobs.employers.models import Employer
from jobs.vacancies.models import Vacancy, VacancyStatus
from people.veterans.models import Veteran

DOUBTFUL = (  # check-ins a device recorded without a network
    ("新来的老兵", Doubt.UNKNOWN, "没有找到这个人。没登记过的，请到签到页现场登记。"),
    ("0000", Doubt.UNKNOWN, "报名的人里，没有身份证或手机号后四位是 0000 的。"),
)
PDF = b"%PDF-1.4\n% A made-up paper of the demo county.\n%%EOF\n"
VACANCIES, ROW = 3, 7  # vacancies of an employer, booths in a row
WANTED = "货车司机"  # the work of the cast's veteran: another firm than the cast's offers it, too
# The last employers asked to a coming fair have not booked yet.
UNDECIDED = (BookingStatus.INVITED, BookingStatus.INVITED, BookingStatus.DECLINED)
PUBLISHED, MADE = timedelta(days=12), timedelta(days=30)  # before the fair


@dataclass
class Stall:
    """An employer at a fair with what it offers there, each with the name of its work."""

    booking: FairBooking
    employer: Employer
    offers: list[tuple[Vacancy, str]]


@dataclass
class Held:
    """A created fair with its employers and, once people came, its meetings."""

    plan: Plan
    fair: Fair
    stalls: list[Stall] = field(default_factory=list)
    meetings: list[tuple[Meeting, Veteran, Stall]] = field(default_factory=list)


def make_fairs(setting: Setting, rng: Random) -> list[Held]:
    """Add every fair with papers, booths and vacancies, flushed, the oldest first."""
    held = [Held(plan, _fair(plan, setting)) for plan in plans_on(setting.today)]
    db.session.add_all(one.fair for one in held)
    db.session.flush()
    booths = {one.fair.id: _booths(one) for one in held}
    db.session.add_all(booth for row in booths.values() for booth in row)
    for one in held:
        _hand_in(one, rng)
    db.session.flush()
    by_firm = _offers_by_firm(setting.offers)
    for one in held:
        _book(one, booths[one.fair.id], by_firm, rng)
        if one.plan.status is FairStatus.ENDED:
            _doubt(one, setting.officer_id, rng)
    db.session.flush()
    return held


def _fair(plan: Plan, setting: Setting) -> Fair:
    is_public = plan.status is not FairStatus.DRAFT
    is_online = plan.place == ONLINE
    made = min(plan.day - MADE, setting.last_day)
    return Fair(
        title=plan.title,
        mode=plan.mode,
        status=plan.status,
        starts_at=datetime.combine(plan.day, plan.opens, BEIJING),
        ends_at=datetime.combine(plan.day, plan.closes, BEIJING),
        township_code=plan.township,
        venue=plan.venue,
        online_note="当天 9 点打开会议链接，链接会发到消息里。" if is_online else "",
        hosts=plan.hosts,
        partner_code=PARTNER if is_online else None,
        partner_name=PARTNER_NAME if is_online else "",
        introduction="面向退役军人和军属，带身份证和退役证即可入场。",
        results_due_on=plan.day + timedelta(days=10) if plan.is_over else None,
        published_at=_at(plan, -PUBLISHED, 10) if is_public else None,
        closed_at=_at(plan, timedelta(days=9), 16) if plan.status is FairStatus.CLOSED else None,
        made_by=setting.officer_id,
        created_at=datetime.combine(made, time(9), BEIJING),
    )


def _at(plan: Plan, apart: timedelta, hour: int) -> datetime:
    return datetime.combine(plan.day + apart, time(hour), BEIJING)


def _hand_in(held: Held, rng: Random) -> None:
    """Add a fair's three papers; a draft still lacks one."""
    kinds = list(PaperKind)[: 2 if held.plan.status is FairStatus.DRAFT else 3]
    for kind in kinds:
        file = store_paper(f"{kind.label}.pdf", held.fair.made_by or 0, rng)
        db.session.add(FairPaper(fair_id=held.fair.id, kind=kind, file=file))


def store_paper(name: str, by_id: int, rng: Random) -> StoredFile:
    """Write a made-up PDF into the store and return its row, not yet in the database."""
    folder = Path(current_app.instance_path) / "documents"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    disk_name = f"{rng.getrandbits(128):032x}"
    sealed = keyring.seal_bytes(PDF, f"stored_file.data.{disk_name}")
    (folder / disk_name).write_bytes(sealed)
    return StoredFile(
        name=name,
        media_type="application/pdf",
        size=len(PDF),
        digest=hashlib.sha256(PDF).hexdigest(),
        disk_name=disk_name,
        uploaded_by=by_id,
    )


def _booths(held: Held) -> list[FairBooth]:
    """Return the booths: two rows, at a fair long over those that were taken."""
    is_closed = held.plan.status is FairStatus.CLOSED
    return [
        FairBooth(
            fair_id=held.fair.id,
            number=f"{'ABC'[place // ROW]}{place % ROW + 1:02d}",
            map_row=place // ROW,
            map_column=place % ROW,
        )
        for place in range(held.plan.units if is_closed else 2 * ROW)
    ]


def _offers_by_firm(offers: Sequence[Offer]) -> list[list[Offer]]:
    """Return the offers of each firm that has enough of them; the cast's firm comes first."""
    by_firm: dict[int, list[Offer]] = {}
    for offer in offers:
        by_firm.setdefault(offer.employer.id, []).append(offer)
    return [own for own in by_firm.values() if len(own) >= VACANCIES]


def _book(
    held: Held, booths: Sequence[FairBooth], by_firm: Sequence[list[Offer]], rng: Random
) -> None:
    """Give each invited employer a booth and let it bring vacancies."""
    plan, fair = held.plan, held.fair
    hauliers = [own for own in by_firm[1:] if any(one.word == WANTED for one in own[:VACANCIES])]
    first = [by_firm[0], *hauliers[:1]]
    others = rng.sample([own for own in by_firm if own not in first], max(0, plan.units - 2))
    chosen = [*first, *others][: plan.units]
    for number, (own, booth) in enumerate(zip(chosen, booths, strict=False)):
        has_reported = plan.status is FairStatus.CLOSED or number % 3
        waits = plan.status is FairStatus.PUBLISHED and number >= plan.units - len(UNDECIDED)
        status = UNDECIDED[number % len(UNDECIDED)] if waits else BookingStatus.BOOKED
        booking = FairBooking(
            fair_id=fair.id,
            employer_id=own[0].employer.id,
            booth_id=None if waits else booth.id,
            status=status,
            reason="那天厂里走不开。" if status is BookingStatus.DECLINED else "",
            invited_by=fair.made_by,
            created_at=fair.published_at,
            results_in_at=_at(plan, timedelta(days=2), 15)
            if plan.is_over and has_reported
            else None,
        )
        db.session.add(booking)
        offers = [] if waits else _brought(held, own)
        for vacancy, _ in offers:
            row = FairVacancy(fair_id=fair.id, vacancy=vacancy, headcount=vacancy.headcount)
            db.session.add(row)
        held.stalls.append(Stall(booking, own[0].employer, offers))


def _brought(held: Held, own: Sequence[Offer]) -> list[tuple[Vacancy, str]]:
    """Return what a firm offers: at a closed fair vacancies of that time, later its open ones."""
    plan, fair = held.plan, held.fair
    if plan.status is FairStatus.CLOSED:
        opened, last = fair.starts_at - timedelta(days=10), plan.day + timedelta(days=7)
        return [
            (earlier(offer.vacancy, opened, last, VacancyStatus.EXPIRED), offer.word)
            for offer in own[:VACANCIES]
        ]
    known = [one for one in own if (one.vacancy.published_at or fair.ends_at) < fair.starts_at]
    return [(offer.vacancy, offer.word) for offer in known[:VACANCIES]]


def _doubt(held: Held, officer_id: int, rng: Random) -> None:
    """Add check-ins of a device without network that name no one for sure."""
    for words, doubt, why in DOUBTFUL:
        note = DoubtfulNote(
            fair_id=held.fair.id,
            note_key=f"{rng.getrandbits(128):032x}",
            doubt=doubt,
            why=why,
            noted_at=held.fair.starts_at + timedelta(minutes=20),
            received_at=held.fair.starts_at + timedelta(minutes=50),
            by_id=officer_id,
        )
        note.words = words
        db.session.add(note)
