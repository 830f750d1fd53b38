"""Ranking tasks on disk: queries, documents, grades, labels and occupation tables."""

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from matching.engine import evaluation
from matching.engine.baseline import BASELINES
from matching.engine.bm25 import Floats
from matching.engine.concept_space import Label
from matching.engine.language import Language
from matching.engine.trec import Run, read_qrels, write_run

Text = dict[str, str]
LABEL = "要有 text 和 code"
DEPTH = 1000  # documents kept per query in a run
PEERS = tuple(BASELINES.items())


@dataclass(frozen=True)
class Task:
    """One task folder: queries, documents and, where judged, grades."""

    name: str
    queries: list[Text]
    documents: list[Text]
    grades: dict[str, dict[str, float]]
    excludes_self: bool


def read_task(folder: Path) -> Task:
    """Return the task of a folder: `queries.jsonl`, `docs.jsonl`, and `qrels.tsv` and `task.json`
    where they exist.

    Raises click.ClickException with file and line where something cannot be read; so do
    `read_labels` and `read_occupations`.
    """
    facts = _facts(folder / "task.json")
    return Task(
        name=str(facts.get("name", folder.name)),
        queries=_texts(folder / "queries.jsonl"),
        documents=_texts(folder / "docs.jsonl"),
        grades=_grades(folder / "qrels.tsv"),
        excludes_self=bool(facts.get("exclude_self", False)),
    )


def _facts(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        return dict(json.loads("\n".join(_lines(path))))
    except (ValueError, TypeError) as error:
        raise click.ClickException(f"{path.name} 读不懂，要是一个 JSON 对象。") from error


def _grades(path: Path) -> dict[str, dict[str, float]]:
    grades: dict[str, dict[str, float]] = {}
    for number, line in enumerate(_lines(path) if path.exists() else (), start=1):
        try:
            for query, judged in read_qrels([line] if line.strip() else []).items():
                grades.setdefault(query, {}).update(judged)
        except ValueError as error:
            raise _unreadable(path, number, "要有问题、文档、分数三列") from error
    return grades


def _lines(path: Path) -> list[str]:
    if not path.exists():
        raise click.ClickException(f"没有找到 {path}。")
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{path.name} 不是 UTF-8 编码。") from error


def _unreadable(path: Path, number: int, needed: str) -> click.ClickException:
    return click.ClickException(f"{path.name} 第 {number} 行读不懂，{needed}。")


def _objects(path: Path, needed: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each line's JSON object with its number; blank lines are skipped."""
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
        except ValueError as error:
            raise _unreadable(path, number, needed) from error
        if not isinstance(raw, dict):
            raise _unreadable(path, number, needed)
        yield number, raw


def _texts(path: Path) -> list[Text]:
    """Return one document per line of JSON; only its texts are kept."""
    found = []
    for number, raw in _objects(path, "要有 id"):
        if "id" not in raw:
            raise _unreadable(path, number, "要有 id")
        texts = {key: value for key, value in raw.items() if isinstance(value, str)}
        found.append(texts | {"id": str(raw["id"])})
    return found


def read_labels(path: Path) -> list[Label]:
    """Return texts whose occupation is known, with its code.

    A JSON line has `title`, `text` or both, and `code` (or `occupation`, `label`); a table has the
    text first and the code last, and a title before the text if there are three columns; a task
    folder's `qrels.tsv` is joined with its queries.
    """
    if path.is_dir():
        task = read_task(path)
        named = {query["id"]: query for query in task.queries}
        judged = ((query, code) for query, codes in task.grades.items() for code in codes)
        return [(named[query], code) for query, code in judged if query in named]
    if path.suffix == ".jsonl":
        return [_label(path, number, raw) for number, raw in _objects(path, LABEL)]
    delimiter = "\t" if path.suffix == ".tsv" else ","
    rows = csv.reader(_lines(path), delimiter=delimiter)
    return [_table_label(row) for row in rows if len(row) >= 2 and re.search(r"\d", row[-1])]


def _table_label(row: Sequence[str]) -> Label:
    if len(row) == 2:
        return {"text": row[0]}, row[1]
    return {"title": row[0], "text": row[1]}, row[-1]


def _label(path: Path, number: int, raw: Mapping[str, Any]) -> Label:
    text = {part: str(raw[part]) for part in ("title", "text") if raw.get(part)}
    code = raw.get("code") or raw.get("occupation") or raw.get("label")
    if not text or not code:
        raise _unreadable(path, number, LABEL)
    return text, str(code)


def read_occupations(path: Path) -> list[Text]:
    """Return an occupation table: JSON lines of documents, or a CSV with `code` and `name`."""
    if path.suffix == ".jsonl":
        return _texts(path)
    table = csv.DictReader(_lines(path))
    if not {"code", "name"} <= set(table.fieldnames or ()):
        raise click.ClickException(f"{path.name} 要有 code 和 name 两列。")
    found = []
    for row in table:
        text = " ".join(row.get(name) or "" for name in ("definition", "tasks", "text"))
        alias = row.get("alias") or row.get("aliases") or ""
        found.append({"id": row["code"], "title": row["name"], "alias": alias, "text": text})
    return found


@dataclass(frozen=True)
class Measured:
    """One method's means over queries; `gain` is the interval of nDCG@10 over the naive method."""

    method: str
    means: dict[str, float]
    auc: float | None
    gain: tuple[float, float] | None


def run(
    task: Task, language: Language, *, labels: Path | None, occupations: Path | None, out: Path
) -> list[Measured]:
    """Rank a task with the text pipeline, write the run, and return measures beside the
    baselines'.
    """
    known = read_labels(labels) if labels else ()
    table = read_occupations(occupations) if occupations else None
    ours = ranked(task, language, labels=known, occupations=table)
    with out.open("w", encoding="utf-8") as file:
        write_run(ours, file, tag="rongye")
    return compared(task, {"戎业": ours}) if task.grades else []


def ranked(
    task: Task,
    language: Language,
    *,
    labels: Sequence[Label] = (),
    occupations: Sequence[Text] | None = None,
) -> Run:
    """Return the text pipeline's run of a task."""
    ranker = evaluation.TextRanker(language, labels=labels, occupations=occupations)
    return _run_of(task, ranker.fit(task.documents).scores)


def _run_of(task: Task, scores: Callable[[Mapping[str, str]], Floats]) -> Run:
    run = evaluation.rank_all(task.queries, task.documents, scores, k=DEPTH)
    return evaluation.without_self(run) if task.excludes_self else run


def compared(task: Task, runs: Mapping[str, Run]) -> list[Measured]:
    """Return the measures of some runs of a task, followed by those of every baseline."""
    others = {name: _run_of(task, made().fit(task.documents).scores) for name, made in PEERS}
    naive = others[PEERS[0][0]]
    return [
        Measured(
            name,
            _means(one, task),
            evaluation.pair_auc(one, task.grades),
            None if one is naive else evaluation.gained(one, naive, task.grades),
        )
        for name, one in {**runs, **others}.items()
    ]


def _means(run: Run, task: Task) -> dict[str, float]:
    measures = evaluation.measure(run, task.grades)
    return {name: sum(values) / max(1, len(values)) for name, values in measures.items()}
