"""Addresses that were printed or bookmarked before they were renamed lead to the new ones."""

import pytest

MOVED = (
    ("/jobs", "/open-vacancies"),
    ("/jobs?q=%E5%8E%A8&board=1", "/open-vacancies?q=%E5%8E%A8&lodging=1"),
    ("/jobs/7", "/open-vacancies/7"),
    ("/jobs/7/report", "/open-vacancies/7/complaint"),
    ("/jobs/7/apply?from=x", "/open-vacancies/7/apply?from=x"),
    ("/jobs/7/poster", "/open-vacancies/7/poster"),
    ("/j/7", "/v/7"),
    ("/me/jobs", "/me/occupations"),
    ("/veterans/3/edit/placement/draft", "/veterans/3/edit/resettlement/draft"),
    ("/veterans/3/step/finish", "/veterans/3/next-action/finish"),
    ("/employer/fairs/2/posts", "/employer/fairs/2/vacancies"),
)


@pytest.mark.parametrize(("old", "new"), MOVED)
def test_an_old_address_leads_to_the_new_one(client, old, new):
    answer = client.get(old)

    assert (answer.status_code, answer.location) == (301, new)


@pytest.mark.parametrize(("old", "new"), [row for row in MOVED if "board" not in row[0]])
def test_a_form_sent_to_an_old_address_stays_a_form(client, old, new):
    answer = client.post(old)

    assert (answer.status_code, answer.location) == (308, new)


def test_an_old_query_leads_to_the_new_one(client):
    assert client.get("/matches?board=1").location == "/matches?lodging=1"
    assert client.get("/audit?deed=account.sign_in").location == "/audit?action=account.sign_in"


@pytest.mark.parametrize("path", ["/open-vacancies", "/me/placements", "/jobs/x", "/jobs/7/other"])
def test_no_other_address_is_led_on(client, path):
    assert client.get(path).status_code not in (301, 308)
