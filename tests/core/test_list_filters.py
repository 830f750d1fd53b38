"""Filters of a list as links."""

import pytest
from flask import Flask

from core.list_filters import address_with, filter_link, searched_words


@pytest.fixture
def page():
    app = Flask(__name__)
    app.add_url_rule("/lists/<int:number>", "list", lambda number: "")
    return app


def test_a_link_sets_its_filter_keeps_the_others_and_leaves_the_page(page):
    with page.test_request_context("/lists/7?place=away&page=3"):
        link = filter_link("pay", "4000", "4000 元以上")

    assert (link.url, link.active) == ("/lists/7?place=away&pay=4000", False)


def test_a_link_of_an_active_filter_drops_it(page):
    with page.test_request_context("/lists/7?pay=4000&place=away"):
        link = filter_link("pay", "4000", "4000 元以上")

    assert (link.url, link.active) == ("/lists/7?place=away", True)


def test_an_address_without_filters_is_bare(page):
    with page.test_request_context("/lists/7?pay=4000"):
        assert address_with("pay", None) == "/lists/7"


def test_the_words_searched_for_are_trimmed(page):
    with page.test_request_context("/lists/7?q=%20司机%20"):
        assert searched_words() == "司机"
