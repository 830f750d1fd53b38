"""Pages of results: figures with the rows behind them, the wall screen, reminders."""

from collections.abc import Iterable
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import looks
from core.access import COUNTY_READERS, OFFICERS, allow
from core.downloads import download
from core.errors import NotFoundError
from core.features import installed
from core.forms import ButtonForm, Saved, again, form_page
from fairs.fairs import figures, operations, queries
from fairs.fairs.display import shown_name
from fairs.fairs.forms.organising import NotReportedForm
from fairs.fairs.models import Fair, FairBooking, FairVacancy, Meeting, SignUp
from fairs.fairs.views.blueprint import bp, county
from fairs.fairs.views.organising import manage_page
from people.divisions.queries import place_name
from sheets.writing import Column, Kind, write_sheet

# From the door to work. Bars count people, each once, of those who came: none exceeds the first.
FUNNEL = {"people": "进场", "intentions": "有意向", "signed": "现场签约", "placed": "上岗"}


def _counted(fair: Fair) -> list[dict[str, Any]]:
    counted = []
    for figure in installed().figures_of("fair"):
        rows = figure.rows(fair.id)
        counted.append({"figure": figure, "value": figure.measure(rows), "rows": rows})
    return counted


def _funnel(fair: Fair, counted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return how many of the people who came got how far, each with the list of them."""
    came = _came(fair.id)
    return [
        {
            "label": FUNNEL[one["figure"].key],
            "value": len(_once(one["rows"], came)),
            "url": url_for(".fair_figure", fair_id=fair.id, key=one["figure"].key, once=1),
        }
        for one in counted
        if one["figure"].key in FUNNEL
    ]


def _came(fair_id: int) -> set[tuple[str, int]]:
    return {_person(row) for row in figures.people_in(fair_id)}


def _once(rows: Iterable[Any], came: set[tuple[str, int]]) -> list[Any]:
    """Return the rows about people who came to a fair, one a person."""
    first = {_person(row): row for row in reversed(list(rows))}
    return [row for row in rows if _person(row) in came and first[_person(row)] is row]


def _person(row: Any) -> tuple[str, int]:
    """Return who a row behind a figure of people is about."""
    sign_up = row.sign_up if isinstance(row, Meeting) else row
    veteran_id = getattr(sign_up, "veteran_id", None)
    return ("veteran", veteran_id) if veteran_id else ("guest", sign_up.id)


@bp.get("/fairs/<int:fair_id>/figures")
@allow(*COUNTY_READERS)
def fair_figures(fair_id: int) -> str:
    """Show the figures of a fair, each leading to its rows."""
    fair = queries.get_fair(fair_id)
    counted = _counted(fair)
    return render_template(
        "fairs/figures.html",
        fair=fair,
        counted=counted,
        funnel=_funnel(fair, counted),
        bureaus=_by_bureau(fair),
        waiting=queries.without_results(fair_id),
    )


def _by_bureau(fair: Fair) -> list[tuple[str, int]]:
    """Return how many people came from each bureau: every bureau counts its own."""
    counts: dict[str, int] = {county(): 0}
    for row in figures.people_in(fair.id):
        counts[row.bureau_code] = counts.get(row.bureau_code, 0) + 1
    return [(place_name(code) or code, count) for code, count in counts.items()]


@bp.get("/fairs/<int:fair_id>/figures/<key>")
@allow(*COUNTY_READERS)
def fair_figure(fair_id: int, key: str) -> str:
    """Show the rows behind one figure."""
    fair = queries.get_fair(fair_id)
    figure = next((one for one in installed().figures_of("fair") if one.key == key), None)
    if figure is None:
        raise NotFoundError
    rows, is_once = figure.rows(fair_id), "once" in request.args and key in FUNNEL
    if is_once:
        rows = _once(rows, _came(fair_id))
    return render_template(
        "fairs/figure.html",
        fair=fair,
        figure=figure,
        value=figure.measure(rows),
        is_once=is_once,
        rows=[_as_row(row) | {"weight": figure.measure([row])} for row in rows],
    )


def _as_row(row: Any) -> dict[str, str]:
    """Return one row behind a figure as three cells: who or what, beside what, and how."""
    if isinstance(row, FairBooking):
        return {"what": row.employer.name, "beside": "", "how": row.status.label}
    if isinstance(row, FairVacancy):
        vacancy = row.vacancy
        return {
            "what": vacancy.title,
            "beside": vacancy.employer.name,
            "how": f"招 {row.headcount} 人",
        }
    if isinstance(row, SignUp):
        method = row.check_in_method.label if row.check_in_method else "没到场"
        return {
            "what": shown_name(row),
            "beside": place_name(row.bureau_code),
            "how": method,
        }
    if isinstance(row, Meeting):
        how = "现场签约" if row.is_signed else row.outcome.label
        beside = row.booking.employer.name
        return {"what": shown_name(row.sign_up), "beside": beside, "how": how}
    looks.show((row.veteran,))
    return {"what": row.veteran.name, "beside": row.employer_name, "how": row.status.label}


@bp.get("/fairs/<int:fair_id>/figures.xlsx")
@allow(*COUNTY_READERS)
def export(fair_id: int) -> Response:
    """Download the figures as a sheet."""
    fair = queries.get_fair(fair_id)
    columns = [
        Column("指标", 18),
        Column("数值", 10, Kind.NUMBER),
        Column("单位", 8),
        Column("口径", 48),
    ]
    rows = [
        (one["figure"].label, one["value"], one["figure"].unit, one["figure"].definition)
        for one in _counted(fair)
    ]
    body = write_sheet(columns, rows, title=fair.title)
    return download(body, f"fair-{fair.id}.xlsx")


@bp.get("/fairs/<int:fair_id>/wall")
@allow(*COUNTY_READERS)
def wall(fair_id: int) -> str:
    """Show the running figures on a big screen in the hall, without names."""
    fair = queries.get_fair(fair_id)
    meetings = figures.all_meetings(fair_id)
    busy: dict[str, int] = {}
    for meeting in meetings:
        name = meeting.booking.employer.name
        busy[name] = busy.get(name, 0) + 1
    top = sorted(busy.items(), key=lambda pair: (-pair[1], pair[0]))[:8]
    return render_template(
        "fairs/wall.html",
        fair=fair,
        shown=[
            ("到场", len(figures.people_in(fair_id)), "people"),
            ("面谈", len(meetings), "meetings"),
            ("有意向", len(figures.intentions(fair_id)), "intentions"),
            ("现场签约", len(figures.signed_on_the_spot(fair_id)), "signed"),
        ],
        busy=[{"label": name, "value": count} for name, count in top],
        vacancies=queries.fair_vacancies(fair_id)[:10],
    )


@bp.post("/fairs/<int:fair_id>/remind")
@allow(*OFFICERS)
def remind(fair_id: int) -> ResponseReturnValue:
    """Remind every employer whose results are missing."""

    def save() -> Saved:
        sent = operations.remind_results(queries.get_fair(fair_id))
        return Saved(f"已提醒 {sent} 家单位。", url_for(".manage", fair_id=fair_id))

    return ButtonForm().save(save) or again(manage_page(fair_id))


@bp.route("/fairs/<int:fair_id>/bookings/<int:employer_id>/no-results", methods=["GET", "POST"])
@allow(*OFFICERS)
def no_results(fair_id: int, employer_id: int) -> ResponseReturnValue:
    """Record with a reason that an employer's results will not come."""
    form = NotReportedForm()

    def save() -> Saved:
        booking = queries.booked(fair_id, employer_id)
        operations.note_missing_results(booking, form.reason.data)
        return Saved("已注明没有报来。", url_for(".manage", fair_id=fair_id))

    return form.save(save) or form_page(
        "fairs/no_results.html", form, booking=queries.booked(fair_id, employer_id)
    )
