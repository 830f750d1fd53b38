"""Public pages of fairs, and a veteran's sign-up, by themselves or by a caseworker."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import paging
from core.access import CASEWORKERS, VETERANS, Role, allow, current_role, public
from core.db import found
from core.forms import ButtonForm, Saved, again, form_page
from fairs.fairs import display, lifecycle, operations, queries
from fairs.fairs.facts import usual_stops
from fairs.fairs.forms.attendance import SignUpForm
from fairs.fairs.models import BookingStatus, FairStatus, SignUp, SignUpStatus
from fairs.fairs.views.blueprint import bp, county
from fairs.fairs.views.codes import code_image
from jobs.vacancies.models import Vacancy
from people.veterans.queries import has_profile, own_profile, veteran_for


@bp.get("/fairs")
@public
def coming() -> str:
    """List the fairs ahead."""
    page = paging.paginate(queries.coming_fairs(), number=paging.asked_page())
    is_veteran = current_role() is Role.VETERAN and has_profile(current_user)
    own = queries.sign_ups_of_veteran(own_profile(current_user).id) if is_veteran else []
    return render_template(
        "fairs/coming.html",
        page=page,
        own={row.fair_id: row for row in own if row.status is SignUpStatus.SIGNED},
        employers=queries.count_bookings([fair.id for fair in page.rows]),
        past=[row.fair for row in own if row.fair_id not in {fair.id for fair in page.rows}],
    )


@bp.get("/fairs/<int:fair_id>")
@public
def show(fair_id: int) -> str:
    """Show one fair: when, where, which employers come with which vacancies."""
    fair = queries.fair_for(fair_id, None)
    booths = queries.booths_of(fair_id)
    taken = queries.taken_booths(fair_id)
    vacancies: dict[int, list[Vacancy]] = {}
    for row in queries.fair_vacancies(fair_id):
        vacancies.setdefault(row.vacancy.employer_id, []).append(row.vacancy)
    return render_template(
        "fairs/show.html",
        fair=fair,
        bookings=queries.bookings_of(fair_id, BookingStatus.BOOKED),
        vacancies=vacancies,
        hall=display.hall([booth for booth in booths if booth.id in taken], taken),
        own=_own(fair_id),
        is_cancelled=fair.status is FairStatus.CANCELLED,
        takes_people=fair.status in lifecycle.TAKES_PEOPLE,
        is_veteran=current_role() is Role.VETERAN,
    )


def _own(fair_id: int) -> SignUp | None:
    """Return the viewer's own sign-up for a fair."""
    viewer = current_user if current_user.is_authenticated else None
    return queries.own_sign_up(fair_id, viewer)


@bp.route("/fairs/<int:fair_id>/sign-up", methods=["GET", "POST"])
@allow(*VETERANS)
def sign_up(fair_id: int) -> ResponseReturnValue:
    """Sign up for a fair."""
    form = SignUpForm(wanted_stops=usual_stops(queries.fair_for(fair_id, None)))
    if not has_profile(current_user):
        return redirect(url_for("veterans.me"))

    def save() -> Saved:
        fair = queries.fair_for(fair_id, None)
        operations.sign_up(fair, own_profile(current_user), form.facts(), county=county())
        message = "报名好了。到时带上手机或行程单，扫码进场。"
        return Saved(message, url_for(".mine", fair_id=fair_id))

    return form.save(save) or form_page(
        "fairs/sign_up.html", form, fair=queries.fair_for(fair_id, None), veteran=None
    )


@bp.get("/fairs/<int:fair_id>/mine")
@allow(*VETERANS)
def mine(fair_id: int) -> str:
    """Show the veteran's own sign-up with the code to scan at the check-in desk."""
    return _mine(fair_id)


def _mine(fair_id: int) -> str:
    fair = queries.fair_for(fair_id, None)
    row = found(_own(fair_id))
    return render_template("fairs/mine.html", fair=fair, row=row, image=code_image(row))


@bp.post("/fairs/<int:fair_id>/mine/cancel")
@allow(*VETERANS)
def cancel(fair_id: int) -> ResponseReturnValue:
    """Cancel the veteran's own sign-up."""

    def save() -> Saved:
        operations.cancel_sign_up(found(_own(fair_id)))
        return Saved("已取消报名。", url_for(".coming"))

    return ButtonForm().save(save) or again(_mine(fair_id))


@bp.route("/veterans/<int:veteran_id>/fairs/<int:fair_id>", methods=["GET", "POST"])
@allow(*CASEWORKERS)
def sign_up_for(veteran_id: int, fair_id: int) -> ResponseReturnValue:
    """Sign a veteran up at their request."""
    form = SignUpForm(wanted_stops=usual_stops(queries.fair_for(fair_id, None)))

    def save() -> Saved:
        fair = queries.fair_for(fair_id, None)
        veteran = veteran_for(veteran_id, current_user)
        operations.sign_up(fair, veteran, form.facts(), county=county(), by=current_user)
        return Saved("已代他报名。", url_for("veterans.detail", veteran_id=veteran_id))

    return form.save(save) or form_page(
        "fairs/sign_up.html",
        form,
        fair=queries.fair_for(fair_id, None),
        veteran=veteran_for(veteran_id, current_user),
    )


@bp.get("/veterans/<int:veteran_id>/fairs")
@allow(*CASEWORKERS)
def fairs_for(veteran_id: int) -> str:
    """List the fairs a veteran may be signed up for."""
    veteran = veteran_for(veteran_id, current_user)
    rows = queries.sign_ups_of_veteran(veteran.id)
    page = paging.paginate(queries.coming_fairs(), number=paging.asked_page())
    signed = {row.fair_id for row in rows if row.status is SignUpStatus.SIGNED}
    return render_template("fairs/fairs_for.html", page=page, veteran=veteran, signed=signed)
