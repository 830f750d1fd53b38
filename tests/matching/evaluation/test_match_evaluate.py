"""flask matching evaluate."""

import json

import pytest

from tests.support.trec import read_run


@pytest.fixture
def run(app):
    def command(*arguments):
        return app.test_cli_runner().invoke(args=["matching", *map(str, arguments)])

    return command


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "task"
    folder.mkdir()

    def write(name, *rows):
        lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (folder / name).write_text(lines, "utf-8")

    write("queries.jsonl", {"id": "q1", "text": "大货车司机"}, {"id": "q2", "text": "电焊工"})
    write(
        "docs.jsonl",
        {"id": "d1", "title": "道路货运汽车驾驶员", "text": "驾驶货车运输货物"},
        {"id": "d2", "title": "焊工", "text": "焊接工件"},
        {"id": "d3", "title": "保安员", "text": "守卫、巡逻"},
    )
    (folder / "qrels.tsv").write_text("q1\td1\t1\nq2\td2\t1\n", "utf-8")
    return folder


def test_evaluate_writes_a_run_of_six_columns_and_prints_measures(run, folder, tmp_path):
    out = tmp_path / "out.run"

    result = run("evaluate", folder, "--out", out)

    assert result.exit_code == 0
    ranked = read_run(out.read_text("utf-8").splitlines())
    assert {query: found[0][0] for query, found in ranked.items()} == {"q1": "d1", "q2": "d2"}
    for line in out.read_text("utf-8").splitlines():
        query, fixed, _document, rank, score, tag = line.split()
        assert (query[0], fixed, tag) == ("q", "Q0", "rongye")
        assert int(rank) >= 1
        float(score)
    assert "task：2 个问题，3 份文档" in result.output
    for name in ("nDCG@10", "MRR", "戎业", "朴素 TF-IDF"):
        assert name in result.output


def test_evaluate_without_grades_writes_the_run_and_prints_no_measures(run, folder, tmp_path):
    (folder / "qrels.tsv").unlink()
    out = tmp_path / "out.run"

    result = run("evaluate", folder, "--out", out)

    assert result.exit_code == 0
    assert out.stat().st_size > 0
    assert "nDCG" not in result.output


def test_evaluate_learns_from_labels_and_another_occupation_table(run, folder, tmp_path):
    labels = tmp_path / "labels.tsv"
    labels.write_text("跑车的\td1\n跑车的\t4-02-02-02\n", "utf-8")
    table = tmp_path / "occupations.csv"
    table.write_text("code,name,alias\n4-02-02-02,道路货运汽车驾驶员,大货车司机\n", "utf-8")
    out = tmp_path / "out.run"

    result = run("evaluate", folder, "--labels", labels, "--occupations", table, "--out", out)

    assert result.exit_code == 0
    assert read_run(out.read_text("utf-8").splitlines())["q1"][0][0] == "d1"


def test_evaluate_names_file_and_line_of_bad_json(run, folder, tmp_path):
    (folder / "docs.jsonl").write_text('{"id": "d1"}\n{坏', "utf-8")

    result = run("evaluate", folder, "--out", tmp_path / "out.run")

    assert (result.exit_code, result.output) == (
        1,
        "Error: docs.jsonl 第 2 行读不懂，要有 id。\n",
    )
