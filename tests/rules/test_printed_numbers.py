"""A number is printed by a figure, which names its list; a template prints no other count."""

import pytest

from tests.support.printed_numbers import bare
from tests.support.sites import COMPONENT, names, sites, source_of

# Numbers printed outside a figure: by template and expression, and why each is no count of rows.
DATA = "a list or mapping handed on, not printed"
ASKED = "how many a vacancy asks for, as its employer typed it"
PLACE = "the place of a page in a row of pages"
FILLED = "fields of one profile that are filled in"
LIMIT = "a limit or a parameter"
WEIGHT = "what a row counts for, in an attribute"
BARE = {
    ("applications/contacts.html", "most_views"): LIMIT,
    ("auditing/index.html", "broken"): "the number of a record",
    ("benefits/recognition.html", "least"): LIMIT,
    ("candidates/sheet.html", "vacancy.headcount"): ASKED,
    ("components/kpi.html", "trend|length"): "a coordinate of a drawing",
    ("components/progress.html", "total"): "steps of a run",
    ("components/search_box.html", "kept"): DATA,
    ("components/step_bar.html", "total"): PLACE,
    ("components/task_list.html", "task.count"): WEIGHT,
    ("desk/employer.html", "missing"): "names of fields",
    ("desk/referrals.html", "tries"): LIMIT,
    ("exports/detail.html", "running.total"): "steps of a run",
    ("exports/index.html", "row.total"): "rows of a file",
    ("fairs/_door_notes.html", "waiting"): DATA,
    ("fairs/show.html", "vacancy.headcount"): ASKED,
    ("imports/detail.html", "counts"): DATA,
    ("imports/detail.html", "running.total"): "steps of a run",
    ("imports/detail.html", "totals"): DATA,
    ("layouts/base.html", "?|length"): "the title of a window holds no tags; the page repeats it",
    ("lists/_card.html", "vacancy.headcount"): ASKED,
    ("lists/why.html", "points.total"): "points, no rows",
    ("pledges/index.html", "pledge.headcount"): "what a firm promised",
    ("pledges/overdue.html", "pledge.headcount"): "what a firm promised",
    ("pledges/own.html", "pledge.headcount"): "what a firm promised",
    ("relaxing/print.html", "vacancy.headcount"): ASKED,
    ("stations/detail.html", "station.vacancies_planned"): "what a station is to have",
    ("stations/index.html", "small"): LIMIT,
    ("vacancies/open_vacancies.html", "kept"): DATA,
    ("veterans/detail.html", "done"): FILLED,
    ("veterans/detail.html", "total"): FILLED,
    ("veterans/me.html", "done"): FILLED,
    ("veterans/me.html", "total"): FILLED,
    ("veterans/records.html", "total"): PLACE,
    ("veterans/search.html", "most"): LIMIT,
    ("veterans/section.html", "total"): PLACE,
    ("villages/print_index.html", "row.idle"): WEIGHT,
    ("villages/print_index.html", "row.people"): WEIGHT,
}
# Figures whose list the viewer does not see, by template.
POOL = "whoever fits is not listed beyond the first 20: there is no pool to leaf through"
SHEET = "rows of a sheet that was read; a sheet is not kept by rows"
REPLAY = "a number of an evaluation, kept with its version"
ALONE = {
    "arrivals/index.html": "what the viewer has just recorded, about to be taken back",
    "auditing/index.html": "people of one event; the event names the first three",
    "auditing/print.html": "people of one event; the event names the first three",
    "benefits/recognition.html": "the people hired are listed to their employer",
    "candidates/index.html": POOL,
    "candidates/sheet.html": POOL,
    "components/bar_chart.html": "what falls short of a plan, or what relaxing would bring",
    "components/import_preview.html": SHEET,
    "components/kpi.html": "an import's rows; at the check-in desk, people of other townships",
    "exchange/index.html": "what a package held when it was made",
    "exports/detail.html": SHEET,
    "exports/new.html": "rows about to be written; the list is the page one comes from",
    "fairs/doors.html": "a clerk sees people at the desk, not lists of other townships",
    "imports/columns.html": SHEET,
    "imports/detail.html": SHEET,
    "imports/fixes.html": SHEET,
    "imports/index.html": SHEET,
    "imports/undo.html": "rows that are about to be deleted",
    "learning/versions.html": REPLAY,
    "pledges/index.html": "the people behind a promise are not public",
    "pledges/overdue.html": "the people behind a promise, within its days",
    "pledges/own.html": "the people behind a promise, within its days",
    "relaxing/index.html": POOL,
    "relaxing/print.html": POOL,
    "scheduling/index.html": "how often a process ended; no rows are kept",
    "stations/index.html": "what is short of a station's plan",
}


def found_bare() -> set[tuple[str, str]]:
    """Return what templates print outside a figure."""
    return {
        (name, found) for name in names() if name != COMPONENT for found in bare(source_of(name))
    }


def test_a_template_prints_no_count_outside_a_figure():
    found = found_bare()

    assert found - set(BARE) == set()
    assert set(BARE) - found == set()  # what is no longer printed leaves the list


@pytest.mark.parametrize(
    "source",
    [
        "<p>共 {{ page.total }} 人</p>",
        "{{ rows | length }}",
        '{{ page_head("名单", "共 " ~ page.total ~ " 人") }}',
        '{% call panel("单位", note=bookings | length ~ " 家") %}{% endcall %}',
        "{{ anything }} 家单位",
        '{{ "%d 人" | format(merged.came) }}',
        '{{ description_list([{"label": "人数", "value": a.n_people}]) }}',
        "{{ (counted if known else row.hires) }}",
    ],
)
def test_a_bare_count_is_found(source):
    assert len(bare(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        '{{ figure_here(page.total, "共 {} 人") }}',
        "{% if rows | length > 1 %}几个{% endif %}",
        '{{ kpi("到场", came, "人", url=url) }}',
        "{{ row.name }}，{{ row.title }}",
    ],
)
def test_a_figure_is_no_bare_count(source):
    assert bare(source) == []


def test_every_figure_without_a_list_has_its_reason():
    alone = {site.partition("#")[0] for site, macro in sites().items() if macro == "figure_alone"}

    assert alone == set(ALONE)
