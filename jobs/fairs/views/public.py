"""Fairs for everybody: which are coming, who comes; a veteran's own place."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import paging
from core.access import Role, allow, current_role, public
from core.db import transaction
from core.errors import DomainError, NotFoundError
from jobs.fairs import display, lifecycle, operations, queries
from jobs.fairs.forms import SignUpForm
from jobs.fairs.models import BookingStatus, SignUp, SignUpStatus
from jobs.fairs.views.blueprint import bp, county, page
from jobs.refusal import show_refusal
from people.veterans.queries import has_profile, own_profile, veteran_for


@bp.get("/fairs")
@public
def coming() -> str:
    """List the fairs ahead."""
    found = paging.paginate(queries.coming_fairs(), number=paging.asked_page())
    is_veteran = current_role() is Role.VETERAN and has_profile(current_user)
    own = queries.sign_ups_of_veteran(own_profile(current_user).id) if is_veteran else []
    return render_template(
        "fairs/coming.html",
        page=found,
        own={row.fair_id: row for row in own if row.status is SignUpStatus.SIGNED},
        employers=queries.count_bookings([fair.id for fair in found.rows]),
        past=[row.fair for row in own if row.fair_id not in {f.id for f in found.rows}],
    )


@bp.get("/fairs/<int:fair_id>")
@public
def show(fair_id: int) -> str:
    """Show one fair: when, where, who comes with which posts."""
    fair = queries.fair_for(fair_id, None)
    booths = queries.booths_of(fair_id)
    taken = queries.taken_booths(fair_id)
    vacancies: dict[int, list[object]] = {}
    for vacancy in queries.fair_vacancies(fair_id):
        vacancies.setdefault(vacancy.vacancy.employer_id, []).append(vacancy.vacancy)
    return render_template(
        "fairs/show.html",
        fair=fair,
        bookings=queries.bookings_of(fair_id, BookingStatus.BOOKED),
        vacancies=vacancies,
        hall=display.hall([booth for booth in booths if booth.id in taken], taken),
        own=_own(fair_id),
        takes_people=fair.status in lifecycle.TAKES_PEOPLE,
        is_veteran=current_role() is Role.VETERAN,
    )


def _own(fair_id: int) -> SignUp | None:
    if current_role() is not Role.VETERAN or not has_profile(current_user):
        return None
    row = queries.sign_up_of(fair_id, own_profile(current_user).id)
    return row if row is not None and row.status is SignUpStatus.SIGNED else None


@bp.route("/fairs/<int:fair_id>/sign-up", methods=["GET", "POST"])
@allow(Role.VETERAN)
def sign_up(fair_id: int) -> ResponseReturnValue:
    """Take a place."""
    fair = queries.fair_for(fair_id, None)
    if not has_profile(current_user):
        return redirect(url_for("veterans.me"))
    form = SignUpForm(wanted_stops=min(3, fair.most_stops))
    if form.validate_on_submit():
        try:
            with transaction():
                operations.sign_up(
                    queries.fair_for(fair_id, None),
                    own_profile(current_user),
                    county=county(),
                    wanted_stops=form.wanted_stops.data,
                    shares_with_partner=form.shares_with_partner.data,
                )
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash("报名好了。到时带上手机或行程单，扫码进场。", "success")
            return redirect(url_for(".mine", fair_id=fair_id))
    return page("sign_up", form=form, fair=fair, veteran=None)


@bp.get("/fairs/<int:fair_id>/mine")
@allow(Role.VETERAN)
def mine(fair_id: int) -> str:
    """Show one's place with the code to be scanned at the door."""
    fair = queries.fair_for(fair_id, None)
    row = _own(fair_id)
    if row is None:
        raise NotFoundError
    return render_template("fairs/mine.html", fair=fair, row=row, image=display.qr_image(row.code))


@bp.post("/fairs/<int:fair_id>/mine/cancel")
@allow(Role.VETERAN)
def cancel(fair_id: int) -> ResponseReturnValue:
    """Give one's place back."""
    with transaction():
        row = _own(fair_id)
        if row is None:
            raise NotFoundError
        operations.cancel_sign_up(row)
    flash("已取消报名。", "success")
    return redirect(url_for(".coming"))


@bp.route("/veterans/<int:veteran_id>/fairs/<int:fair_id>", methods=["GET", "POST"])
@allow(Role.CLERK, Role.OFFICER)
def sign_up_for(veteran_id: int, fair_id: int) -> ResponseReturnValue:
    """Sign somebody up at his word."""
    veteran = veteran_for(veteran_id, current_user)
    fair = queries.fair_for(fair_id, None)
    form = SignUpForm(wanted_stops=min(3, fair.most_stops))
    if form.validate_on_submit():
        try:
            with transaction():
                operations.sign_up(
                    queries.fair_for(fair_id, None),
                    veteran_for(veteran_id, current_user),
                    county=county(),
                    by=current_user,
                    wanted_stops=form.wanted_stops.data,
                    shares_with_partner=form.shares_with_partner.data,
                )
        except DomainError as error:
            show_refusal(form, error)
        else:
            flash("已代他报名。", "success")
            return redirect(url_for("veterans.detail", veteran_id=veteran_id))
    return page("sign_up", form=form, fair=fair, veteran=veteran)


@bp.get("/veterans/<int:veteran_id>/fairs")
@allow(Role.CLERK, Role.OFFICER)
def fairs_for(veteran_id: int) -> str:
    """List the fairs somebody may be signed up for."""
    veteran = veteran_for(veteran_id, current_user)
    own = {row.fair_id: row for row in queries.sign_ups_of_veteran(veteran.id)}
    found = paging.paginate(queries.coming_fairs(), number=paging.asked_page())
    return render_template("fairs/fairs_for.html", page=found, veteran=veteran, own=own)
