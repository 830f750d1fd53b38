import subprocess
import sys

import pytest
from sklearn.base import clone

from matching.engine.bm25 import Field, FieldedBM25
from matching.engine.concepts import OccupationFinder
from matching.engine.estimator import NotFittedError
from matching.engine.index import VacancyIndex
from tests.matching.engine.cast import language, truck_vacancy

HEAVY = ("sklearn", "scipy.stats", "pandas", "flask", "sqlalchemy")


def test_scikit_learn_can_clone_an_estimator():
    fields = {"title": Field(2.0)}

    copy = clone(FieldedBM25(fields=fields, k1=0.9))

    assert copy.get_params() == {"fields": fields, "k1": 0.9}
    assert not hasattr(copy, "shares_")


def test_parameters_are_set_by_name_and_unknown_names_are_refused():
    index = FieldedBM25(fields={})

    assert index.set_params(k1=2.0).k1 == 2.0
    with pytest.raises(ValueError, match="FieldedBM25 has no parameter 'k2'"):
        index.set_params(k2=1.0)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: FieldedBM25(fields={}).postings({}),
        lambda: OccupationFinder().find("焊工"),
        lambda: len(VacancyIndex(language=language())),
    ],
)
def test_an_unfitted_estimator_raises(ask):
    with pytest.raises(NotFittedError, match="is not fitted yet; call fit first"):
        ask()


def test_two_vacancies_of_one_id_are_refused():
    with pytest.raises(ValueError, match="two vacancies have the same id"):
        VacancyIndex(language=language()).fit([truck_vacancy(), truck_vacancy()])


def test_online_ranking_loads_no_heavy_library_and_no_dictionary():
    code = (
        "import sys, jieba, matching.engine.candidates, matching.engine.nearmiss;"
        f"print([m for m in {HEAVY} if m in sys.modules], jieba.dt.initialized)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[] False"
