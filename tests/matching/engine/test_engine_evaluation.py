import io

import pytest

from matching.engine.baseline import BASELINES
from matching.engine.concept_space import ConceptSpace
from matching.engine.evaluation import (
    TextRanker,
    gained,
    measure,
    pair_auc,
    rank_all,
    without_self,
)
from matching.engine.text import length_of
from matching.engine.trec import read_qrels, write_run
from tests.matching.engine.cast import language
from tests.support.trec import read_run

DOCS = [
    {"id": "w", "title": "电焊", "text": "焊接钢结构"},
    {"id": "d", "title": "货车司机", "text": "跑长途运输"},
    {"id": "g", "title": "保安", "text": "小区门岗值班"},
]
OCCUPATIONS = [
    {"id": "1", "title": "道路货运汽车驾驶员", "alias": "货车司机 卡车师傅"},
    {"id": "2", "title": "保安员", "alias": "保安 看门"},
]


def run(*texts, **options):
    queries = [{"id": f"q{i}", "text": text} for i, text in enumerate(texts)]
    return ranked(queries, **options)


def ranked(queries, *, k=1000, **options):
    ranker = TextRanker(language(), **options).fit(DOCS)
    return rank_all(queries, DOCS, ranker.scores, k=k)


def first(found):
    return [ranked[0][0] for ranked in found.values()]


def test_each_text_finds_its_document():
    assert first(run("焊接工", "长途司机", "小区保安", occupations=[])) == ["w", "d", "g"]


def test_occupations_join_texts_that_share_no_character():
    scores = dict(run("卡车师傅", occupations=OCCUPATIONS)["q0"])

    assert scores["d"] > 0
    assert scores["w"] == scores["g"] == 0


def test_a_labelled_text_votes_for_similar_texts():
    labels = [({"text": "跑滴滴拉活"}, "1")]

    without = dict(run("拉活", occupations=OCCUPATIONS)["q0"])
    with_labels = dict(run("拉活", occupations=OCCUPATIONS, labels=labels)["q0"])

    assert without["d"] == 0 < with_labels["d"]


def test_without_a_table_the_occupations_of_the_lexicon_are_used():
    scores = dict(run("道路货运汽车驾驶员")["q0"])

    assert scores["d"] > scores["g"]


def test_a_text_of_another_language_has_no_occupations():
    space = ConceptSpace(analyzer=language().analyzer, finder=language().finder)

    vectors = space.fit(OCCUPATIONS).vectors([{"text": "truck driver"}, {"text": "卡车师傅"}, {}])

    assert vectors.sum(axis=1)[[0, 2]].tolist() == [0, 0]
    assert vectors.toarray()[1].argmax() == 0


def test_the_name_of_an_occupation_is_that_occupation_alone():
    space = ConceptSpace(analyzer=language().analyzer, finder=language().finder)

    vectors = space.fit(OCCUPATIONS).vectors([{"title": "保安员"}])

    assert vectors.toarray().tolist() == [[0.0, 1.0]]


def test_no_neighbours_are_refused():
    space = ConceptSpace(analyzer=language().analyzer, finder=language().finder, nearest=0)

    with pytest.raises(ValueError, match="nearest must be at least 1, got 0"):
        space.fit(OCCUPATIONS)


def test_k_cuts_the_list_and_ties_keep_document_order():
    assert [doc for doc, _ in run("宇航", occupations=[], k=2)["q0"]] == ["w", "d"]


def test_a_query_does_not_find_itself():
    assert without_self({"a": [("a", 2.0), ("b", 1.0)]}) == {"a": [("b", 1.0)]}


def test_a_run_written_and_read_back_is_the_same():
    found = run("焊接工", "长途司机", occupations=[])
    out = io.StringIO()

    write_run(found, out, tag="rongye")

    assert out.getvalue().splitlines()[0].startswith("q0 Q0 w 1 ")
    assert read_run(out.getvalue().splitlines()) == found


def test_a_line_with_a_column_too_few_is_refused():
    with pytest.raises(ValueError, match="line 2: need six columns, got 5"):
        read_run(["q Q0 d 1 0.5 t", "q Q0 d 1 0.5"])


def test_quality_is_beside_the_naive_method():
    grades = read_qrels(["q0\td\t1", "q1\tg\t2"])
    queries = [{"id": "q0", "text": "卡车师傅"}, {"id": "q1", "text": "保安"}]
    ours = ranked(queries, occupations=OCCUPATIONS)

    for made in BASELINES.values():
        other = rank_all(queries, DOCS, made().fit(DOCS).scores, k=10)
        low, high = gained(ours, other, grades)
        assert measure(ours, grades)["nDCG@10"] == [1.0, 1.0]
        assert high >= low >= 0
    naive = rank_all(queries, DOCS, BASELINES["朴素 TF-IDF"]().fit(DOCS).scores, k=10)
    assert gained(ours, naive, grades)[1] > 0


def test_the_auc_is_measured_only_where_some_pairs_were_judged_unfit():
    run_ = {"q": [("a", 2.0), ("b", 1.0)]}

    assert pair_auc(run_, {"q": {"a": 1.0, "b": 0.0, "c": 0.0}}) == 1.0
    assert pair_auc(run_, {"q": {"a": 0.0, "b": 1.0, "c": 1.0}}) == 0.0
    assert pair_auc(run_, {"q": {"a": 1.0, "b": 1.0}}) is None


LABELLED = [({"title": "跑滴滴", "text": "在城里接单拉人"}, "x9"), ({"text": "看大门"}, "g")]


def test_a_label_may_name_a_document_itself():
    """Documents named by labels are occupations: similar texts vote for them by id."""
    scores = dict(
        run("跑滴滴", occupations=[], labels=[*LABELLED, ({"text": "跑滴滴"}, "d")])["q0"]
    )

    assert max(scores, key=scores.get) == "d"


def test_a_label_is_compared_whole():
    space = ConceptSpace(analyzer=language().analyzer, finder=language().finder)

    vectors = space.fit(OCCUPATIONS, labels=LABELLED).vectors([{"text": "接单拉人"}])

    assert space.codes_ == ("1", "2", "x9", "g")
    assert vectors.toarray()[0].argmax() == 2


@pytest.mark.parametrize(
    ("text", "length"), [("货车司机", 4), ("Truck Driver", 4), ("A2货车", 4), ("", 0)]
)
def test_length_counts_han_characters_and_latin_words(text, length):
    assert length_of(text) == length


def test_english_words_run_together_are_separated():
    words = language().analyzer.words("ProductManager MySQL A2")

    assert words == ("product", "manager", "mysql", "a2")
