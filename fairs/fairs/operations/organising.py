"""Operations of the bureau before a fair: plan, papers, booths, publish, cancel."""

from dataclasses import asdict, replace
from datetime import datetime, timedelta
from itertools import product

from sqlalchemy.exc import IntegrityError

from core import audit, clock
from core.access import Role
from core.db import db
from core.errors import DomainError
from core.files.storage import Document, store_document
from core.parameters.registry import amount_of
from fairs.fairs import lifecycle, queries
from fairs.fairs.facts import BoothRows, FairFacts, facts_of
from fairs.fairs.models import (
    BookingStatus,
    Fair,
    FairBooth,
    FairMode,
    FairPaper,
    FairStatus,
    PaperKind,
)
from fairs.fairs.operations.doubtful_notes import drop_words
from fairs.fairs.parameters import RESULT_DAYS
from jobs.employers.queries import recipient_of as employer_recipient
from people.notices.operations import Message, notify
from people.veterans.queries import recipient_of

YEAR = timedelta(days=364)  # whole weeks: the same day of the week


def plan_fair(facts: FairFacts, *, by_id: int) -> Fair:
    """Return a new fair, a draft."""
    facts.check()
    fair = Fair(made_by=by_id, **_columns(facts))
    db.session.add(fair)
    db.session.flush()
    audit.record("fair.plan", "fair", fair.id)
    return fair


def edit_fair(fair: Fair, facts: FairFacts) -> None:
    """Change a fair that has not begun; a published one must stay complete."""
    if fair.status not in lifecycle.EDITABLE:
        raise DomainError(f"招聘会现在是“{fair.status.label}”，不能修改。")
    facts.check()
    for name, value in _columns(facts).items():
        setattr(fair, name, value)
    if fair.status is FairStatus.PUBLISHED:
        _require_publishable(fair)
    db.session.flush()
    audit.record("fair.edit", "fair", fair.id)


def copy_fair(fair: Fair, *, by_id: int) -> Fair:
    """Return a draft like an old fair, a year later at the same hour, with the same booths."""
    facts = replace(facts_of(fair), starts_at=fair.starts_at + YEAR, ends_at=fair.ends_at + YEAR)
    copy = plan_fair(facts, by_id=by_id)
    for booth in queries.booths_of(fair.id):
        db.session.add(
            FairBooth(
                fair_id=copy.id,
                number=booth.number,
                map_row=booth.map_row,
                map_column=booth.map_column,
                seats=booth.seats,
            )
        )
    db.session.flush()
    return copy


def hand_in_paper(fair: Fair, kind: PaperKind, document: Document, *, by_id: int) -> None:
    """Store one of the three papers; a newer one replaces it."""
    if fair.status in lifecycle.ENDED:
        raise DomainError(f"招聘会现在是“{fair.status.label}”，不用再交材料。", field="file")
    stored = store_document(document, by_id=by_id)
    paper = queries.papers_of(fair.id).get(kind)
    if paper is None:
        paper = FairPaper(fair_id=fair.id, kind=kind, file_id=stored.id)
        db.session.add(paper)
    paper.file_id = stored.id
    db.session.flush()
    audit.record("fair.paper", "fair", fair.id, kind=kind.value)


def create_booths(fair: Fair, layout: BoothRows) -> int:
    """Create booths in rows (A01, A02 …) beside those there are; return how many are new."""
    if fair.status not in lifecycle.EDITABLE:
        raise DomainError("招聘会已经开始，展位不能再改。")
    layout.check()
    there = queries.booths_of(fair.id)
    taken = {(booth.map_row, booth.map_column) for booth in there}
    numbers = {booth.number for booth in there}
    made = 0
    for row, column in product(range(layout.rows), range(layout.columns)):
        number = f"{chr(ord('A') + row)}{column + 1:02d}"
        if (row, column) in taken or number in numbers:
            continue
        booth = FairBooth(
            fair_id=fair.id, number=number, map_row=row, map_column=column, seats=layout.seats
        )
        db.session.add(booth)
        made += 1
    db.session.flush()
    audit.record("fair.lay_out", "fair", fair.id, booths=made)
    return made


def remove_booth(fair: Fair, booth: FairBooth) -> None:
    """Remove a booth; a booked one stays until its employer has moved."""
    if fair.status not in lifecycle.EDITABLE:
        raise DomainError("招聘会已经开始，展位不能再改。")
    if booth.id in queries.taken_booths(fair.id):
        raise DomainError(f"{booth.number} 已经有单位订了，请先请它换展位。")
    db.session.delete(booth)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise DomainError(f"{booth.number} 刚刚有单位订了。") from error
    audit.record("fair.remove_booth", "fair", fair.id, booth=booth.number)


def missing_for_publication(fair: Fair) -> list[str]:
    """Return everything that keeps a fair from being published (条例 第二十八条)."""
    missing = [
        f"还没有交“{kind.label}”。" for kind in PaperKind if kind not in queries.papers_of(fair.id)
    ]
    if fair.starts_at <= clock.now():
        missing.append("开始时间已经过了。")
    if fair.mode is not FairMode.ONLINE and not fair.venue:
        missing.append("线下的招聘会要写场地。")
    if fair.mode is not FairMode.OFFLINE and not fair.online_note:
        missing.append("线上的招聘会要写怎么参加。")
    if fair.mode is not FairMode.ONLINE and not queries.booths_of(fair.id):
        missing.append("还没有展位。")
    today = clock.today()
    missing += [
        f"“{booking.employer.name}”没有核实或核实已到期。"
        for booking in queries.bookings_of(fair.id, BookingStatus.BOOKED)
        if not booking.employer.is_verified(today)
    ]
    return missing


def change_fair(fair: Fair, event: str, *, role: Role | None, reason: str = "") -> None:
    """Cause one event of a fair's life cycle.

    Raises DomainError: not open to this role or status; reason, papers or results missing.
    """
    if event in lifecycle.NEEDS_REASON and not reason.strip():
        raise DomainError("请写明理由，单位和报名的人会看到。", field="reason")
    if event == "publish":
        _require_publishable(fair)
    if event == "close":
        _require_results(fair)
    before = fair.status
    lifecycle.LIFE.move(fair, event, role=role)
    fair.status_note = reason.strip()
    _note_moment(fair)
    db.session.flush()
    if event == "cancel":
        _notify_cancelled(fair)
    if event == "close":
        drop_words(fair)
    audit.record(f"fair.{event}", "fair", fair.id, before=before.value, after=fair.status.value)


def advance_fairs(now: datetime) -> int:
    """Start and end fairs whose hour has come; return how many moved. Safe to run twice."""
    moved = 0
    for _pass in range(2):  # a fair missed while the server was down starts and ends at once
        for fair in queries.due_to_move(now):
            event = "start" if fair.status is FairStatus.PUBLISHED else "end"
            change_fair(fair, event, role=None)
            moved += 1
    audit.record("fair.advance", "fair", None, count=moved)
    return moved


def _columns(facts: FairFacts) -> dict[str, object]:
    return asdict(facts) | {"hosts": list(facts.hosts)}


def _require_publishable(fair: Fair) -> None:
    missing = missing_for_publication(fair)
    if missing:
        raise DomainError("还不能发布：" + "".join(missing))


def _require_results(fair: Fair) -> None:
    waiting = queries.without_results(fair.id)
    if waiting:
        names = "、".join(booking.employer.name for booking in waiting[:3])
        raise DomainError(
            f"还有 {len(waiting)} 家单位没报结果（{names}等）。请先催报，或注明没有报来。"
        )


def _note_moment(fair: Fair) -> None:
    now = clock.now()
    if fair.status is FairStatus.PUBLISHED:
        fair.published_at = now
    if fair.status is FairStatus.ENDED:
        ended = clock.day_of(min(now, fair.ends_at))
        fair.results_due_on = ended + timedelta(days=amount_of(RESULT_DAYS, ended))
    if fair.status in lifecycle.ENDED:
        fair.closed_at = now


def _notify_cancelled(fair: Fair) -> None:
    title, body = "招聘会取消了", f"“{fair.title}”取消了：{fair.status_note}"
    for booking in queries.bookings_of(fair.id, BookingStatus.BOOKED, BookingStatus.INVITED):
        key = f"fair {fair.id} cancelled e{booking.employer_id}"
        message = Message(key, "fair", title, body, "fairs.employer_fair", fair.id)
        notify(employer_recipient(booking.employer), message)
    for sign_up in queries.sign_ups(fair.id):
        if sign_up.veteran is not None:
            key = f"fair {fair.id} cancelled v{sign_up.veteran_id}"
            message = Message(key, "fair", title, body, "fairs.show", fair.id)
            notify(recipient_of(sign_up.veteran), message)
