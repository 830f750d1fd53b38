"""The rendered lists: every sentence, heading and count against the rows, and no contradiction."""

import re
from random import Random

import pytest

from core import clock
from core.access import Role
from core.db import transaction
from jobs.applications.operations import apply_for
from tests.matching.cast import a_driver, a_truck_vacancy
from tests.matching.sentences import conditions, generated, rows
from tests.matching.sentences.kinds import problem
from tests.matching.sentences.pairs import CARD_PAIRS, PAGE_PAIRS, contradictions
from tests.matching.sentences.shown import page_of
from tests.matching.sentences.wish_sentences import wish_notes
from tests.people.accounts.world import make_account

VETERANS, VACANCIES = 24, 30
FIT = ("很合适", "比较合适")


@pytest.fixture
def county(app, sign_in):
    luck, today = Random(8), clock.today()
    vacancies = [rows.save_vacancy(one) for one in generated.vacancies(VACANCIES, luck)]
    people = [
        rows.save_veteran(generated.a_veteran(luck), today, name=f"张建国{n}")
        for n in range(VETERANS)
    ]
    officer = sign_in(make_account(role=Role.OFFICER, name="陈主任"))

    def pages(path):
        """Return every page of a list, from the first to the last."""
        found = [page_of(officer.get(path).text)]
        more = re.search(r"第 1 页，共 (\d+) 页", found[0].text)
        sign = "&" if "?" in path else "?"
        numbers = range(2, int(more[1]) + 1 if more else 2)
        found += [page_of(officer.get(f"{path}{sign}page={n}").text) for n in numbers]
        return found

    pages.officer = officer
    pages.vacancies = {one.id: rows.facts_of_vacancy(one) for one in vacancies}
    pages.people = {one.id: rows.facts_of_veteran(one, today) for one in people}
    return pages


def problems_of(card, veteran, vacancy):
    stated = [*((text, True) for text in card.reasons), *((text, False) for text in card.cautions)]
    found = [problem(t, is_for=is_for, veteran=veteran, vacancy=vacancy) for t, is_for in stated]
    return [*filter(None, found), *contradictions(card.statements(), CARD_PAIRS)]


def test_lists_show_only_what_is_in_the_rows(county):
    n_cards = n_sentences = n_notes = 0
    for veteran_id, veteran in county.people.items():
        pages = county(f"/veterans/{veteran_id}/matches")
        cards = [card for page in pages for card in page.cards]
        n_cards += len(cards)
        n_sentences += sum(len(card.reasons) + len(card.cautions) for card in cards)

        for card in cards:
            assert problems_of(card, veteran, county.vacancies[card.vacancy_id]) == []
        check_counts(pages, cards, veteran, county.vacancies)
        for page in pages:
            stated = [*page.headings, *(one for card in page.cards for one in card.statements())]
            assert contradictions(stated, PAGE_PAIRS) == []
            notes = wish_notes(veteran, county.vacancies.values()) if cards else []
            assert list(page.notes) == notes
            n_notes += len(notes)
    assert n_cards > 100
    assert n_sentences > 3 * n_cards
    assert n_notes > 5


def check_counts(pages, cards, veteran, vacancies):
    """Compare the counts above a list with its cards over all pages, and with the rows."""
    results = {n: conditions.results(veteran, one) for n, one in vacancies.items()}
    listed = {n for n, one in results.items() if conditions.FAILED not in one.values()}
    unclear = {n for n in listed if conditions.OPEN in results[n].values()}
    assert sorted(card.vacancy_id for card in cards) == sorted(listed)
    if not cards:
        return
    fitting = sum(card.level in FIT for card in cards)
    for page in pages:
        stated = re.search(r"有 (\d+) 个岗位适合", page.text)
        assert (int(stated[1]) if stated else 0) == fitting
        assert re.search(r"共 (\d+) 个", page.text)[1] == str(len(listed))
        split = re.search(r"可以应聘的 (\d+) 个 ?， ?还看不出的 (\d+) 个", page.text)
        if split:
            assert (int(split[1]), int(split[2])) == (len(listed) - len(unclear), len(unclear))
        else:
            assert len(unclear) == (len(listed) if "都还看不出能不能应聘" in page.text else 0)


def test_near_misses_name_what_fails_and_offer_no_age(county):
    n_cards = 0
    for veteran_id, veteran in county.people.items():
        path = f"/veterans/{veteran_id}/matches/near"
        markup = county.officer.get(path).text
        for href, label in re.findall(r'href="([^"]+condition=[^"]+)"[^>]*>(.*?)</a>', markup):
            pages = county(href.replace("&amp;", "&"))
            cards = [card for page in pages for card in page.cards]
            n_cards += len(cards)
            assert re.search(r"(\d+) 个对得上的岗位", label)[1] == str(len(cards))
            for card in cards:
                vacancy = county.vacancies[card.vacancy_id]
                assert problems_of(card, veteran, vacancy) == []
                assert card.level == "有条件不符合"
                assert len([t for t in card.cautions if t.startswith("不符合：")]) == 1
                (failed,) = conditions.failures(veteran, vacancy)
                assert failed != "age"
    assert n_cards > 5


@pytest.fixture
def driver(app, sign_in):
    account = make_account(name="张建国")
    veteran = a_driver(account=account)
    browser = sign_in(account)
    return veteran, browser


def test_a_failed_condition_is_named_before_applying(driver, sign_in):
    veteran, browser = driver
    vacancy = a_truck_vacancy(age_max=30, age_reason="规定")
    officer = sign_in(make_account(role=Role.OFFICER, name="陈主任"))
    fitting = a_truck_vacancy()

    own = browser.get(f"/open-vacancies/{vacancy.id}/apply").text
    referral = officer.get(f"/veterans/{veteran.id}/refer/{vacancy.id}").text

    assert re.search(r"岗位要求 30 岁以下，您 \d+ 岁", own)
    assert "有条件不符合" in own
    assert "有条件不符合" in referral
    assert "有条件不符合" not in browser.get(f"/open-vacancies/{fitting.id}/apply").text


def test_a_vacancy_applied_for_shows_it(driver):
    veteran, browser = driver
    applied, other = a_truck_vacancy(), a_truck_vacancy()
    with transaction() as session:
        apply_for(session.merge(veteran), session.merge(applied))

    cards = {card.vacancy_id: card for card in page_of(browser.get("/matches").text).cards}

    assert "已投递，看进展" in cards[applied.id].others
    assert "投这个岗位" in cards[other.id].others
    assert contradictions(cards[applied.id].statements(), CARD_PAIRS) == []
