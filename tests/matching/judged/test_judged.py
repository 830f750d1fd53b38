"""The judged set: lists agree with a person who read both sides."""

import numpy as np
import pytest

from lexicon.tables import load_lexicon
from matching.engine.baseline import NaiveRanker
from matching.engine.closeness import COUNTY_DIGITS
from matching.engine.index import VacancyIndex
from matching.engine.language import Language
from matching.engine.metrics import ndcg
from matching.engine.ranking import Ranker
from tests.matching.judged.records import graded, judged_vacancies, pairs, veterans, words_of

TOP = 10
LIST = 20
LEAST_NDCG = 0.85


@pytest.fixture(scope="module")
def ranker():
    return Ranker(VacancyIndex(language=Language(load_lexicon())).fit(judged_vacancies()))


@pytest.fixture(scope="module")
def grades():
    return graded()


def lists(ranker):
    return {one.id: [doc.vacancy_id for doc in ranker.rank(one, k=10**6)] for one in veterans()}


def mean_ndcg(ranked, grades):
    """Return the mean nDCG over judged vacancies; excluded ones come last."""
    values = []
    for veteran, judged in grades.items():
        shown = [vacancy for vacancy in ranked[veteran] if vacancy in judged]
        values.append(ndcg(shown[:TOP], judged))
    return float(np.mean(values))


def test_the_set_has_the_size_of_its_rules(grades):
    assert len(grades) >= 40
    assert sum(map(len, grades.values())) >= 300
    assert {len(judged) for judged in grades.values()} == {10}
    assert {one.id for one in veterans()} == set(grades)
    assert {vacancy for judged in grades.values() for vacancy in judged} == {
        doc.id for doc in judged_vacancies()
    }
    assert {pair.grade for pair in pairs()} == {0, 1, 2, 3}


def test_lists_agree_with_the_judge(ranker, grades):
    assert mean_ndcg(lists(ranker), grades) >= LEAST_NDCG


def test_the_measure_separates_a_good_order_from_a_bad_one(ranker, grades):
    """The control: reversed lists and lists by words alone have a lower measure."""
    upside_down = {veteran: found[::-1] for veteran, found in lists(ranker).items()}
    naive = NaiveRanker().fit(
        [
            {"title": doc.title, "text": f"{doc.duties} {doc.requirements}"}
            for doc in judged_vacancies()
        ]
    )
    ids = np.array([doc.id for doc in judged_vacancies()])
    by_words = {
        one.id: ids[np.argsort(-naive.scores({"text": words_of(one)}), kind="stable")].tolist()
        for one in veterans()
    }

    assert mean_ndcg(upside_down, grades) < LEAST_NDCG - 0.1
    assert mean_ndcg(by_words, grades) < mean_ndcg(lists(ranker), grades) - 0.05


def test_nothing_the_judge_ruled_out_is_in_any_list(ranker):
    ruled_out = {(pair.veteran_id, pair.vacancy_id) for pair in pairs() if not pair.is_entitled}
    shown = {
        (veteran, vacancy) for veteran, found in lists(ranker).items() for vacancy in found[:LIST]
    }

    assert len(ruled_out) > 60
    assert ruled_out & shown == set()


def test_nothing_in_a_top_twenty_fails_what_can_be_checked_by_eye(ranker):
    """Schooling, age, place and certificates, checked without the engine's own judgement."""
    by_id = {doc.id: doc for doc in judged_vacancies()}
    wrong = []
    for veteran in veterans():
        near = (*veteran.place_codes, veteran.home[:COUNTY_DIGITS])
        for one in ranker.rank(veteran, k=LIST):
            doc = by_id[one.vacancy_id]
            demand, code = doc.demand, doc.place_code
            is_far = code and not any(code.startswith(n) or n.startswith(code) for n in near if n)
            checks = {
                "schooling": bool(
                    demand.education and veteran.education and veteran.education < demand.education
                ),
                "too old": bool(demand.age_max and veteran.age and veteran.age > demand.age_max),
                "too young": bool(demand.age_min and veteran.age and veteran.age < demand.age_min),
                "place": veteran.accepts_away is False and is_far,
            }
            wrong += [(veteran.id, doc.id, name) for name, fails in checks.items() if fails]

    assert wrong == []
