"""The page behind a printed code: what it opens depends on who scans it."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core.access import CASEWORKERS, EMPLOYERS, current_role, public
from core.addresses import public_address
from core.errors import NotFoundError
from core.qr import qr_image
from fairs.fairs import lifecycle, queries
from fairs.fairs.models import BookingStatus, SignUp, SignUpStatus
from fairs.fairs.views.blueprint import bp
from jobs.employers.queries import employer_of


@bp.get("/c/<code>")
@public
def by_code(code: str) -> ResponseReturnValue:
    """Open a code: staff see whom to check in, an employer its booth, the veteran their sign-up.

    Anybody else sees the fair, without a name. Nothing is saved before a button is pressed.
    """
    row = queries.sign_up_anywhere(code)
    fair = queries.fair_for(row.fair_id, None)
    own_page = _own_page(row)
    if own_page:
        return redirect(own_page)
    is_at_door = _is_at_door(row)
    return render_template(
        "fairs/code.html",
        row=row,
        fair=fair,
        is_at_door=is_at_door,
        is_cancelled=row.status is SignUpStatus.CANCELLED,
        may_admit=is_at_door and fair.status in lifecycle.HAS_DOORS,
    )


def _own_page(row: SignUp) -> str:
    """Return the page where the viewer uses this code, an empty text where they have none."""
    viewer = current_user if current_user.is_authenticated else None
    own = queries.own_sign_up(row.fair_id, viewer)
    if own is not None and own.id == row.id:
        return url_for(".mine", fair_id=row.fair_id)
    if current_role() not in EMPLOYERS:
        return ""
    booking = queries.booking_of(row.fair_id, employer_of(current_user.id).id)
    if booking is None or booking.status is not BookingStatus.BOOKED:
        return ""
    return url_for(".booth_desk", fair_id=row.fair_id, code=row.code)


def _is_at_door(row: SignUp) -> bool:
    """Return whether the viewer works at the check-in of this code's fair."""
    if current_role() not in CASEWORKERS:
        return False
    try:
        queries.door_fair(row.fair_id, current_user)
    except NotFoundError:
        return False
    return True


def code_image(row: SignUp) -> str:
    """Return a sign-up's code to scan: its address, or the code alone where none is set."""
    return qr_image(public_address("fairs.by_code", code=row.code) or row.code)
