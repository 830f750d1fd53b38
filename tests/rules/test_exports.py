"""Every list with pages can be exported, or there is a reason why not."""

import re

from core.config import ROOT
from tests.support.databases import FEATURES

TEMPLATES = ROOT / "templates"
CALL = re.compile(r"\{\{ pagination\((.*?)\) \}\}", re.DOTALL)
LINK = re.compile(r"export_link\(\"([a-z-]+)\"")
KEY = re.compile(r"export=\"([a-z-]+)\"")
OWN = "the viewer's own, read one by one"
CHOICE = "a choice to make on the page, not a list to keep"
PUBLIC = "public vacancies and fairs, which the bureau exports from its own list"
REASONS = {
    "accounts/proposals.html": "two persons decide on the page; the record holds it",
    "accounts/staff.html": "accounts of staff are not taken away",
    "components/gallery_data.html": "shows what the component looks like",
    "exchange/index.html": "packages are files already",
    "exports/index.html": OWN,
    "fairs/coming.html": PUBLIC,
    "fairs/doors.html": CHOICE,
    "fairs/fairs_for.html": CHOICE,
    "fairs/invite.html": CHOICE,
    "imports/_counts.html": "has a file of its own: what is to be mended",
    "imports/index.html": OWN,
    "learning/versions.html": "names the engine has learnt, no list of the bureau",
    "lists/index.html": OWN,
    "lists/near_list.html": OWN,
    "lists/newest.html": PUBLIC,
    "applications/my_list.html": OWN,
    "notices/index.html": OWN,
    "vacancies/open_vacancies.html": PUBLIC,
}


def calls() -> dict[str, list[str]]:
    """Return the arguments of each call of the pagination, by template."""
    return {
        path.relative_to(TEMPLATES).as_posix(): found
        for path in sorted(TEMPLATES.rglob("*.html"))
        if (found := CALL.findall(path.read_text(encoding="utf-8")))
    }


def keys_in_templates() -> set[str]:
    """Return the keys of the lists that some template offers to export."""
    sources = [path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html")]
    return {key for source in sources for key in (*KEY.findall(source), *LINK.findall(source))}


def test_every_list_with_pages_has_an_export_or_a_reason():
    without = {name for name, found in calls().items() if not all(KEY.search(one) for one in found)}

    assert without == set(REASONS)


def test_every_export_is_offered_by_a_page_and_every_offer_is_declared():
    declared = {one.key for feature in FEATURES for one in feature.exports}

    assert keys_in_templates() == declared
    assert len(declared) >= 19


def test_the_page_of_an_export_exists(app):
    for feature in FEATURES:
        for one in feature.exports:
            assert one.page in app.view_functions, one.key
