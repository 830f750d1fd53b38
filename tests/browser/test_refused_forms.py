"""A refused form names its errors, links to them and stays accessible."""

import pytest
from playwright.sync_api import expect

from tests.browser import checks
from tests.demo.world import ADMIN, LAO_ZHANG, MANAGER_WANG, OFFICER_CHEN, STATION_ZHOU

pytestmark = pytest.mark.browser
FORMS = {
    "visitor": (None, ("/sign-in", "/register", "/claim", "/employers/register")),
    "veteran": (LAO_ZHANG, ("/me/service/new", "/me/certificates/new", "/account/password")),
    "employer": (MANAGER_WANG, ("/vacancies/new", "/imports/new")),
    "clerk": (STATION_ZHOU, ("/veterans/new", "/imports/new")),
    "officer": (OFFICER_CHEN, ("/stations/new", "/stations/tasks/new")),
    "admin": (ADMIN, ("/staff/new",)),
}
AT_A_FAULT = "() => !!document.activeElement.closest('.field--bad')"


@pytest.mark.parametrize("role", FORMS)
def test_an_empty_form_links_to_what_is_missing(open_window, role):
    person, paths = FORMS[role]
    window = open_window(person)

    for path in paths:
        window.go(path)
        window.page.locator("main form.form [type=submit]").first.click()

        summary = window.page.locator("[data-errors]")
        expect(summary).to_be_focused()
        assert checks.axe_faults(window) == [], path
        summary.get_by_role("link").first.click()
        assert window.run(AT_A_FAULT), path
