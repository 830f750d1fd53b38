import math

import numpy as np
import pytest

from matching.engine.bm25 import Field, FieldedBM25
from matching.engine.text import Analyzer
from matching.engine.text_index import TextIndex

DOCUMENTS = [{"text": ["焊工", "焊工"]}, {"text": ["电工"]}, {"text": []}]


def index(**parameters):
    return FieldedBM25(fields={"text": Field()}, **parameters).fit(DOCUMENTS)


def test_a_score_equals_the_one_computed_by_hand():
    # N = 3, df = 1, mean length 1, length 2: f = 2 / (0.25 + 0.75 * 2) = 8/7
    expected = math.log(1 + 2.5 / 1.5) * (8 / 7) * 2.2 / (8 / 7 + 1.2)

    scores = index().postings({"焊工": 1.0}).scores()

    np.testing.assert_allclose(scores, [expected, 0.0, 0.0])


def test_unknown_words_and_no_words_score_nothing():
    assert index().postings({"飞行员": 1.0}).scores().tolist() == [0, 0, 0]
    assert index().postings({}).scores().tolist() == [0, 0, 0]


def test_a_table_gives_the_share_of_each_term_for_chosen_documents():
    found = index().postings({"飞行员": 1.0, "电工": 1.0, "焊工": 2.0})

    table = found.table(np.array([1, 0]))

    assert table.shape == (3, 2)
    np.testing.assert_allclose(table.sum(axis=0), found.scores()[[1, 0]])
    assert table[0].tolist() == [0, 0]


def test_at_k1_zero_only_presence_counts():
    shares = index(k1=0).shares_

    assert shares.data.tolist() == [math.log(1 + 2.5 / 1.5)] * 2


def test_some_documents_keep_their_scores():
    part = index().take(np.array([1]))

    assert part.postings({"电工": 1.0}).scores()[0] == index().postings({"电工": 1.0}).scores()[1]


@pytest.mark.parametrize("wrong", [{"k1": -1.0}, {"fields": {"t": Field(b=2.0)}}])
def test_parameters_out_of_range_are_refused(wrong):
    with pytest.raises(ValueError, match=r"must be at least 0|need weight"):
        FieldedBM25(**({"fields": {}} | wrong)).fit(DOCUMENTS)


def test_fusing_scales_each_view_by_its_best_document():
    texts = TextIndex(analyzer=Analyzer(segment=str.split))
    texts.fit([{"title": "焊工"}, {"title": "电工"}, {"title": "保安"}])

    fused = texts.fused({1.0: "焊工"})

    assert fused[0] == 1.0
    assert 0 < fused[1] < 0.5  # shares the character 工 only
    assert fused[2] == 0.0


def test_an_index_of_nothing_answers_with_nothing():
    texts = TextIndex(analyzer=Analyzer(segment=str.split)).fit([])

    assert texts.fused({1.0: "焊工"}).shape == (0,)
    assert texts.unit_ == {"word": 0.0, "char": 0.0}
