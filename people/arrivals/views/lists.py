"""The table of a year's arrivals: shown, ticked, printed, searched."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import Select

from core import clock, paging
from core.access import BUREAU_READERS, CASEWORKERS, allow
from core.forms import ButtonForm, Saved, again, form_page
from core.list_filters import kept_query
from people.accounts.models import Account
from people.arrivals import operations, queries, seen
from people.arrivals.forms import ALL, TableForm, asked
from people.arrivals.grid import GridRow, columns_of, rows_of
from people.arrivals.models import Arrival, ArrivalItem
from people.arrivals.operations import CellReport
from people.arrivals.queries import Ask, Part
from people.arrivals.views.blueprint import bp
from people.divisions.queries import short_name, township_choices
from people.veterans.forms.desk import SearchForm

PER_PAGE = 40


def asked_arrivals(viewer: Account) -> Select[Arrival]:
    """Return the query of the list with the filters of this address."""
    return queries.arrivals(viewer, asked(viewer))


@bp.get("/arrivals")
@allow(*BUREAU_READERS)
def index() -> ResponseReturnValue:
    """Show a year's arrivals: a row for each person, a column for each item."""
    form = TableForm(formdata=None, done_on=clock.today())
    return _page(form)


@bp.post("/arrivals")
@allow(*CASEWORKERS)
def save() -> ResponseReturnValue:
    """Record what was ticked in the table, or one item for the people chosen."""
    form = TableForm()
    here = url_for(".index", **dict(kept_query()))  # type: ignore[arg-type]

    def record() -> Saved:
        if form.is_together:
            report = operations.tick_together(
                form.chosen.data, form.item.data, form.done_on.data, by=current_user
            )
        else:
            cells = seen.read(form.seen.data or "")
            ticked = set(form.done.data or ())
            report = operations.tick_cells(cells, ticked, form.done_on.data, by=current_user)
        return Saved(_sentence(report), here, "warning" if report.left else "success")

    return form.save(record) or _page(form)


def _sentence(report: CellReport) -> str:
    return f"已记下 {len(report.people)} 人的 {report.items} 件。{report.left_words}"


def _page(form: TableForm) -> ResponseReturnValue:
    ask, today = asked(current_user), clock.today()
    page = paging.paginate(
        queries.arrivals(current_user, ask), number=paging.asked_page(), per_page=PER_PAGE
    )
    columns = columns_of(ask.group, ask.year)
    rows = rows_of(page.rows, columns, today)
    form.offer(columns)
    may_tick = current_user.role in CASEWORKERS
    return form_page(
        "arrivals/index.html",
        form,
        page=page,
        rows=rows,
        columns=columns,
        item_choices=[(one.key, one.label) for one in columns],
        seen=seen.written(_boxes(rows)),
        ask=ask,
        may_tick=may_tick,
        last=queries.last_round(current_user) if may_tick else None,
        search=SearchForm(formdata=None),
        townships=[] if current_user.division_code else township_choices(),
        place=short_name,
        **_counts(ask),
    )


def _boxes(rows: Sequence[GridRow]) -> Iterator[ArrivalItem]:
    """Yield the items of the table that can be ticked."""
    for row in rows:
        for cell in row.cells:
            if cell.item is not None and cell.has_box:
                yield cell.item


def _counts(ask: Ask) -> dict[str, Any]:
    """Return the years, and how many people each group, part and item has."""
    groups = queries.group_counts(current_user, ask)
    return {
        "years": [(year, f"{year}年") for year in queries.years() or [ask.year]],
        "groups": [(one, count) for one, count in groups.items() if count or one is ask.group],
        "everyone": sum(groups.values()),
        "whole": sum(groups.values()) if ask.group is None else groups[ask.group],
        "group_code": ALL if ask.group is None else ask.group.value,
        "all_code": ALL,
        "parts": queries.part_counts(current_user, ask),
        "part_choices": Part.choices(),
        "item_counts": queries.item_counts(current_user, ask),
    }


@bp.post("/arrivals/undo/<round_key>")
@allow(*CASEWORKERS)
def undo(round_key: str) -> ResponseReturnValue:
    """Take back the last ticks of the viewer; what others changed since stays."""
    form = ButtonForm()

    def record() -> Saved:
        report = operations.undo_round(round_key, by=current_user)
        words = f"已撤回 {len(report.people)} 人的 {report.items} 件。{report.left_words}"
        return Saved(words, url_for(".index", **dict(kept_query())))  # type: ignore[arg-type]

    return form.save(record) or again(_page(TableForm(formdata=None, done_on=clock.today())))


@bp.get("/arrivals/print")
@allow(*BUREAU_READERS)
def print_list() -> str:
    """Print the list as it is filtered, without numbers of people."""
    ask, today = asked(current_user), clock.today()
    page = paging.printed(queries.arrivals(current_user, ask))
    columns = columns_of(ask.group, ask.year)
    return render_template(
        "arrivals/print.html",
        page=page,
        rows=rows_of(page.rows, columns, today),
        columns=columns,
        ask=ask,
        place=short_name,
        today=today,
    )


@bp.post("/arrivals/search")
@allow(*CASEWORKERS)
def search() -> ResponseReturnValue:
    """Find people received, of any year; no address gets their names or numbers."""
    form = SearchForm()

    def find() -> ResponseReturnValue:
        found = queries.arrivals_found(current_user, form.words.data)
        return _search_page(SearchForm(formdata=None), found)

    return form.save(find, audited=False) or _search_page(form, None)


def _search_page(form: SearchForm, rows: Sequence[Arrival] | None) -> ResponseReturnValue:
    return form_page("arrivals/search.html", form, rows=rows, place=short_name)
