"""Fairs of the demo county: six finished ones of 2023 with their outcomes, and four of now."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from core import clock
from core.clock import BEIJING
from core.crypto import keyring
from core.db import db
from core.files.models import StoredFile
from demo.numbers import COUNTY
from demo.vacancies import moment
from fairs.fairs.models import (
    BookingStatus,
    CheckInMethod,
    Doubt,
    DoubtfulNote,
    Fair,
    FairBooking,
    FairBooth,
    FairMode,
    FairPaper,
    FairStatus,
    FairVacancy,
    Meeting,
    Outcome,
    PaperKind,
    SignUp,
)
from jobs.applications.models import RejectReason
from jobs.employers.models import Employer, EmployerStatus
from jobs.vacancies.facts import COLUMNS
from jobs.vacancies.models import Vacancy, VacancyCredential, VacancyStatus
from people.divisions.queries import short_name
from people.veterans.models import EmploymentStatus, Veteran

HOSTS = ["怀远县退役军人事务局", "怀远县人力资源和社会保障局"]
PARTNER, PARTNER_NAME = "330205", "宁波市江北区退役军人事务局"
DOUBTFUL = (  # check-ins a device recorded without a network
    ("新来的老兵", Doubt.UNKNOWN, "没有找到这个人。没登记过的，请到签到页现场登记。"),
    ("0000", Doubt.UNKNOWN, "报名的人里，没有身份证或手机号后四位是 0000 的。"),
)
PDF = b"%PDF-1.4\n% A made-up paper of the demo county.\n%%EOF\n"
UNITS, VACANCIES, ROW = 14, 4, 7  # employers per fair, vacancies each, booths in a row


@dataclass(frozen=True)
class Plan:
    """The facts of one fair to be created."""

    day: date
    township: str | None
    status: FairStatus
    mode: FairMode = FairMode.OFFLINE
    units: int = UNITS
    people: int = 80
    opens: time = time(9)
    closes: time = time(11, 30)


@dataclass
class Held:
    """A created fair with its attendees and booths."""

    fair: Fair
    bookings: list[FairBooking]
    vacancies: dict[int, list[Vacancy]]
    people: list[SignUp]


def finished() -> list[Plan]:
    """Return the six fairs of 2023: five in townships, one online with 宁波市江北区."""
    offline = (
        (date(2023, 2, 18), "340321100"),
        (date(2023, 4, 22), "340321104"),
        (date(2023, 6, 17), "340321101"),
        (date(2023, 8, 26), "340321102"),
        (date(2023, 10, 28), "340321103"),
    )
    plans = [Plan(day, township, FairStatus.CLOSED) for day, township in offline]
    online = replace(plans[0], day=date(2023, 11, 25), township=None, mode=FairMode.ONLINE)
    return [*plans, online]


def make_past_fairs(officer_id: int, rng: Random) -> list[Held]:
    """Add the six fairs of 2023 with employers, vacancies, people and meetings, flushed."""
    firms = _firms()
    people = _people(before=date(2023, 12, 1))
    return [_hold(plan, firms, people, officer_id, rng) for plan in finished()]


def make_present_fairs(officer_id: int, rng: Random, today: date) -> list[Held]:
    """Add a fair that waits for results, a coming one with the cast in it, and a draft."""
    firms, people = _firms(), _people(before=today)
    ended = Plan(today - timedelta(days=4), "340321107", FairStatus.ENDED, units=8, people=50)
    held = _hold(ended, firms, people, officer_id, rng)
    for booking in held.bookings[::3]:
        booking.results_in_at = None
    draft = Plan(today + timedelta(days=40), "340321108", FairStatus.DRAFT, units=0, people=0)
    coming = Plan(today + timedelta(days=9), "340321100", FairStatus.PUBLISHED, units=10, people=40)
    return [
        held,
        _hold(coming, firms, people, officer_id, rng),
        _hold(draft, firms, people, officer_id, rng),
    ]


def make_fair_of_today(officer_id: int, rng: Random, today: date) -> Held:
    """Add a fair that goes on all day, so that its check-in can be tried at any hour."""
    plan = Plan(today, "340321100", FairStatus.RUNNING, units=10, people=40)
    plan = replace(plan, opens=time(8), closes=time(23, 59))
    held = _hold(plan, _firms(), _people(before=today), officer_id, rng)
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
    return held


def _firms() -> list[Employer]:
    query = select(Employer).where(Employer.status == EmployerStatus.VERIFIED)
    return list(db.session.scalars(query.order_by(Employer.id)))


def _people(before: date) -> list[Veteran]:
    query = select(Veteran).where(Veteran.retired_on < before).order_by(Veteran.id)
    return list(db.session.scalars(query))


def _hold(
    plan: Plan, firms: Sequence[Employer], people: Sequence[Veteran], officer_id: int, rng: Random
) -> Held:
    fair = _fair(plan, officer_id)
    db.session.add(fair)
    db.session.flush()
    _hand_in(fair, rng)
    chosen = [firms[0], *rng.sample(list(firms[1:]), plan.units - 1)] if plan.units else []
    bookings = _book(fair, chosen)
    vacancies = {firm.id: _vacancies(firm, fair, plan, rng) for firm in chosen}
    rows = _sign_up(fair, plan, _coming(people, plan, rng), rng)
    if plan.status in (FairStatus.CLOSED, FairStatus.ENDED):
        _admit(fair, rows, rng)
        _meet(fair, bookings, vacancies, rows, rng)
    db.session.flush()
    return Held(fair, bookings, vacancies, rows)


def _coming(people: Sequence[Veteran], plan: Plan, rng: Random) -> list[Veteran]:
    """Choose the attendees; of a fair long past mostly people who have work today."""
    at_work = [one for one in people if one.employment_status is EmploymentStatus.EMPLOYED]
    others = [one for one in people if one.employment_status is not EmploymentStatus.EMPLOYED]
    share = 0.6 if plan.status is FairStatus.CLOSED else 0.1
    first = rng.sample(at_work, min(len(at_work), round(plan.people * share)))
    return first + rng.sample(others, min(len(others), plan.people - len(first)))


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), BEIJING)


def _fair(plan: Plan, officer_id: int) -> Fair:
    is_online = plan.mode is FairMode.ONLINE
    place = short_name(plan.township)
    title = "宁波江北—怀远线上专场招聘会" if is_online else f"{place}退役军人专场招聘会"
    is_past = plan.status in (FairStatus.CLOSED, FairStatus.ENDED)
    is_public = plan.status is not FairStatus.DRAFT
    return Fair(
        title=f"{plan.day.year}年{title}",
        mode=plan.mode,
        status=plan.status,
        starts_at=datetime.combine(plan.day, plan.opens, BEIJING),
        ends_at=datetime.combine(plan.day, plan.closes, BEIJING),
        township_code=plan.township,
        venue="" if is_online else "文化广场",
        online_note="当天 9 点打开会议链接，链接会发到消息里。" if is_online else "",
        hosts=HOSTS,
        partner_code=PARTNER if is_online else None,
        partner_name=PARTNER_NAME if is_online else "",
        introduction="面向退役军人和军属，带身份证和退役证即可入场。",
        results_due_on=plan.day + timedelta(days=10) if is_past else None,
        published_at=_at(plan.day - timedelta(days=12), 10) if is_public else None,
        closed_at=_at(plan.day + timedelta(days=9), 16) if plan.status.value == "CLOSED" else None,
        made_by=officer_id,
        created_at=_at(plan.day - timedelta(days=30), 9),
    )


def _hand_in(fair: Fair, rng: Random) -> None:
    """Add a fair's three papers; a draft still lacks one."""
    kinds = list(PaperKind)[: 2 if fair.status is FairStatus.DRAFT else 3]
    folder = Path(current_app.instance_path) / "documents"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for kind in kinds:
        disk_name = f"{rng.getrandbits(128):032x}"
        sealed = keyring.seal_bytes(PDF, f"stored_file.data.{disk_name}")
        (folder / disk_name).write_bytes(sealed)
        file = StoredFile(
            name=f"{kind.label}.pdf",
            media_type="application/pdf",
            size=len(PDF),
            digest=hashlib.sha256(PDF).hexdigest(),
            disk_name=disk_name,
            uploaded_by=fair.made_by,
        )
        db.session.add(file)
        db.session.flush()
        db.session.add(FairPaper(fair_id=fair.id, kind=kind, file_id=file.id))


def _book(fair: Fair, firms: Sequence[Employer]) -> list[FairBooking]:
    booths = [
        FairBooth(
            fair_id=fair.id,
            number=f"{'ABC'[place // ROW]}{place % ROW + 1:02d}",
            map_row=place // ROW,
            map_column=place % ROW,
        )
        for place in range(2 * ROW)
    ]
    db.session.add_all(booths)
    db.session.flush()
    is_past = fair.status in (FairStatus.CLOSED, FairStatus.ENDED)
    bookings = [
        FairBooking(
            fair_id=fair.id,
            employer_id=firm.id,
            booth_id=booth.id,
            status=BookingStatus.BOOKED,
            invited_by=fair.made_by,
            results_in_at=fair.starts_at + timedelta(days=2) if is_past else None,
        )
        for firm, booth in zip(firms, booths, strict=False)
    ]
    db.session.add_all(bookings)
    db.session.flush()
    return bookings


def _vacancies(firm: Employer, fair: Fair, plan: Plan, rng: Random) -> list[Vacancy]:
    """Return a firm's vacancies at a fair: in 2023 those of that year, today its open ones."""
    query = select(Vacancy).options(selectinload(Vacancy.credentials))
    own = list(db.session.scalars(query.where(Vacancy.employer_id == firm.id).order_by(Vacancy.id)))
    if fair.status is FairStatus.CLOSED:
        brought = (
            [_old_vacancy(own[n % len(own)], fair, rng) for n in range(VACANCIES)] if own else []
        )
    else:
        brought = [vacancy for vacancy in own if vacancy.status is VacancyStatus.PUBLISHED][
            :VACANCIES
        ]
    db.session.add_all(brought)
    db.session.flush()
    for vacancy in brought:
        row = FairVacancy(fair_id=fair.id, vacancy_id=vacancy.id, headcount=vacancy.headcount)
        db.session.add(row)
    return brought


def _old_vacancy(like: Vacancy, fair: Fair, rng: Random) -> Vacancy:
    """Return a vacancy of that time, modelled on a present one."""
    values = {name: getattr(like, name) for name in COLUMNS}
    values |= {
        "valid_to": clock.day_of(fair.starts_at) + timedelta(days=30),
        "headcount": rng.randint(4, 8),
    }
    opened = fair.starts_at - timedelta(days=10)
    return Vacancy(
        **values,
        employer_id=like.employer_id,
        status=VacancyStatus.EXPIRED,
        published_at=opened,
        created_at=opened,
        updated_at=opened,
        closed_at=opened + timedelta(days=41),
        credentials=[VacancyCredential(key=row.key) for row in like.credentials],
    )


def _sign_up(fair: Fair, plan: Plan, people: Sequence[Veteran], rng: Random) -> list[SignUp]:
    rows = [
        SignUp(
            fair_id=fair.id,
            veteran_id=veteran.id,
            bureau_code=COUNTY,
            code=f"{rng.getrandbits(48):012x}",
            wanted_stops=rng.randint(2, 4),
            shares_with_partner=fair.partner_code is not None and rng.random() < 0.6,
            created_at=moment(plan.day - timedelta(days=rng.randint(1, 10)), rng),
        )
        for veteran in people
    ]
    db.session.add_all(rows)
    db.session.flush()
    return rows


def _admit(fair: Fair, rows: Sequence[SignUp], rng: Random) -> None:
    methods = [CheckInMethod.QR, CheckInMethod.NAME, CheckInMethod.ID_TAIL, CheckInMethod.PAPER]
    for row in rows:
        if rng.random() < 0.82:
            row.checked_in_at = fair.starts_at + timedelta(minutes=rng.randint(-10, 70))
            row.check_in_method = rng.choices(methods, (6, 2, 1, 1))[0]


def _meet(
    fair: Fair,
    bookings: Sequence[FairBooking],
    vacancies: dict[int, list[Vacancy]],
    rows: Sequence[SignUp],
    rng: Random,
) -> None:
    reasons = [reason.value for reason in RejectReason]
    for row in rows:
        if row.checked_in_at is None or not bookings:
            continue
        for booking in rng.sample(list(bookings), min(len(bookings), rng.randint(1, 3))):
            outcome = rng.choices(list(Outcome), (5, 3, 3))[0]
            offered = vacancies[booking.employer_id]
            db.session.add(
                Meeting(
                    booking_id=booking.id,
                    sign_up_id=row.id,
                    vacancy_id=rng.choice(offered).id if offered else None,
                    outcome=outcome,
                    unfit_reason=rng.choice(reasons) if outcome is Outcome.UNFIT else "",
                    is_signed=outcome is Outcome.INTENT and rng.random() < 0.2,
                    met_at=row.checked_in_at + timedelta(minutes=rng.randint(5, 60)),
                )
            )


def intentions(held: Held) -> list[tuple[Meeting, SignUp, FairBooking]]:
    """Return the meetings of a fair that ended in an intention."""
    query = (
        select(Meeting, SignUp, FairBooking)
        .join(SignUp, SignUp.id == Meeting.sign_up_id)
        .join(FairBooking, FairBooking.id == Meeting.booking_id)
        .where(FairBooking.fair_id == held.fair.id, Meeting.outcome == Outcome.INTENT)
        .order_by(Meeting.id)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(query)]
