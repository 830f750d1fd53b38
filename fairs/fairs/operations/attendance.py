"""Operations of sign-ups: sign a veteran up for a fair, cancel."""

from sqlalchemy.exc import IntegrityError

from core import audit
from core.codes import new_code
from core.db import db
from core.errors import DomainError
from fairs.fairs import lifecycle, queries
from fairs.fairs.facts import SIGN_UP_GROUPS, SignUpFacts, usual_stops
from fairs.fairs.models import Fair, SignUp, SignUpStatus
from people.accounts.models import Account
from people.veterans.models import Veteran

ALREADY = "已经报过名了。"


def sign_up(
    fair: Fair,
    veteran: Veteran,
    facts: SignUpFacts | None = None,
    *,
    county: str,
    by: Account | None = None,
    is_walk_in: bool = False,
) -> SignUp:
    """Sign a veteran up for a fair; a cancelled sign-up becomes valid again.

    Who walks in may also come to a fair that has ended: paper lists are typed in later.
    Raises DomainError: the fair takes no sign-ups, the veteran is signed up, too many stops.
    """
    facts = facts or SignUpFacts(usual_stops(fair))
    open_in = lifecycle.TAKES_PEOPLE | (lifecycle.HAS_DOORS if is_walk_in else frozenset())
    if fair.status not in open_in:
        raise DomainError(f"招聘会现在是“{fair.status.label}”，不能报名。")
    if not 1 <= facts.wanted_stops <= fair.most_stops:
        message = f"这场招聘会一个人最多见 {fair.most_stops} 家。"
        raise DomainError(message, field="wanted_stops")
    row = queries.sign_up_of(fair.id, veteran.id)
    if row is not None and row.status is SignUpStatus.SIGNED:
        raise DomainError(ALREADY)
    if row is None:
        row = SignUp(
            fair_id=fair.id,
            veteran_id=veteran.id,
            bureau_code=county,
            code=new_code(SIGN_UP_GROUPS),
        )
        row.veteran = veteran
    row.status, row.by_id = SignUpStatus.SIGNED, by.id if by else None
    row.wanted_stops, row.is_walk_in = facts.wanted_stops, is_walk_in
    row.shares_with_partner = facts.shares_with_partner and fair.partner_code is not None
    try:
        with db.session.begin_nested():
            db.session.add(row)
            db.session.flush()
    except IntegrityError as error:
        raise DomainError(ALREADY) from error
    audit.record("fair.sign_up", "fair", fair.id, sign_up=row.id, about=row.people)
    return row


def cancel_sign_up(row: SignUp) -> None:
    """Cancel a sign-up. Raises DomainError after the check-in."""
    if row.checked_in_at is not None:
        raise DomainError("已经签到了，不能取消。")
    row.status = SignUpStatus.CANCELLED
    db.session.flush()
    audit.record("fair.cancel_sign_up", "fair", row.fair_id, sign_up=row.id, about=row.people)
