"""Confirm a placement: with both sides' confirmation the veteran is at work."""

from core import audit, clock
from core.access import Role
from core.db import db, lock_row
from core.errors import DomainError
from jobs.applications.contacts import give_consent
from jobs.employers.queries import recipient_of as employer_recipient
from jobs.vacancies.models import Vacancy, VacancyStatus
from jobs.vacancies.operations import change_vacancy
from people.accounts.models import Account
from people.notices.operations import Message, notify
from people.veterans.queries import recipient_of
from placements.placements.lifecycle import LIFE
from placements.placements.models import AskedBy, Placement, PlacementStatus, Side
from placements.placements.queries import records


def side_of(role: Role, asked: Side | None = None) -> Side:
    """Return the side a role acts for.

    An employer acts for itself alone; staff act for the side asked for, else for the veteran.
    """
    return Side.EMPLOYER if role is Role.EMPLOYER else asked or Side.VETERAN


OWN_SIDE = {Role.EMPLOYER: Side.EMPLOYER, Role.VETERAN: Side.VETERAN}


def confirm(
    placement: Placement,
    side: Side,
    *,
    by: Account,
    asked_by: AskedBy | None = None,
    shares_contact: bool = False,
) -> None:
    """Confirm for one side; the second confirmation takes one of the vacancy's places.

    `shares_contact` records the veteran's consent to show the employer who they are. Staff
    confirm on a side's behalf and name how they asked it.

    Raises DomainError where the side has confirmed or all places are taken, where staff do not
    name how they asked, and for an employer that is not on the platform: nobody asked it.
    """
    if placement.vacancy is not None:
        lock_row(placement.vacancy)  # first, as whoever cancels an acceptance does
    locked = lock_row(placement)  # both sides may press at once
    if locked.status is not PlacementStatus.CLAIMED or _has_confirmed(locked, side):
        raise DomainError(f"这条就业记录现在是“{locked.status.label}”，不用再确认。")
    if side is Side.EMPLOYER and locked.employer_id is None:
        raise DomainError("单位不在平台上，没有单位确认。核实时看材料或者打电话问。")
    if shares_contact and locked.employer is not None:
        give_consent(locked.veteran, locked.employer, application_id=locked.application_id)
    record_confirmation(locked, side, by, asked_by)
    if locked.status is PlacementStatus.CLAIMED:  # else the beginning is recorded
        audit.record(
            "placement.confirm",
            "placement",
            locked.id,
            by_side=side.value,
            about=[locked.veteran_id],
        )


def record_confirmation(
    placement: Placement, side: Side, by: Account, asked_by: AskedBy | None
) -> None:
    """Set the confirmation of a side, on its behalf where staff record it.

    Raises DomainError where staff do not name how they asked the side.
    """
    is_own = OWN_SIDE.get(by.role) is side
    if not is_own and asked_by is None:
        raise DomainError(f"请选是怎么问到{side.label}的。", field="asked_by")
    recorder, means = (None, None) if is_own else (by.id, asked_by)
    if side is Side.EMPLOYER:
        placement.employer_confirmed_at = clock.now()
        placement.employer_confirmed_by, placement.employer_asked_by = recorder, means
    else:
        placement.veteran_confirmed_at = clock.now()
        placement.veteran_confirmed_by, placement.veteran_asked_by = recorder, means
    if placement.is_confirmed:
        _begin(placement, side, by)
    else:
        db.session.flush()
        _ask_other_side(placement, side)


def _has_confirmed(placement: Placement, side: Side) -> bool:
    if side is Side.EMPLOYER:
        return placement.employer_confirmed_at is not None
    return placement.veteran_confirmed_at is not None


def _begin(placement: Placement, side: Side, by: Account) -> None:
    take_place(placement)
    LIFE.move(placement, "confirm", role=by.role)
    db.session.flush()
    fill_vacancy(placement)
    audit.record(
        "placement.confirm",
        "placement",
        placement.id,
        by_side=side.value,
        about=[placement.veteran_id],
    )


def take_place(placement: Placement) -> None:
    """Refuse more people than the vacancy's headcount; its locked row makes them take turns."""
    if placement.vacancy is None:
        return
    vacancy = lock_row(placement.vacancy)
    if records.count_filled(vacancy.id) >= vacancy.headcount:
        raise DomainError(f"“{vacancy.title}”招 {vacancy.headcount} 人，已经都到岗了。")


def fill_vacancy(placement: Placement) -> None:
    """Close a vacancy whose last place is taken."""
    if placement.vacancy_id is None:
        return
    vacancy = db.session.get_one(Vacancy, placement.vacancy_id)
    is_open = vacancy.status in (VacancyStatus.PUBLISHED, VacancyStatus.PAUSED)
    if is_open and records.count_filled(vacancy.id) >= vacancy.headcount:
        change_vacancy(vacancy, "fill", role=None, today=clock.today())


def _ask_other_side(placement: Placement, side: Side) -> None:
    key = f"placement {placement.id} asks {side.value}"
    if side is Side.EMPLOYER:
        body = f"“{placement.employer_name}”说您在那里上班了，请确认是不是。"
        message = Message(key, "placement", "请确认到岗", body, "placements.mine", placement.id)
        notify(recipient_of(placement.veteran), message)
    elif placement.employer is not None:
        body = f"有人说在您单位上班了（{placement.title}），请确认是不是。"
        message = Message(key, "placement", "请确认到岗", body, "placements.detail", placement.id)
        notify(employer_recipient(placement.employer), message)
