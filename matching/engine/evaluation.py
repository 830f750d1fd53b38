"""Evaluation of the text pipeline on ranking tasks with known answers."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from matching.engine.bm25 import Floats
from matching.engine.concept_space import ConceptSpace, Label, Text, weighted
from matching.engine.language import Language
from matching.engine.metrics import MEASURES, Grades, auc, bootstrap_interval
from matching.engine.text import length_of
from matching.engine.text_index import SHORT_TEXT, TextIndex
from matching.engine.trec import Run

# Weights of the channels, each scaled by its best document, by how many of the two texts are long;
# from the public tasks. A long text names many occupations, so its similarity to another is spread
# thin: there the square root counts.
TERMS = (0.35, 0.5, 0.5)
CONCEPTS = (1.0, 0.2, 0.35)


class TextRanker:
    """Ranks documents for texts by words, characters and occupation concepts."""

    def __init__(
        self,
        language: Language,
        *,
        labels: Sequence[Label] = (),
        occupations: Sequence[Text] | None = None,
    ) -> None:
        self.index = TextIndex(analyzer=language.analyzer)
        self.space = ConceptSpace(analyzer=language.analyzer, finder=language.finder)
        self._labels = labels
        self._occupations = _lexicon_texts(language) if occupations is None else occupations

    def fit(self, documents: Sequence[Text]) -> "TextRanker":
        """Index the documents and return the ranker.

        Where the table or a label names one of them, the documents are occupations themselves,
        and each is an occupation beside those of the table.
        """
        self.index.fit(documents)
        table = {one["id"]: one for one in self._occupations}
        known = {*table, *(code for _, code in self._labels)}
        if not known.isdisjoint(one["id"] for one in documents):
            table = {**{one["id"]: one for one in documents}, **table}
        self.space.fit(list(table.values()), labels=self._labels)
        self._concepts = self.space.vectors(documents)
        self._is_long = np.array([is_long(document) for document in documents], dtype=np.intp)
        return self

    def scores(self, query: Text) -> Floats:
        """Return each document's score, shape (n_documents,), >= 0, higher is better.

        ``TERMS[l] * terms + CONCEPTS[l] * concepts`` where both lie in [0, 1] and l counts how many
        of the two texts are long; with l > 0 the square root of the concepts counts.
        """
        vector = self.space.vectors([{part: query.get(part, "") for part in ("title", "text")}])
        concepts = np.asarray((self._concepts @ vector.T).todense()).ravel()
        concepts = np.maximum(concepts, 0) / (concepts.max(initial=0.0) or 1.0)
        long = self._is_long + is_long(query)
        concept_mass = np.where(long > 0, np.sqrt(concepts), concepts)
        terms = self.index.fused(weighted(query))
        total: Floats = np.take(TERMS, long) * terms + np.take(CONCEPTS, long) * concept_mass
        return total


def is_long(text: Text) -> bool:
    """Return whether a text, by its title if it has one, is too long to name one occupation."""
    return length_of(text.get("title") or text.get("text", "")) > SHORT_TEXT


def _lexicon_texts(language: Language) -> list[Text]:
    return [
        {"id": o.code, "title": o.name, "alias": " ".join(o.aliases), "text": " ".join(o.skills)}
        for o in language.lexicon.occupations.values()
    ]


def rank_all(
    queries: Iterable[Text], docs: Sequence[Text], score: Callable[[Text], Floats], *, k: int
) -> dict[str, list[tuple[str, float]]]:
    """Return the best documents of each query by a scoring function."""
    run = {}
    for query in queries:
        scores = score(query)
        order = np.argsort(-scores, kind="stable")[:k]
        run[query["id"]] = [(docs[place]["id"], float(scores[place])) for place in order]
    return run


def without_self(run: Run) -> dict[str, list[tuple[str, float]]]:
    """Return a run without the query itself among its documents."""
    return {query: [hit for hit in ranked if hit[0] != query] for query, ranked in run.items()}


def measure(run: Run, grades: Mapping[str, Grades]) -> dict[str, list[float]]:
    """Return the values of each measure by judged query, in the order of `grades`."""
    ranked = {query: [document for document, _ in run.get(query, ())] for query in grades}
    return {
        name: [value(ranked[query], grades[query]) for query in grades]
        for name, value in MEASURES.items()
    }


def pair_auc(run: Run, grades: Mapping[str, Grades]) -> float | None:
    """Return the AUC over all judged pairs of all queries, a pair not ranked scoring 0.

    None where all judged pairs are relevant, or none is.
    """
    scored = {query: dict(hits) for query, hits in run.items()}
    pairs = [
        (scored.get(query, {}).get(document, 0.0), grade > 0)
        for query, judged in grades.items()
        for document, grade in judged.items()
    ]
    is_relevant = [relevant for _, relevant in pairs]
    if all(is_relevant) or not any(is_relevant):
        return None
    return auc([score for score, _ in pairs], is_relevant)


def gained(run: Run, naive: Run, grades: Mapping[str, Grades]) -> tuple[float, float]:
    """Return the 95 % interval of the nDCG@10 gained over another run, by bootstrap."""
    ours, theirs = measure(run, grades)["nDCG@10"], measure(naive, grades)["nDCG@10"]
    return bootstrap_interval(np.subtract(ours, theirs))
