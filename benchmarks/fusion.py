"""`python -m benchmarks.fusion FILE`: the grid by which the text pipeline's fusion is chosen.

Public tasks only (RONGYE_QUALITY_DIR). The scores of words, characters
and concepts are computed once per pair; then every mixture of a grid is measured and written as
CSV, one line per mixture, one column per task: nDCG@10, and the AUC of CV → posting. The active
mixture is marked.
"""

import csv
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality import folder
from lexicon.tables import load_lexicon
from matching.engine.concept_space import weighted
from matching.engine.evaluation import CONCEPTS, TERMS, TextRanker, is_long
from matching.engine.language import Language
from matching.engine.metrics import auc
from matching.engine.text_index import WORDS_OF_SHORT
from matching.evaluation import tasks

NAMES = ("zh_title2occ", "zh_title2title", "zh_occ2title", "zh_title2body", "zh_body2posting")
CV = "zh_cv2jd"
WORDS = (0.2, 0.3, 0.5)
CONCEPTS_OF_LONG = ((0.1, 0.2), (0.15, 0.3), (0.2, 0.35), (0.25, 0.4), (0.3, 0.5))
ROOTS = (0.5, 1.0)
TERMS_OF_SHORT = (0.2, 0.35, 0.5)
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Parts:
    """Scores of pairs, scaled by each query's best, all of shape (n_queries, n_documents)."""

    words: Floats
    characters: Floats
    concepts: Floats
    long: NDArray[np.int8]  # how many of the two texts are long
    is_long_query: NDArray[np.bool_]
    grades: Floats  # NaN where not judged


def parts_of(task: tasks.Task, language: Language) -> Parts:
    """Return the pipeline's scores of every pair of a task."""
    ranker = TextRanker(language).fit(task.documents)
    views = {view: _scaled(_scores(ranker, view, task)) for view in ("word", "char")}
    queries = [{part: one.get(part, "") for part in ("title", "text")} for one in task.queries]
    concepts = (ranker.space.vectors(queries) @ ranker._concepts.T).toarray()
    long_queries = np.array([is_long(one) for one in task.queries])
    long = np.add.outer(long_queries.astype(np.int8), ranker._is_long.astype(np.int8))
    return Parts(views["word"], views["char"], _scaled(concepts), long, long_queries, _grades(task))


def _scores(ranker: TextRanker, view: str, task: tasks.Task) -> Floats:
    index = ranker.index
    asked = (index._weights(view, weighted(query)) for query in task.queries)
    return np.array([index.postings(view, one).scores() for one in asked], dtype=np.float32)


def _scaled(scores: NDArray[np.floating]) -> Floats:
    best = scores.max(axis=1, keepdims=True)
    return np.asarray(np.maximum(scores, 0) / np.where(best > 0, best, 1), dtype=np.float32)


def _grades(task: tasks.Task) -> Floats:
    column = {one["id"]: place for place, one in enumerate(task.documents)}
    table = np.full((len(task.queries), len(column)), np.nan, dtype=np.float32)
    for row, query in enumerate(task.queries):
        for document, grade in task.grades.get(query["id"], {}).items():
            if document in column:
                table[row, column[document]] = grade
        if task.excludes_self and query["id"] in column:
            table[row, column[query["id"]]] = -1
    return table


def mixed(
    parts: Parts, *, words: float, terms: float, of_long: tuple[float, float], root: float
) -> Floats:
    """Return the scores of one mixture, as `TextRanker.scores` computes them."""
    share = np.where(parts.is_long_query, 0.5, words)[:, np.newaxis]
    text = share * parts.words + (1 - share) * parts.characters
    concept_mass = np.where(parts.long > 0, parts.concepts**root, parts.concepts)
    by_text = np.take([terms, TERMS[1], TERMS[2]], parts.long)
    by_concepts = np.take([CONCEPTS[0], *of_long], parts.long)
    scores = np.asarray(by_text * text + by_concepts * concept_mass, dtype=np.float32)
    scores[parts.grades < 0] = -1
    return scores


def ndcg(scores: Floats, grades: Floats) -> float:
    """Return the mean nDCG@10 over queries with a relevant document."""
    gains = np.nan_to_num(np.maximum(grades, 0))
    asked = gains.sum(axis=1) > 0
    best = np.argsort(-scores[asked], axis=1, kind="stable")[:, :10]
    discount = 1 / np.log2(np.arange(2, 12))[: best.shape[1]]
    found = np.take_along_axis(gains[asked], best, axis=1) @ discount
    ideal = -np.sort(-gains[asked], axis=1)[:, : best.shape[1]] @ discount
    return float((found / ideal).mean())


def measures(found: Mapping[str, Parts]) -> Iterator[dict[str, float | str]]:
    """Yield the line of each mixture."""
    for words, terms, of_long, root in product(WORDS, TERMS_OF_SHORT, CONCEPTS_OF_LONG, ROOTS):
        is_ours = (words, terms, of_long, root) == (WORDS_OF_SHORT, TERMS[0], CONCEPTS[1:], 0.5)
        line: dict[str, float | str] = {
            "words of short": words,
            "terms of short": terms,
            "concepts, one long": of_long[0],
            "concepts, both long": of_long[1],
            "root": root,
        }
        for name, parts in found.items():
            scores = mixed(parts, words=words, terms=terms, of_long=of_long, root=root)
            if name == CV:
                judged = ~np.isnan(parts.grades)
                value = auc(scores[judged].tolist(), (parts.grades[judged] > 0).tolist())
            else:
                value = ndcg(scores, parts.grades)
            line[name] = round(value, 4)
        yield line | {"in force": "yes" if is_ours else ""}


def main() -> None:
    """Measure the grid and write it."""
    language = Language(load_lexicon())
    found = {name: parts_of(tasks.read_task(folder() / name), language) for name in (*NAMES, CV)}
    lines = list(measures(found))
    with Path(sys.argv[1]).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    print(f"{len(lines)} mixtures in {sys.argv[1]}")


if __name__ == "__main__":
    main()
