"""`python -m benchmarks.ablation`: the loss of nDCG without each dimension, on the judged set.

The order of each veteran's judged vacancies, with a dimension given no points, beside the whole
score and beside words alone; nDCG@10 over 42 veterans, with the 95 % interval of the loss
(bootstrap).
"""

import numpy as np

from lexicon.tables import load_lexicon
from matching.engine.baseline import NaiveRanker
from matching.engine.index import VacancyIndex
from matching.engine.language import Language
from matching.engine.metrics import bootstrap_interval, ndcg
from matching.engine.ranking import Ranker
from matching.engine.weights import DIMENSIONS, PRIOR
from matching.index import fit_level
from tests.matching.judged.records import graded, judged_vacancies, veterans, words_of

Lists = dict[int, list[int]]


def values(lists: Lists) -> list[float]:
    """Return each veteran's nDCG@10 over the vacancies judged for them."""
    return [
        ndcg(
            [str(vacancy) for vacancy in lists[veteran] if vacancy in judged],
            {str(vacancy): grade for vacancy, grade in judged.items()},
        )
        for veteran, judged in graded().items()
    ]


def lists_by(ranker: Ranker, *, by_word: bool) -> Lists:
    """Return all lists, by score alone or as shown: by level, then by score."""
    found: Lists = {}
    for one in veterans():
        scores = ranker.score(one)
        rows = np.flatnonzero(scores.eligibility.eligible)
        order = (
            fit_level.listed_rows(scores, rows, len(rows))
            if by_word
            else rows[np.argsort(-scores.totals[rows], kind="stable")]
        )
        found[one.id] = [ranker.index.vacancies_[row].id for row in order]
    return found


def naive_lists() -> Lists:
    """Return lists by TF-IDF on jieba words, without hard conditions."""
    vacancies = judged_vacancies()
    texts = [
        {"title": vacancy.title, "text": f"{vacancy.duties} {vacancy.requirements}"}
        for vacancy in vacancies
    ]
    naive = NaiveRanker().fit(texts)
    ids = np.array([vacancy.id for vacancy in vacancies])
    return {
        one.id: ids[np.argsort(-naive.scores({"text": words_of(one)}), kind="stable")].tolist()
        for one in veterans()
    }


def line(name: str, found: list[float], whole: list[float]) -> str:
    """Return one line of the table."""
    low, high = bootstrap_interval(np.subtract(found, whole))
    change = "" if found == whole else f"{low:+.3f} … {high:+.3f}"
    return f"| {name} | {np.mean(found):.3f} | {change} |"


def main() -> None:
    """Print the table."""
    index = VacancyIndex(language=Language(load_lexicon())).fit(judged_vacancies())
    whole = values(lists_by(Ranker(index), by_word=True))
    print("| order | nDCG@10 | change, 95 % |")
    print("|---|---|---|")
    print(line("whole, as shown", whole, whole))
    print(line("score alone", values(lists_by(Ranker(index), by_word=False)), whole))
    for name, dimension in DIMENSIONS.items():
        without = Ranker(index.with_points(dict(PRIOR) | {name: 0.0}))
        found = values(lists_by(without, by_word=False))
        print(line(f"score without {dimension.name}", found, whole))
    print(line("words alone (TF-IDF), no conditions", values(naive_lists()), whole))


if __name__ == "__main__":
    main()
