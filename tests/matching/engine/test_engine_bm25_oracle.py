import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.bm25 import Field, FieldedBM25

TERMS = st.lists(st.sampled_from("甲乙丙丁"), max_size=6)
DOCUMENTS = st.lists(st.fixed_dictionaries({"title": TERMS, "body": TERMS}), max_size=5)
FIELDS = {"title": Field(3.0, b=0.4), "body": Field(1.0, b=0.75)}


def naive_share(term, document, documents, *, k1):
    """The formula, written out for one term and one document."""
    holding = sum(any(term in text for text in other.values()) for other in documents)
    frequency = 0.0
    for name, field in FIELDS.items():
        mean = sum(len(other[name]) for other in documents) / len(documents)
        if document[name]:
            norm = 1 - field.b + field.b * len(document[name]) / mean
            frequency += field.weight * document[name].count(term) / norm
    idf = math.log(1 + (len(documents) - holding + 0.5) / (holding + 0.5))
    return idf * frequency * (k1 + 1) / (frequency + k1) if frequency else 0.0


@given(documents=DOCUMENTS, query=st.dictionaries(st.sampled_from("甲乙丙戊"), st.floats(0, 3)))
def test_scores_equal_the_formula(documents, query):
    expected = [
        sum(weight * naive_share(term, doc, documents, k1=1.2) for term, weight in query.items())
        for doc in documents
    ]

    scores = FieldedBM25(fields=FIELDS).fit(documents).postings(query).scores()

    np.testing.assert_allclose(scores, expected, atol=1e-12)


@given(documents=DOCUMENTS, terms=st.sets(st.sampled_from("甲乙丙丁"), min_size=1))
def test_leaving_out_a_term_lowers_scores_by_exactly_its_share(documents, terms):
    index = FieldedBM25(fields=FIELDS).fit(documents)
    whole = dict.fromkeys(sorted(terms), 1.0)
    first = next(iter(whole))
    rest = {term: weight for term, weight in whole.items() if term != first}

    share = index.postings({first: 1.0}).scores()

    np.testing.assert_allclose(
        index.postings(whole).scores() - index.postings(rest).scores(), share, atol=1e-12
    )


@given(documents=DOCUMENTS)
def test_some_documents_taken_out_keep_every_share(documents):
    index = FieldedBM25(fields=FIELDS).fit(documents)
    odd = np.arange(len(documents))[1::2]

    part = index.take(odd)

    query = dict.fromkeys("甲乙丙丁", 1.0)
    assert part.postings(query).scores().tolist() == index.postings(query).scores()[odd].tolist()
