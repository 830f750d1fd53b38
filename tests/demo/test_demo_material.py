"""The material of the demo county: known codes, enough text, nothing unused."""

from collections import Counter

from demo.careers import LADDERS
from demo.catalogue import careers, firm_kinds, texts, trades
from lexicon.tables import load_lexicon
from people.veterans.ranks import RANKS


def test_the_ladder_has_only_ranks_of_its_table():
    for system, ladder in LADDERS.items():
        assert set(ladder) <= set(RANKS[system])


def test_codes_and_keys_are_in_the_lexicon():
    lexicon = load_lexicon()

    for trade in trades().values():
        assert trade.code in lexicon.occupations, trade.key
        for grade in trade.grades:
            assert set(grade.certificates) <= set(lexicon.certificates), trade.key
    for career in careers():
        held = {*career.certificates, *career.licences} - {""}
        assert held <= set(lexicon.certificates), career.key


def test_each_trade_has_enough_text():
    for trade in trades().values():
        assert len(trade.duties) >= 6, trade.key
        assert len(trade.requirements) >= 5, trade.key
        assert sum(len(grade.titles) for grade in trade.grades) >= 3, trade.key
        assert all(low <= high for low, high in (grade.pay for grade in trade.grades))


def test_each_trade_is_hired_and_each_kind_of_firm_hires_known_trades():
    wanted = {offer.key for kind in firm_kinds() for hire in kind.hires for offer in hire.offers}

    assert wanted == set(trades())
    assert all(hire.offers for kind in firm_kinds() for hire in kind.hires)


def test_a_title_belongs_to_one_trade_and_some_firm_uses_it():
    titles = Counter(
        title for trade in trades().values() for grade in trade.grades for title in grade.titles
    )

    assert max(titles.values()) == 1
    assert {title for kind in firm_kinds() for title in kind.titles} == set(titles)


def test_every_gap_in_a_sentence_has_words():
    sentences = [duty for trade in trades().values() for duty in trade.duties]
    known = {f"{{{slot}}}" for slot in texts()["slots"]}
    gaps = {part for duty in sentences for part in known if part in duty}

    assert not [duty for duty in sentences if "{" in duty and not any(g in duty for g in gaps)]
