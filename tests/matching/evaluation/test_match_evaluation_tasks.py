"""Ranking tasks on disk: every accepted form is read, every bad line is reported."""

import json

import click
import pytest

from matching.evaluation import tasks


def jsonl(path, *rows):
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


@pytest.fixture
def folder(tmp_path):
    jsonl(tmp_path / "queries.jsonl", {"id": "q1", "text": "货车司机"}, {"id": 2, "title": "保安"})
    jsonl(
        tmp_path / "docs.jsonl",
        {"id": "d1", "title": "道路货运汽车驾驶员", "text": "驾驶货车"},
        {"id": "d2", "title": "保安员", "text": "守卫、巡逻", "alias": "门卫"},
    )
    (tmp_path / "qrels.tsv").write_text("q1\td1\t1\n\n2\td2\t2\n", "utf-8")
    (tmp_path / "task.json").write_text('{"name": "小题", "exclude_self": true}', "utf-8")
    return tmp_path


def test_a_whole_folder_is_read(folder):
    task = tasks.read_task(folder)

    assert task.name == "小题"
    assert task.queries == [{"id": "q1", "text": "货车司机"}, {"id": "2", "title": "保安"}]
    assert [document["title"] for document in task.documents] == ["道路货运汽车驾驶员", "保安员"]
    assert task.grades == {"q1": {"d1": 1.0}, "2": {"d2": 2.0}}
    assert task.excludes_self


def test_grades_and_facts_may_be_missing(folder):
    (folder / "qrels.tsv").unlink()
    (folder / "task.json").unlink()

    task = tasks.read_task(folder)

    assert (task.name, task.grades, task.excludes_self) == (folder.name, {}, False)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("queries.jsonl", '{"id": "q1"}\n{坏的', "queries.jsonl 第 2 行读不懂，要有 id。"),
        ("docs.jsonl", '\n["一列"]', "docs.jsonl 第 2 行读不懂，要有 id。"),
        ("docs.jsonl", '{"title": "保安"}', "docs.jsonl 第 1 行读不懂，要有 id。"),
        ("qrels.tsv", "q1\td1\t1\nq1 d1", "qrels.tsv 第 2 行读不懂，要有问题、文档、分数三列。"),
        ("qrels.tsv", "q1\td1\t好", "qrels.tsv 第 1 行读不懂，要有问题、文档、分数三列。"),
        ("task.json", "[1]", "task.json 读不懂，要是一个 JSON 对象。"),
    ],
)
def test_a_bad_line_is_named_by_file_and_number(folder, name, content, expected):
    (folder / name).write_text(content, "utf-8")

    with pytest.raises(click.ClickException) as raised:
        tasks.read_task(folder)

    assert raised.value.message == expected


def test_a_missing_file_and_another_encoding_are_reported(folder):
    (folder / "docs.jsonl").write_bytes('{"id": "d1", "title": "保安"}'.encode("gb18030"))
    with pytest.raises(click.ClickException, match=r"docs\.jsonl 不是 UTF-8 编码。"):
        tasks.read_task(folder)

    (folder / "docs.jsonl").unlink()
    with pytest.raises(click.ClickException, match=r"没有找到 .*docs\.jsonl。"):
        tasks.read_task(folder)


def test_labels_are_read_from_every_accepted_form(folder, tmp_path):
    expected = [({"text": "开货车"}, "4-02-02-02"), ({"text": "看大门"}, "4-07-05-01")]
    (tmp_path / "l.tsv").write_text("开货车\t4-02-02-02\n看大门\t4-07-05-01\n", "utf-8")
    (tmp_path / "l.csv").write_text(
        "text,code\n开货车,4-02-02-02\n看大门,4-07-05-01\n", "utf-8-sig"
    )
    jsonl(
        tmp_path / "l.jsonl",
        {"text": "开货车", "code": "4-02-02-02"},
        {"text": "看大门", "label": "4-07-05-01"},
    )

    for name in ("l.tsv", "l.csv", "l.jsonl"):
        assert tasks.read_labels(tmp_path / name) == expected
    named = [(text.get("title") or text["text"], code) for text, code in tasks.read_labels(folder)]
    assert named == [("货车司机", "d1"), ("保安", "d2")]


def test_a_label_may_have_a_title_and_a_text(tmp_path):
    (tmp_path / "l.tsv").write_text("title\ttext\tcode\nDiver\tSalvage.\t49-9092.00\n", "utf-8")
    jsonl(tmp_path / "l.jsonl", {"title": "Diver", "text": "Salvage.", "code": "49-9092.00"})

    for name in ("l.tsv", "l.jsonl"):
        labels = tasks.read_labels(tmp_path / name)
        assert labels == [({"title": "Diver", "text": "Salvage."}, "49-9092.00")]


def test_a_label_without_a_code_is_named(tmp_path):
    path = jsonl(tmp_path / "l.jsonl", {"text": "甲", "code": "1"}, {"text": "乙"})

    with pytest.raises(click.ClickException) as raised:
        tasks.read_labels(path)

    assert raised.value.message == "l.jsonl 第 2 行读不懂，要有 text 和 code。"


def test_occupations_are_read_as_documents_and_as_a_table(tmp_path):
    table = tmp_path / "o.csv"
    table.write_text(
        "code,name,definition,tasks,aliases\n4-07-05-01,保安员,守卫。,巡逻。,门卫|保卫\n", "utf-8"
    )
    lines = jsonl(tmp_path / "o.jsonl", {"id": "4-07-05-01", "title": "保安员", "level": 4})

    assert tasks.read_occupations(table) == [
        {"id": "4-07-05-01", "title": "保安员", "alias": "门卫|保卫", "text": "守卫。 巡逻。 "}
    ]
    assert tasks.read_occupations(lines) == [{"id": "4-07-05-01", "title": "保安员"}]


def test_an_occupation_table_without_its_columns_is_refused(tmp_path):
    (tmp_path / "o.csv").write_text("编码,名称\n1,保安员\n", "utf-8")

    with pytest.raises(click.ClickException, match=r"o\.csv 要有 code 和 name 两列。"):
        tasks.read_occupations(tmp_path / "o.csv")
